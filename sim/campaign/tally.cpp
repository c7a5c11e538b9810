#include "sim/campaign/tally.hpp"

#include <algorithm>
#include <utility>

namespace feira::campaign {
namespace {

// The finaliser of splitmix64 (Steele, Lea, Flood 2014): every bit of `x` moves about half of the result's.
std::uint64_t mixed(std::uint64_t x) {
  x = (x ^ x >> 30) * 0xbf58476d1ce4e5b9U;
  x = (x ^ x >> 27) * 0x94d049bb133111ebU;
  return x ^ x >> 31;
}

}  // namespace

Tally::Tally(std::vector<std::string> situations)
    : situations_(std::move(situations)), reached_(situations_.size(), 0) {}

void Tally::add(const Outcome& outcome) {
  ++seeds_;
  digest_ = seeds_ == 1 ? outcome.digest : mixed(digest_ + 0x9e3779b97f4a7c15U) ^ outcome.digest;
  events_ += outcome.events;
  messages_ += outcome.messages;
  purchases_ += outcome.purchases;
  simulated_ms_ += static_cast<std::uint64_t>(outcome.simulated.ns) / 1'000'000;
  for (const Duration latency : outcome.latencies) latencies_.add(latency);
  if (outcome.violated.empty()) ++seeds_held_;
  for (const auto& property : outcome.violated) {
    auto& violated = violated_.try_emplace(property, Violated{0, outcome.seed}).first->second;
    ++violated.seeds;
  }
  for (std::size_t i = 0; i < std::min(reached_.size(), outcome.reached.size()); ++i) {
    reached_[i] += outcome.reached[i];
  }
  for (const Switched& switched : outcome.kinds) {
    auto kind = std::ranges::find(kinds_on_, switched.kind, &KindOn::kind);
    if (kind == kinds_on_.end()) kind = kinds_on_.insert(kind, {switched.kind, 0});
    kind->seeds += switched.on ? 1 : 0;
  }
  for (const std::string& missed : outcome.missed) ++missed_[missed];
}

std::uint64_t Tally::reached(std::string_view situation) const {
  const auto found = std::find(situations_.begin(), situations_.end(), situation);
  return found == situations_.end() ? 0 : reached_[static_cast<std::size_t>(found - situations_.begin())];
}

}  // namespace feira::campaign
