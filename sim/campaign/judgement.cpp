#include "sim/campaign/judgement.hpp"

#include <algorithm>

namespace feira::campaign {
namespace {

int severity(Exit exit) {
  switch (exit) {
    case Exit::as_expected:
      return 0;
    case Exit::unknown:
      return 1;
    case Exit::violated:
      return 2;
    case Exit::bad_input:
      return 3;
    case Exit::own_error:
      return 4;
    case Exit::interrupted:
      return 5;
  }
  return 4;
}

bool contains(const std::vector<std::string>& names, const std::string& name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

// The lowest seed among the violated properties that `is_wanted` accepts.
template <class Wanted>
std::optional<std::uint64_t> lowest_seed(const Tally& tally, Wanted is_wanted) {
  std::optional<std::uint64_t> lowest;
  for (const auto& [property, violated] : tally.violated()) {
    if (is_wanted(property) && (!lowest || violated.lowest_seed < *lowest)) lowest = violated.lowest_seed;
  }
  return lowest;
}

}  // namespace

Exit worse(Exit a, Exit b) { return severity(a) >= severity(b) ? a : b; }

Exit Judgement::exit() const {
  if (!unexpected.empty()) return Exit::violated;
  if (!never_came.empty() || !unreached.empty()) return Exit::unknown;
  return Exit::as_expected;
}

Judgement judge(const Tally& tally, const scenario::Expectation& expect,
                const std::vector<scenario::ReachSpec>& reach) {
  Judgement judgement;
  for (const auto& [property, violated] : tally.violated()) {
    if (!contains(expect.fails, property)) judgement.unexpected.push_back(property);
  }
  for (const auto& property : expect.fails) {
    if (!tally.violated().contains(property)) judgement.never_came.push_back(property);
  }
  for (const auto& demand : reach) {
    const std::uint64_t times = tally.reached(demand.situation);
    if (times < demand.at_least) judgement.unreached.push_back({demand.situation, times, demand.at_least});
  }
  judgement.telling_seed = lowest_seed(tally, [&](const auto& name) { return contains(judgement.unexpected, name); });
  if (!judgement.telling_seed) judgement.telling_seed = lowest_seed(tally, [](const auto&) { return true; });
  return judgement;
}

}  // namespace feira::campaign
