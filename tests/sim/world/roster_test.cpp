#include "sim/world/roster.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <string>
#include <vector>

namespace feira::sim {
namespace {

scenario::Scenario scenario_with(std::uint32_t marketplaces) {
  scenario::Scenario scenario;
  for (std::uint32_t i = 0; i < marketplaces; ++i) scenario.marketplaces.push_back("m" + std::to_string(i));
  return scenario;
}

TEST(Roster, FindsEachMarketplaceByItsId) {
  for (const std::uint32_t count : {1U, 2U, 5U, 100U}) {
    const Roster roster(scenario_with(count), chance::Chance(5));
    for (MarketplaceIndex index = 0; index < count; ++index) EXPECT_EQ(roster.index(roster.id(index)), index);
  }
}

TEST(Roster, ListsMembersByIdWithTheirNames) {
  const Roster roster(scenario_with(20), chance::Chance(5));
  EXPECT_TRUE(std::ranges::is_sorted(roster.members(), {}, &Member::id));
  for (const Member& member : roster.members()) {
    EXPECT_NE(member.id, MarketplaceId{});
    EXPECT_EQ(member.name, "m" + std::to_string(roster.index(member.id)));
  }
}

TEST(Roster, DrawsAnyOrderOfIds) {
  std::set<std::vector<std::string>> orders;
  for (std::uint64_t seed = 1; seed <= 200; ++seed) {
    std::vector<std::string> order;
    const Roster roster(scenario_with(3), chance::Chance(seed));
    for (const Member& member : roster.members()) order.push_back(member.name);
    orders.insert(order);
  }
  EXPECT_EQ(orders.size(), 6U);
}

TEST(Roster, NumbersProductsAtEachOwnerInTheOrderOfTheFile) {
  scenario::Scenario scenario = scenario_with(2);
  for (const MarketplaceIndex owner : {1U, 0U, 1U}) {
    scenario.products.push_back({});
    scenario.products.back().owner = owner;
  }
  const Roster roster(scenario, chance::Chance(5));
  EXPECT_EQ(roster.product(0), (ProductId{roster.id(1), 1}));
  EXPECT_EQ(roster.product(1), (ProductId{roster.id(0), 1}));
  EXPECT_EQ(roster.product(2), (ProductId{roster.id(1), 2}));
}

}  // namespace
}  // namespace feira::sim
