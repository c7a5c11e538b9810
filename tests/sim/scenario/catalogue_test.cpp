#include "sim/scenario/catalogue.hpp"

#include <gtest/gtest.h>

#include <cstddef>
#include <set>
#include <string_view>
#include <vector>

#include "sim/scenario/fields.hpp"

namespace feira::scenario {
namespace {

TEST(Catalogue, HoldsThePropertiesInTheirOrder) {
  const std::vector<std::string_view> expected{"mutual-exclusion", "fencing",        "no-oversell",   "conservation",
                                               "at-most-once",     "atomic",         "durable",       "clock-condition",
                                               "causal-delivery",  "grant-order",    "single-writer", "answered",
                                               "convergence",      "bounded-bypass", "repair",        "linearizable"};
  EXPECT_EQ(names(properties()), expected);
}

TEST(Catalogue, HoldsTheAblationsAsTheCoreNamesThem) {
  ASSERT_EQ(ablations().size(), ablation_count);
  for (std::size_t i = 0; i < ablation_count; ++i) {
    EXPECT_EQ(ablations()[i].name, feira::name(static_cast<Ablation>(i)));
  }
  EXPECT_EQ(find_ablation("causal-delivery"), Ablation::causal_delivery);
  EXPECT_EQ(find_ablation("clock-goes-back"), Ablation::clock_goes_back);
  EXPECT_EQ(find_ablation("fences"), std::nullopt);
}

TEST(Catalogue, ExplainsEveryEntryWithASource) {
  for (const auto& entries : {properties(), ablations(), situations(), faults(), recipes()}) {
    std::set<std::string_view> seen;
    for (const Entry& entry : entries) {
      EXPECT_TRUE(seen.insert(entry.name).second) << entry.name;
      EXPECT_GT(entry.text.size(), 20U) << entry.name;
      EXPECT_TRUE(entry.text.ends_with('.')) << entry.name;
      EXPECT_FALSE(entry.source.empty()) << entry.name;
      const auto colon = entry.name.find(':');
      EXPECT_TRUE(is_kebab_case(entry.name.substr(colon + 1))) << entry.name;
    }
  }
}

TEST(Catalogue, ExplainsAPropertyAndAnAblationOfOneName) {
  const auto entries = explain("fencing");
  ASSERT_EQ(entries.size(), 2U);
  EXPECT_EQ(entries[0].topic, Topic::property);
  EXPECT_EQ(entries[1].topic, Topic::ablation);
  EXPECT_TRUE(explain("fence").empty());
}

TEST(Catalogue, ListsEveryNameOnce) {
  const auto list = all_names();
  const std::set<std::string_view> once(list.begin(), list.end());
  EXPECT_EQ(once.size(), list.size());
  EXPECT_TRUE(once.contains("fault:crash"));
  EXPECT_TRUE(once.contains("crash"));
}

}  // namespace
}  // namespace feira::scenario
