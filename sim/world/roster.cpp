#include "sim/world/roster.hpp"

#include <algorithm>

namespace feira::sim {

namespace {

/// An id that nobody in `taken` has.
MarketplaceId draw_id(const chance::Chance& chance, MarketplaceIndex index, const std::vector<MarketplaceId>& taken) {
  for (std::uint64_t attempt = 0;; ++attempt) {
    const std::uint64_t bits = chance.bits({.stream = chance::Stream::identity, .a = index, .ordinal = attempt});
    const MarketplaceId id{static_cast<std::uint32_t>(bits)};
    if (id != MarketplaceId{} && std::ranges::find(taken, id) == taken.end()) return id;
  }
}

}  // namespace

Roster::Roster(const scenario::Scenario& scenario, const chance::Chance& chance) {
  for (MarketplaceIndex index = 0; index < scenario.marketplaces.size(); ++index) {
    const MarketplaceId id = draw_id(chance, index, ids_);
    ids_.push_back(id);
    members_.push_back({id, scenario.marketplaces[index]});
    sorted_.push_back({id, index});
  }
  std::ranges::sort(members_, {}, &Member::id);
  std::ranges::sort(sorted_, {}, &Place::id);
  std::vector<std::uint32_t> registered(ids_.size(), 0);
  for (const scenario::ProductSpec& product : scenario.products) {
    products_.push_back({ids_[product.owner], ++registered[product.owner]});
  }
}

}  // namespace feira::sim
