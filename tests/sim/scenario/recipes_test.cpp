#include "sim/scenario/recipes.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <set>
#include <string>
#include <variant>
#include <vector>

#include "sim/scenario/catalogue.hpp"
#include "sim/scenario/fault_plan.hpp"
#include "sim/scenario/read.hpp"

namespace feira::scenario {
namespace {

Scenario scenario_of(const std::string& faults) {
  return std::get<Scenario>(read(R"({"version": 1, "marketplaces": 5,
    "products": [{"id": "hat", "owner": "ana", "stock": 3}], "faults": [)" +
                                     faults + "]}",
                                 "f"));
}

std::vector<std::string> plan_of(const Scenario& scenario, std::uint64_t seed) {
  const Scenario expanded = with_recipes(scenario, seed);
  std::vector<std::string> lines;
  for (const Fault& fault : expand(expanded, seed).faults) lines.push_back(describe(fault, expanded));
  return lines;
}

TEST(Recipes, StandInTheCatalogueInTheirOrder) {
  ASSERT_EQ(recipe_table().size(), recipes().size());
  for (std::size_t i = 0; i < recipes().size(); ++i) EXPECT_EQ(recipe_table()[i].name, recipes()[i].name);
}

TEST(Recipes, HaveDefaultsWithinTheirBounds) {
  for (const Recipe& recipe : recipe_table()) {
    for (const RecipeParameter& parameter : recipe.parameters) {
      if (parameter.sort == RecipeParameter::Sort::marketplace || parameter.sort == RecipeParameter::Sort::product) {
        continue;
      }
      EXPECT_LE(parameter.low, parameter.otherwise) << recipe.name << ' ' << parameter.name;
      EXPECT_LE(parameter.otherwise, parameter.high) << recipe.name << ' ' << parameter.name;
    }
  }
}

TEST(Recipes, AreReadWithTheirParameters) {
  const Scenario scenario = scenario_of(R"({"at": "1s", "for": "6s", "recipe": "swizzle"},
    {"at": "2s", "for": "4s", "recipe": {"name": "split-brain", "uneven": "10%"}})");
  ASSERT_EQ(scenario.recipes.size(), 2U);
  EXPECT_EQ(scenario.recipes[0].values, std::vector<std::int64_t>{500'000});
  EXPECT_EQ(scenario.recipes[1].values, std::vector<std::int64_t>{100'000});
  EXPECT_EQ(scenario.recipes[1].at, seconds(2));
  EXPECT_EQ(scenario.recipes[1].length, seconds(4));
}

TEST(Swizzle, ClogsHalfOfTheLinksOneByOneAndFreesThemInAnotherOrder) {
  bool other_order = false;
  std::set<std::string> first_links;
  for (std::uint64_t seed = 1; seed <= 50; ++seed) {
    const Scenario swizzled = with_recipes(scenario_of(R"({"at": "1s", "for": "6s", "recipe": "swizzle"})"), seed);
    EXPECT_TRUE(swizzled.recipes.empty());
    ASSERT_EQ(swizzled.faults.size(), 10U);
    std::set<std::vector<std::vector<MarketplaceIndex>>> links;
    std::set<Duration> begins;
    std::set<Duration> ends;
    for (const Fault& fault : swizzled.faults) {
      EXPECT_EQ(fault.kind, Fault::Kind::clog);
      ASSERT_EQ(fault.groups.size(), 2U);
      EXPECT_NE(fault.groups[0], fault.groups[1]);
      EXPECT_TRUE(links.insert(fault.groups).second);
      EXPECT_TRUE(begins.insert(fault.at).second);
      EXPECT_TRUE(ends.insert(fault.at + fault.length).second);
      EXPECT_LT(fault.at, seconds(3));
      EXPECT_GT(fault.at + fault.length, seconds(5));
      EXPECT_LE(fault.at + fault.length, seconds(7));
    }
    const auto by_end = [](const Fault& fault) { return fault.at + fault.length; };
    other_order = other_order || !std::ranges::is_sorted(swizzled.faults, {}, by_end);
    first_links.insert(describe(swizzled.faults[0], swizzled));
  }
  EXPECT_TRUE(other_order);
  EXPECT_GT(first_links.size(), 5U);
}

TEST(SplitBrain, LosesTheHalvesUnevenly) {
  const auto plan = plan_of(scenario_of(R"({"at": "2s", "for": "4s", "recipe": "split-brain"})"), 1);
  ASSERT_EQ(plan.size(), 2U);
  EXPECT_TRUE(plan[0].ends_with(", 2s-5s")) << plan[0];
  EXPECT_TRUE(plan[1].ends_with(", 3s-6s")) << plan[1];
}

TEST(RollingRestart, CrashesEveryMarketplaceOnceAndOneAtATime) {
  std::set<MarketplaceIndex> first;
  for (std::uint64_t seed = 1; seed <= 50; ++seed) {
    const Scenario restarted = with_recipes(scenario_of(R"({"at": "1s", "for": "5s", "recipe":
      {"name": "rolling-restart", "down": "40%"}})"),
                                            seed);
    ASSERT_EQ(restarted.faults.size(), 5U);
    std::set<MarketplaceIndex> who;
    for (std::size_t turn = 0; turn < 5; ++turn) {
      const Fault& fault = restarted.faults[turn];
      EXPECT_EQ(fault.kind, Fault::Kind::crash);
      EXPECT_TRUE(who.insert(fault.process).second);
      EXPECT_EQ(fault.at, seconds(1 + static_cast<std::int64_t>(turn)));
      EXPECT_EQ(fault.length, milliseconds(400));
    }
    first.insert(restarted.faults[0].process);
  }
  EXPECT_EQ(first.size(), 5U);
}

TEST(GcPause, PausesEachNowAndThenForAWhile) {
  std::set<MarketplaceIndex> who;
  std::size_t long_ones = 0;
  const Scenario paused = with_recipes(scenario_of(R"({"at": "1s", "for": "15s", "recipe":
    {"name": "gc-pause", "every": "200ms", "longest": "300ms"}})"),
                                       3);
  for (const Fault& fault : paused.faults) {
    EXPECT_EQ(fault.kind, Fault::Kind::pause);
    EXPECT_GT(fault.at, seconds(1));
    EXPECT_LE(fault.at + fault.length, seconds(16));
    EXPECT_LE(fault.length, milliseconds(300));
    if (fault.length > milliseconds(100)) ++long_ones;
    who.insert(fault.process);
  }
  EXPECT_EQ(who.size(), 5U);
  EXPECT_GT(paused.faults.size(), 150U);
  EXPECT_GT(long_ones, 0U);
  EXPECT_LT(long_ones, paused.faults.size() / 4);
}

TEST(Churn, LetsSomeComeAndSomeGoAndOneStay) {
  std::set<MarketplaceIndex> newcomers;
  for (std::uint64_t seed = 1; seed <= 50; ++seed) {
    const Scenario churned = with_recipes(scenario_of(R"({"at": "2s", "for": "4s", "recipe":
      {"name": "churn", "join": 2, "leave": 1, "evict": 5}})"),
                                          seed);
    ASSERT_EQ(churned.membership.size(), 4U);  // the fifth stays
    std::set<MarketplaceIndex> who;
    for (const MembershipSpec& change : churned.membership) {
      EXPECT_TRUE(who.insert(change.who).second);
      EXPECT_GE(change.at, seconds(2));
      EXPECT_LT(change.at, seconds(6));
      if (change.kind == MembershipSpec::Kind::join) newcomers.insert(change.who);
    }
    const auto times = [&](MembershipSpec::Kind kind) {
      return std::ranges::count(churned.membership, kind, &MembershipSpec::kind);
    };
    EXPECT_EQ(times(MembershipSpec::Kind::join), 2);
    EXPECT_EQ(times(MembershipSpec::Kind::leave), 1);
    for (const MembershipSpec& change : churned.membership) {
      EXPECT_TRUE(change.kind == MembershipSpec::Kind::leave || !who.contains(change.with));
    }
  }
  EXPECT_EQ(newcomers.size(), 5U);
}

TEST(Churn, LeavesAloneWhomTheScenarioMovesItself) {
  Scenario scenario = scenario_of(R"({"at": "2s", "for": "4s", "recipe": {"name": "churn", "evict": 9}})");
  scenario.random_membership.founders = 4;  // eva comes by herself
  scenario.membership = {{seconds(1), MembershipSpec::Kind::evict, 1, 2}};
  for (std::uint64_t seed = 1; seed <= 50; ++seed) {
    const Scenario churned = with_recipes(scenario, seed);
    ASSERT_EQ(churned.membership.size(), 2U);
    EXPECT_TRUE(churned.membership[1].who == 0 || churned.membership[1].who == 3);
  }
}

TEST(FlashSale, BringsACrowdForOneProduct) {
  const Scenario sale = with_recipes(scenario_of(R"({"at": "2s", "for": "1s", "recipe":
    {"name": "flash-sale", "product": "hat", "buyers": 70, "patience": "200ms"}})"),
                                     1);
  EXPECT_TRUE(sale.faults.empty());
  ASSERT_EQ(sale.buyers.size(), 1U);
  EXPECT_EQ(sale.buyers[0].count, 70U);
  EXPECT_EQ(sale.buyers[0].at.size(), 5U);
  EXPECT_EQ(sale.buyers[0].buy.products, std::vector<ProductIndex>{0});
  EXPECT_EQ(sale.buyers[0].start, seconds(2));
  EXPECT_EQ(sale.buyers[0].arrive.window, seconds(1));
  EXPECT_EQ(sale.buyers[0].patience, milliseconds(200));
}

TEST(Recipes, MoveNoDrawOfOneAnother) {
  const Scenario both = scenario_of(R"({"at": "1s", "for": "6s", "recipe": "swizzle"},
    {"at": "2s", "for": "4s", "recipe": "split-brain"})");
  const Scenario one = scenario_of(R"({"at": "2s", "for": "4s", "recipe": "split-brain"})");
  const auto all = plan_of(both, 9);
  for (const std::string& line : plan_of(one, 9)) EXPECT_EQ(std::ranges::count(all, line), 1) << line;
}

}  // namespace
}  // namespace feira::scenario
