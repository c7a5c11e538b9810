#include "sim/check/interests.hpp"

#include <algorithm>

namespace feira::check {

InterestFacts& Interests::make(InterestRef ref, std::span<const std::uint32_t> past) {
  Origin& origin = origins_[ref.origin];
  if (origin.facts.size() < ref.number) {
    origin.facts.resize(ref.number);
    origin.pasts.resize(std::size_t{ref.number} * members_);
    origin.clocks.resize(std::size_t{ref.number} * members_);
  }
  std::copy(past.begin(), past.end(), &origin.pasts[place(ref)]);
  InterestFacts& facts = origin.facts[ref.number - 1];
  facts = {};
  return facts;
}

bool Interests::clock_less(InterestRef a, InterestRef b) const {
  const std::uint32_t* left = clock(a);
  const std::uint32_t* right = clock(b);
  bool below = true;
  bool equal = true;
  for (std::uint32_t i = 0; i < members_; ++i) {
    below &= left[i] <= right[i];
    equal &= left[i] == right[i];
  }
  return below && !equal;
}

}  // namespace feira::check
