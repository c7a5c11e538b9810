// Who comes and goes, and clocks that are wrong.
#include <algorithm>
#include <numeric>
#include <vector>

#include "sim/scenario/stable_order.hpp"
#include "sim/search/generate/parts.hpp"

namespace feira::search {

namespace {

using scenario::Fault;
using scenario::MarketplaceIndex;
using scenario::MembershipSpec;
using scenario::Scenario;
using Kind = scenario::MembershipSpec::Kind;

void add_given(Draws draws, const Window& window, Scenario& scenario) {
  std::vector<MarketplaceIndex> staying(scenario.marketplaces.size());
  std::iota(staying.begin(), staying.end(), MarketplaceIndex{0});
  const auto most = static_cast<std::int64_t>(staying.size()) - 1;
  for (std::int64_t count = draws.between(1, std::min<std::int64_t>(most, 3)); count > 0; --count) {
    const auto chosen = staying.begin() + static_cast<std::ptrdiff_t>(draws.below(staying.size()));
    MembershipSpec change;
    change.who = *chosen;
    staying.erase(chosen);
    change.kind = draws.weighed<Kind>({{4, Kind::join}, {3, Kind::leave}, {4, Kind::evict}});
    change.at = draws.time_between(milliseconds(300), window.end);
    scenario.membership.push_back(change);
  }
  // Somebody who is neither to come nor to go lets in and evicts.
  for (MembershipSpec& change : scenario.membership) {
    if (change.kind != Kind::leave) change.with = draws.one_of(staying);
  }
  scenario::sort_stably(scenario.membership, [](const MembershipSpec& change) { return change.at; });
}

void add_random(Draws draws, Scenario& scenario) {
  auto& random = scenario.random_membership;
  const auto count = static_cast<std::int64_t>(scenario.marketplaces.size());
  if (draws.percent(60)) {
    random.founders = static_cast<std::uint32_t>(draws.between(2, count - 1));
    random.join = draws.among({milliseconds(500), seconds(1), seconds(2)});
  }
  random.leave = seconds(draws.between(1, 4));
  // Who is evicted where nobody else has heard of the evictor is never told: docs/check.md.
  if (!random.founders) random.evict = seconds(draws.between(1, 4));
  random.least = 2;
}

/// For how long at most faults of the plan keep a marketplace from hearing others or from taking a step.
Duration longest_silence(const Scenario& scenario) {
  Duration sum;
  for (const Fault& fault : scenario.faults) sum = sum + fault.length;
  const auto& network = scenario.network;
  Duration delay = longest_of(network.delay);
  for (const auto& link : network.links) delay = std::max(delay, longest_of(link.delay));
  for (const auto& kind : network.kinds) delay = std::max(delay, longest_of(kind.delay));
  return sum + delay + scenario.protocol.heartbeat * 8;
}

Fault clock_fault(Draws& draws, Fault::Kind kind, const Window& window, const Scenario& scenario) {
  Fault fault;
  fault.kind = kind;
  fault.process = draw_victim(draws, scenario);
  fault.at = draws.time_between(window.begin, window.end);
  return fault;
}

}  // namespace

void add_members(Draws draws, const Window& window, Scenario& scenario) {
  if (draws.percent(70)) {
    add_given(draws.part(), window, scenario);
  } else {
    add_random(draws.part(), scenario);
  }
}

/// Within the bound, and often at its very edge: the owner's clock fast and another's slow is what leases fear.
void add_clock_faults(Draws draws, const Window& window, Scenario& scenario) {
  const std::int64_t bound = scenario.protocol.drift_ppm;
  if (draws.percent(60)) {
    for (MarketplaceIndex who = 0; who < scenario.clocks.size(); ++who) {
      const std::int64_t edge = who == scenario.products.front().owner ? bound : -bound;
      scenario.clocks[who].drift_ppm = draws.percent(70) ? edge : draws.between(-bound, bound);
    }
  }
  std::vector<Fault> faults;
  const Duration silence = longest_silence(scenario);
  const bool nobody_is_alone = std::ranges::none_of(scenario.faults, &Fault::for_ever) && scenario.membership.empty() &&
                               !scenario.random_membership.leave;
  for (std::int64_t count = draws.up_to(1, 8); count > 0; --count) {
    if (nobody_is_alone && draws.percent(65)) {
      Fault step = clock_fault(draws, Fault::Kind::clock_step, window, scenario);
      const Duration back = draws.time_between(silence, draws.percent(70) ? silence * 2 : silence + seconds(9));
      step.amount = -back.ns;
      faults.push_back(step);
    } else {
      Fault drift = clock_fault(draws, Fault::Kind::drift, window, scenario);
      drift.length = std::min(draws.time_between(milliseconds(100), seconds(2)), scenario.run.faults_until - drift.at);
      drift.amount = draws.percent(60) ? draws.among({-bound, bound}) : draws.between(-bound, bound);
      faults.push_back(drift);
    }
  }
  scenario.faults.insert(scenario.faults.end(), faults.begin(), faults.end());
  scenario::sort_stably(scenario.faults, [](const Fault& fault) { return fault.at; });
}

}  // namespace feira::search
