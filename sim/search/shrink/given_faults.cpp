#include "sim/search/shrink/given_faults.hpp"

#include <algorithm>
#include <utility>
#include <vector>

#include "sim/scenario/fault_plan.hpp"
#include "sim/scenario/recipes.hpp"
#include "sim/scenario/swarm.hpp"
#include "sim/world/division.hpp"

namespace feira::search {

using scenario::BuyersSpec;
using scenario::Fault;
using scenario::MarketplaceIndex;
using scenario::PartitionShape;
using scenario::Scenario;

namespace {

Fault cut_of(const Fault& partition, std::vector<MarketplaceIndex> from, std::vector<MarketplaceIndex> to) {
  Fault cut = partition;
  cut.kind = Fault::Kind::cut;
  cut.shape = PartitionShape::groups;
  cut.groups = {std::move(from), std::move(to)};
  return cut;
}

/// A partition of a drawn shape as what a file can say of it.
std::vector<Fault> as_given(const Fault& fault, std::uint32_t marketplaces) {
  Fault given = fault;
  given.shape = PartitionShape::groups;
  switch (fault.shape) {
    case PartitionShape::groups:
    case PartitionShape::halves:
    case PartitionShape::minority:
    case PartitionShape::one_isolated:
      return {given};
    case PartitionShape::bridge:
      return {cut_of(fault, fault.groups[0], fault.groups[1]), cut_of(fault, fault.groups[1], fault.groups[0])};
    case PartitionShape::one_way:
      return {cut_of(fault, fault.groups[0], fault.groups[1])};
    case PartitionShape::majorities_ring:
      break;
  }
  std::vector<Fault> cuts;
  const sim::Division division(fault, marketplaces);
  for (MarketplaceIndex to = 0; to < marketplaces; ++to) {
    std::vector<MarketplaceIndex> unheard;
    for (MarketplaceIndex from = 0; from < marketplaces; ++from) {
      if (from != to && division.separates(from, to)) unheard.push_back(from);
    }
    if (!unheard.empty()) cuts.push_back(cut_of(fault, std::move(unheard), {to}));
  }
  return cuts;
}

}  // namespace

Scenario with_swarm_given(const Scenario& scenario, std::uint64_t seed) {
  if (!scenario.swarm) return scenario;
  Scenario drawn = scenario::swarm(scenario, seed).scenario;
  drawn.swarm = false;
  std::erase_if(drawn.buyers, [](const BuyersSpec& group) { return group.count == 0; });
  return drawn;
}

Scenario with_plan_given(const Scenario& scenario, std::uint64_t seed) {
  Scenario given = scenario::with_recipes(scenario, seed);
  scenario::FaultPlan plan = scenario::expand(given, seed);
  given.faults.clear();
  for (const Fault& fault : plan.faults) {
    const auto faults = as_given(fault, static_cast<std::uint32_t>(given.marketplaces.size()));
    given.faults.insert(given.faults.end(), faults.begin(), faults.end());
  }
  given.membership = std::move(plan.membership);
  given.random_faults = {};
  given.random_membership = {};
  return given;
}

}  // namespace feira::search
