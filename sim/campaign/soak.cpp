#include "sim/campaign/soak.hpp"

#include <algorithm>

namespace feira::campaign {

namespace {

constexpr std::size_t slowest_kept = 5;

}  // namespace

void SoakSum::add(const Outcome& outcome, Duration real, const std::vector<std::string>& situation_names,
                  const std::string& build) {
  seeds = outcome.seed;
  events += outcome.events;
  purchases += outcome.purchases;
  messages += outcome.messages;
  simulated_ms += static_cast<std::uint64_t>(outcome.simulated.ns) / 1'000'000;
  real_ms += static_cast<std::uint64_t>(real.ns) / 1'000'000;
  for (std::size_t i = 0; i < std::min(situation_names.size(), outcome.reached.size()); ++i) {
    situations[situation_names[i]] += outcome.reached[i];
  }
  for (const Switched& kind : outcome.kinds) kinds_on[kind.kind] += kind.on ? 1 : 0;
  ++builds[build];
  if (!outcome.violated.empty()) violations.push_back({outcome.seed, outcome.violated});
  const auto slower = std::find_if(slowest.begin(), slowest.end(), [&](const SlowSeed& s) { return s.real < real; });
  slowest.insert(slower, {outcome.seed, real, outcome.events});
  if (slowest.size() > slowest_kept) slowest.pop_back();
}

SoakSum& sum_of(std::vector<SoakSum>& sums, const std::string& file, std::uint64_t text_hash) {
  const auto found = std::find_if(sums.begin(), sums.end(),
                                  [&](const SoakSum& s) { return s.file == file && s.text_hash == text_hash; });
  if (found != sums.end()) return *found;
  SoakSum& added = sums.emplace_back();
  added.file = file;
  added.text_hash = text_hash;
  return added;
}

}  // namespace feira::campaign
