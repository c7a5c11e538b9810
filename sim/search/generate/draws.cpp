#include "sim/search/generate/draws.hpp"

#include <rapidcheck.h>

#include <algorithm>

namespace feira::search {

namespace {

template <class Value>
Value drawn(rc::Random& random, const rc::Gen<Value>& generator, int size = rc::kNominalSize) {
  const rc::Random own = random.split();
  return generator(own, size).value();
}

}  // namespace

Draws::Draws(std::uint64_t seed, std::uint64_t number, int size)
    : random_(std::make_unique<rc::Random>(rc::Random::Key{seed, number, 0, 0})), size_(size) {}

Draws::Draws(const rc::Random& random, int size)
    : random_(std::make_unique<rc::Random>(random)), size_(std::clamp(size, 1, size_nominal)) {}

Draws::~Draws() = default;
Draws::Draws(Draws&&) noexcept = default;
Draws& Draws::operator=(Draws&&) noexcept = default;

Draws Draws::part() { return {random_->split(), size_}; }

bool Draws::percent(int share) { return drawn(*random_, rc::gen::inRange(0, 100)) < share; }

std::int64_t Draws::between(std::int64_t low, std::int64_t high) {
  return drawn(*random_, rc::gen::inRange<std::int64_t>(low, std::max(low, high) + 1));
}

std::int64_t Draws::up_to(std::int64_t low, std::int64_t high) {
  return drawn(*random_, rc::gen::inRange<std::int64_t>(low, std::max(low, high) + 1), size_);
}

std::size_t Draws::below(std::size_t count) { return drawn(*random_, rc::gen::inRange<std::size_t>(0, count)); }

std::size_t Draws::weighted(const std::vector<std::size_t>& weights) {
  std::size_t all = 0;
  for (const std::size_t weight : weights) all += weight;
  std::size_t place = below(all);
  std::size_t i = 0;
  while (place >= weights[i]) place -= weights[i++];
  return i;
}

Duration Draws::time_between(Duration low, Duration high) {
  constexpr std::int64_t millisecond = milliseconds(1).ns;
  return {between((low.ns + millisecond - 1) / millisecond, high.ns / millisecond) * millisecond};
}

}  // namespace feira::search
