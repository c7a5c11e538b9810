#include "sim/search/shrink/cuts.hpp"

#include <algorithm>
#include <optional>

#include "sim/scenario/network_faults.hpp"

namespace feira::search {

using scenario::BuyersSpec;
using scenario::ChangeSpec;
using scenario::Fault;
using scenario::LinkSpec;
using scenario::MarketplaceIndex;
using scenario::MembershipSpec;
using scenario::MessageOverride;
using scenario::ProductIndex;
using scenario::ProductSpec;
using scenario::Scenario;

namespace {

/// From the old place of something to its new one; nothing for what is gone.
class Places {
 public:
  Places(const std::vector<std::uint32_t>& kept, std::size_t count) : to_(count) {
    for (std::uint32_t place = 0; place < kept.size(); ++place) to_[kept[place]] = place;
  }

  [[nodiscard]] const std::optional<std::uint32_t>& operator[](std::uint32_t old) const { return to_[old]; }
  [[nodiscard]] std::vector<std::uint32_t> all(const std::vector<std::uint32_t>& old) const {
    std::vector<std::uint32_t> now;
    for (const std::uint32_t each : old) {
      if (to_[each]) now.push_back(*to_[each]);
    }
    return now;
  }

 private:
  std::vector<std::optional<std::uint32_t>> to_;
};

/// Whether the fault still means something.
bool remains(Fault& fault, const Places& places, std::size_t count) {
  if (!scenario::is_of_the_network(fault.kind)) {
    const auto place = places[fault.process];
    fault.process = place.value_or(0);
    return place.has_value();
  }
  for (auto& group : fault.groups) group = places.all(group);
  if (fault.kind != Fault::Kind::partition) {
    const auto& from = fault.groups[0];
    const auto& to = fault.groups[1];
    return !from.empty() && !to.empty() && !(from.size() == 1 && from == to);
  }
  if (fault.shape != scenario::PartitionShape::groups) return count >= scenario::marketplaces_needed(fault.shape);
  std::erase_if(fault.groups, [](const auto& group) { return group.empty(); });
  return !fault.groups.empty() && (fault.groups.size() > 1 || fault.groups[0].size() < count);
}

bool remains(MembershipSpec& change, const Places& places, std::size_t count) {
  const auto who = places[change.who];
  if (!who) return false;
  change.who = *who;
  if (change.kind == MembershipSpec::Kind::leave) return true;
  const auto with = places[change.with];
  if (!with && count < 2) return false;
  change.with = with ? *with : (*who == 0 ? 1 : 0);
  return true;
}

/// Takes the products that are gone out of what buyers want and operators change.
void take_products_out(Scenario& scenario, const Places& places) {
  std::erase_if(scenario.buyers, [&places](BuyersSpec& group) {
    group.buy.products = places.all(group.buy.products);
    if (group.buy.hot) {
      group.buy.hot = places[*group.buy.hot];
      if (!group.buy.hot) group.buy.hot_share = {};
    }
    if (group.buy.hot && group.buy.products.empty()) {
      group.buy.products = {*group.buy.hot};
      group.buy.hot.reset();
      group.buy.hot_share = {};
    }
    return group.buy.products.empty();
  });
  std::erase_if(scenario.changes, [&places](ChangeSpec& change) {
    const auto place = places[change.product];
    change.product = place.value_or(0);
    return !place;
  });
}

}  // namespace

Scenario with_marketplaces(const Scenario& scenario, const std::vector<MarketplaceIndex>& kept, bool inherit) {
  Scenario cut = scenario;
  const Places places(kept, scenario.marketplaces.size());
  cut.marketplaces.clear();
  cut.clocks.clear();
  for (const MarketplaceIndex old : kept) {
    cut.marketplaces.push_back(scenario.marketplaces[old]);
    cut.clocks.push_back(scenario.clocks[old]);
  }
  std::vector<ProductIndex> products;
  for (ProductIndex product = 0; product < scenario.products.size(); ++product) {
    if (inherit || places[scenario.products[product].owner]) products.push_back(product);
  }
  cut = with_products(cut, products);
  for (ProductSpec& product : cut.products) product.owner = places[product.owner].value_or(0);
  std::erase_if(cut.buyers, [&places](BuyersSpec& group) {
    group.at = places.all(group.at);
    return group.at.empty();
  });
  std::erase_if(cut.network.links, [&places](LinkSpec& link) {
    const bool gone = !places[link.from] || !places[link.to];
    link.from = places[link.from].value_or(0);
    link.to = places[link.to].value_or(0);
    return gone;
  });
  std::erase_if(cut.messages, [&places](MessageOverride& given) {
    const bool gone = !places[given.message.from] || !places[given.message.to];
    given.message.from = places[given.message.from].value_or(0);
    given.message.to = places[given.message.to].value_or(0);
    return gone;
  });
  std::erase_if(cut.faults, [&](Fault& fault) { return !remains(fault, places, kept.size()); });
  std::erase_if(cut.membership, [&](MembershipSpec& change) { return !remains(change, places, kept.size()); });
  if (auto& founders = cut.random_membership.founders) {
    *founders = std::min<std::uint32_t>(*founders, static_cast<std::uint32_t>(kept.size()));
  }
  return cut;
}

Scenario with_products(const Scenario& scenario, const std::vector<ProductIndex>& kept) {
  Scenario cut = scenario;
  const Places places(kept, scenario.products.size());
  cut.products.clear();
  for (const ProductIndex old : kept) cut.products.push_back(scenario.products[old]);
  take_products_out(cut, places);
  return cut;
}

std::vector<std::uint32_t> indices(std::size_t count) {
  std::vector<std::uint32_t> all(count);
  for (std::size_t i = 0; i < count; ++i) all[i] = static_cast<std::uint32_t>(i);
  return all;
}

}  // namespace feira::search
