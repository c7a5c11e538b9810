#include "sim/search/explore/setting.hpp"

#include <algorithm>
#include <utility>

#include "sim/scenario/stable_order.hpp"
#include "sim/world/run.hpp"

namespace feira::explore {

namespace {

constexpr std::size_t buyers_max = 64;

std::string ordinal(std::size_t number) {
  const std::size_t last = number % 10;
  const bool teen = number / 10 % 10 == 1;
  const char* ending = teen || last == 0 || last > 3 ? "th" : last == 1 ? "st" : last == 2 ? "nd" : "rd";
  return std::to_string(number) + ending;
}

bool same_wish(const Buyer& a, const Buyer& b) {
  return a.at == b.at && a.wants == b.wants && a.purchase.quantity == b.purchase.quantity;
}

}  // namespace

Setting::Setting(scenario::Scenario explored) : scenario(std::move(explored)) {
  const sim::Roster roster = sim::roster(scenario, 1);
  members = roster.founders(std::vector<bool>(scenario.marketplaces.size(), false));
  for (const Member& member : members) {
    configs.push_back(Config{member.id, members, scenario.protocol, scenario.ablate});
  }
  for (std::uint32_t i = 0; i < scenario.products.size(); ++i) products.push_back(roster.product(i));
  for (const scenario::BuyersSpec& group : scenario.buyers) {
    for (std::uint32_t i = 0; i < group.count; ++i) {
      Buyer buyer;
      buyer.at = dense(roster.id(group.at.front()));
      buyer.product = group.buy.products.front();
      buyer.wants = products[buyer.product];
      buyer.purchase = {IdempotencyKey{buyers.size() + 1, 1}, group.buy.quantity_min,
                        scenario.products[buyer.product].price};
      buyers.push_back(buyer);
    }
  }
  scenario::sort_stably(buyers, [](const Buyer& buyer) { return buyer.at; });
  std::vector<std::size_t> there(members.size(), 0);
  for (std::size_t i = 0; i < buyers.size(); ++i) {
    buyers[i].name = ordinal(++there[buyers[i].at]) + " buyer at " + name(buyers[i].at);
    buyers[i].like_the_one_before = i > 0 && same_wish(buyers[i - 1], buyers[i]);
  }
  crashes = scenario.explore.crashes > 0;
  hooks_confirm = scenario.hook_declines.per_million < 1'000'000;
  hooks_decline = scenario.hook_declines.per_million > 0;
}

Dense Setting::dense(MarketplaceId id) const {
  const auto at = std::ranges::lower_bound(members, id, {}, &Member::id);
  return static_cast<Dense>(at - members.begin());
}

Counts Setting::spread(const VectorClock& clock) const {
  Counts counts;
  for (const VectorClock::Entry& entry : clock.entries()) {
    const Dense index = dense(entry.marketplace);
    if (index < size()) counts[index] = static_cast<std::uint32_t>(entry.count);
  }
  return counts;
}

std::string Setting::text(InterestId id) const { return name(dense(id.origin)) + "#" + std::to_string(id.number); }

std::string Setting::text(ProductId id) const {
  const auto at = std::ranges::find(products, id);
  if (at == products.end()) return "a product of nobody";
  return scenario.products[static_cast<std::size_t>(at - products.begin())].id;
}

std::vector<std::string> obstacles(const scenario::Scenario& scenario) {
  std::vector<std::string> found;
  const auto refuse = [&](bool is_so, const char* why) {
    if (is_so) found.emplace_back(why);
  };
  std::size_t buyers = 0;
  for (const scenario::BuyersSpec& group : scenario.buyers) {
    buyers += group.count;
    refuse(group.at.size() != 1, "\"at\" of a group of buyers names one marketplace in an exploration");
    refuse(group.buy.products.size() != 1 || group.buy.hot || group.buy.cart,
           "a buyer wants one given product in an exploration");
    refuse(group.buy.quantity_min != group.buy.quantity_max, "a buyer wants a given quantity in an exploration");
    refuse(group.arrive.shape == scenario::ArriveSpec::Shape::closed && group.arrive.times != 1,
           "a buyer buys once in an exploration");
    refuse(
        group.cancel.per_million > 0 || group.misuse.per_million > 0 || group.patience.has_value() || group.carry_token,
        "buyers in an exploration neither cancel nor misuse keys, lose patience or carry tokens");
  }
  refuse(scenario.marketplaces.size() > marketplaces_max, "an exploration knows at most 8 marketplaces");
  refuse(buyers > buyers_max, "an exploration knows at most 64 buyers");
  refuse(!scenario.changes.empty(), "operators change nothing in an exploration: \"changes\" is not known to it");
  refuse(!scenario.membership.empty() || scenario.random_membership.founders.has_value() ||
             scenario.random_membership.leave.has_value() || scenario.random_membership.evict.has_value(),
         "nobody comes or goes in an exploration: \"membership\" is not known to it");
  refuse(!scenario.faults.empty() || !scenario.recipes.empty(),
         "faults are chosen in an exploration, within the budgets of \"explore\": \"faults\" is not known to it");
  refuse(scenario.swarm, "an exploration is no swarm");
  return found;
}

}  // namespace feira::explore
