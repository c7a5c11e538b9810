#include "sim/search/shrink/given_buyers.hpp"

#include <algorithm>

#include "sim/world/run.hpp"

namespace feira::search {

using scenario::BuyersSpec;
using scenario::ProductIndex;
using scenario::Scenario;
using scenario::Share;
using scenario::Spread;

BuyersSeen::BuyersSeen(const Scenario& scenario, std::uint64_t seed)
    : scenario_(scenario), roster_(sim::roster(scenario, seed)) {}

ProductIndex BuyersSeen::index_of(ProductId product) const {
  for (ProductIndex index = 0; index < scenario_.products.size(); ++index) {
    const auto ids = roster_.ids_of_product(index);
    if (std::ranges::find(ids, product) != ids.end()) return index;
  }
  return 0;
}

void BuyersSeen::observe(const check::Event& event) {
  if (event.kind != check::EventKind::invoke || event.invocation == nullptr) return;
  const check::Invocation& asked = *event.invocation;
  const auto known = std::ranges::find(purchases_, asked.purchase.key, &Purchase::key);
  if (asked.kind == check::InvocationKind::cancel && known != purchases_.end() && !known->cancelled) {
    known->cancelled = true;
    known->spec.cancel = Share{1'000'000};
    known->spec.cancel_after = Spread{Spread::Shape::constant, Duration{event.time.ns - known->asked_ns}, {}};
  }
  if (asked.kind != check::InvocationKind::buy || known != purchases_.end()) return;
  // The high half of a buyer's key holds the number of its group: see sim/world/buyers.cpp.
  Purchase purchase;
  purchase.group = static_cast<std::size_t>(asked.purchase.key.high >> 32U) - 1;
  purchase.key = asked.purchase.key;
  purchase.asked_ns = event.time.ns;
  BuyersSpec& spec = purchase.spec = scenario_.buyers[purchase.group];
  spec.count = 1;
  spec.at = {roster_.index(event.process)};
  spec.buy = {};
  spec.buy.products = {index_of(asked.product)};
  spec.buy.quantity_min = spec.buy.quantity_max = asked.purchase.quantity;
  spec.start = Duration{event.time.ns};
  spec.arrive = {};
  spec.arrive.window = {};
  spec.cancel = {};
  spec.cancel_after = BuyersSpec{}.cancel_after;
  purchases_.push_back(std::move(purchase));
}

std::vector<BuyersSpec> BuyersSeen::given_if(const std::function<bool(std::size_t)>& taken_apart) const {
  std::vector<BuyersSpec> groups;
  for (std::size_t group = 0; group < scenario_.buyers.size(); ++group) {
    if (!taken_apart(group)) groups.push_back(scenario_.buyers[group]);
  }
  for (const Purchase& purchase : purchases_) {
    if (taken_apart(purchase.group)) groups.push_back(purchase.spec);
  }
  return groups;
}

std::vector<BuyersSpec> BuyersSeen::given() const {
  return given_if([](std::size_t) { return true; });
}

std::vector<BuyersSpec> BuyersSeen::given(std::size_t group) const {
  return given_if([group](std::size_t each) { return each == group; });
}

}  // namespace feira::search
