#include "sim/chance/ledger.hpp"

namespace feira::chance {

std::size_t Ledger::Mixed::operator()(const Place& place) const {
  std::uint64_t mixed = place.seed;
  for (const std::uint32_t word : place.counter) {
    mixed = (mixed ^ word) * 0x9E3779B97F4A7C15U;
    mixed ^= mixed >> 29U;
  }
  return static_cast<std::size_t>(mixed);
}

void Ledger::note(std::uint64_t seed, const std::array<std::uint32_t, 4>& counter, const Address& address,
                  bool of_family) {
  if (first_.try_emplace({seed, counter}, now_).second && !of_family) drawn_.push_back({now_, address});
}

bool Ledger::made_by(DrawMoment moment, std::uint64_t seed, const std::array<std::uint32_t, 4>& counter) const {
  const auto found = first_.find({seed, counter});
  return found != first_.end() && found->second <= moment;
}

}  // namespace feira::chance
