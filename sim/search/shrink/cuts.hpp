// Scenarios with less in them: some marketplaces or products gone, and with them all that speaks of them.
#pragma once

#include <vector>

#include "sim/scenario/scenario.hpp"

namespace feira::search {

/// With these marketplaces only, in this order. What the others own goes with them, or, when `inherit`, to the first
/// one kept. Buyers, faults, links, messages and changes of the membership that need one that is gone go too.
/// Precondition: `kept` is sorted and not empty.
scenario::Scenario with_marketplaces(const scenario::Scenario& scenario,
                                     const std::vector<scenario::MarketplaceIndex>& kept, bool inherit);

/// With these products only, and without what is about the others. Precondition: `kept` is sorted and not empty.
scenario::Scenario with_products(const scenario::Scenario& scenario, const std::vector<scenario::ProductIndex>& kept);

/// All indices below `count`.
std::vector<std::uint32_t> indices(std::size_t count);

}  // namespace feira::search
