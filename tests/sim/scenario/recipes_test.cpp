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

TEST(Recipes, MoveNoDrawOfOneAnother) {
  const Scenario both = scenario_of(R"({"at": "1s", "for": "6s", "recipe": "swizzle"},
    {"at": "2s", "for": "4s", "recipe": "split-brain"})");
  const Scenario one = scenario_of(R"({"at": "2s", "for": "4s", "recipe": "split-brain"})");
  const auto all = plan_of(both, 9);
  for (const std::string& line : plan_of(one, 9)) EXPECT_EQ(std::ranges::count(all, line), 1) << line;
}

}  // namespace
}  // namespace feira::scenario
