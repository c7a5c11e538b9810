#include "sim/scenario/fault_plan.hpp"
#include "sim/scenario/recipes.hpp"
#include "sim/search/shrink/given_faults.hpp"
#include "sim/search/shrink/shrink.hpp"

namespace feira::search {

namespace {

std::size_t troubles(const scenario::NetworkSpec& network) {
  std::size_t count = network.links.size() + network.kinds.size();
  for (const scenario::Share share : {network.loss, network.duplicate, network.late, network.corrupt}) {
    count += share.per_million > 0 ? 1 : 0;
  }
  return count + (network.reorder ? 1 : 0);
}

}  // namespace

Sizes sizes_of(const scenario::Scenario& scenario, std::uint64_t seed) {
  const scenario::Scenario given = scenario::with_recipes(with_swarm_given(scenario, seed), seed);
  const scenario::FaultPlan plan = scenario::expand(given, seed);
  Sizes sizes;
  sizes.marketplaces = given.marketplaces.size();
  sizes.products = given.products.size();
  for (const scenario::BuyersSpec& group : given.buyers) sizes.buyers += group.count;
  sizes.faults = plan.faults.size() + given.messages.size() + troubles(given.network);
  sizes.changes = given.changes.size() + plan.membership.size();
  return sizes;
}

}  // namespace feira::search
