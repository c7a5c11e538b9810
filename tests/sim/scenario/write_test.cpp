// A scenario written and read again is the same scenario.
#include "sim/scenario/write.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <string>
#include <variant>
#include <vector>

#include "sim/scenario/fault_plan.hpp"
#include "sim/scenario/layout.hpp"
#include "sim/scenario/lease_fit.hpp"
#include "sim/scenario/read.hpp"
#include "sim/scenario/recipes.hpp"
#include "sim/scenario/swarm.hpp"
#include "tests/sim/scenario/table.hpp"

namespace feira::scenario {
namespace {

Scenario read_well(const std::string& text, const std::string& name) {
  const auto outcome = read(text, name);
  if (const auto* problems = std::get_if<std::vector<Problem>>(&outcome)) {
    for (const Problem& problem : *problems) ADD_FAILURE() << message(problem);
    return {};
  }
  return std::get<Scenario>(outcome);
}

void expect_same_again(const Scenario& scenario) {
  const std::string text = write(scenario);
  Scenario again = read_well(text, scenario.name + ".json");
  again.name = scenario.name;
  EXPECT_EQ(again, scenario) << text;
  EXPECT_EQ(write(again), text);
}

std::vector<Scenario> all_files() {
  std::vector<std::string> files;
  for (const auto& entry : std::filesystem::recursive_directory_iterator("scenarios")) {
    if (entry.path().extension() == ".json") files.push_back(entry.path().string());
  }
  std::sort(files.begin(), files.end());
  std::vector<Scenario> scenarios;
  for (const std::string& file : files) scenarios.push_back(read_well(test::read_file(file), file));
  return scenarios;
}

/// The example of the reference that sets every part.
Scenario everything() {
  const std::string page = test::read_file("docs/scenarios.md");
  const auto start = page.find("```jsonc\n", page.find("## Everything at once")) + 9;
  return read_well(page.substr(start, page.find("\n```", start) - start), "everything.json");
}

/// Its plan as given faults: of those that a file can give, which leaves out drawn bridges and rings.
Scenario with_plan_given(Scenario scenario, std::uint64_t seed) {
  scenario = with_recipes(std::move(scenario), seed);
  FaultPlan plan = expand(scenario, seed);
  std::erase_if(plan.faults, [](const Fault& fault) { return fault.shape != PartitionShape::groups; });
  scenario.faults = std::move(plan.faults);
  scenario.membership = std::move(plan.membership);
  scenario.random_faults = {};
  scenario.random_membership = {};
  return scenario;
}

TEST(Write, GivesEveryFileOfTheProjectBack) {
  const auto scenarios = all_files();
  ASSERT_GT(scenarios.size(), 100U);
  for (const Scenario& scenario : scenarios) expect_same_again(scenario);
  expect_same_again(everything());
}

TEST(Write, GivesWhatSwarmsDrawBack) {
  std::vector<Scenario> swarms = all_files();
  std::erase_if(swarms, [](const Scenario& scenario) { return !scenario.swarm; });
  swarms.push_back(everything());
  ASSERT_GE(swarms.size(), 3U);
  for (const Scenario& scenario : swarms) {
    for (std::uint64_t seed = 1; seed <= 100; ++seed) {
      Scenario drawn = swarm(scenario, seed).scenario;
      // A group that stays away is one of nobody, which no file can say.
      std::erase_if(drawn.buyers, [](const BuyersSpec& group) { return group.count == 0; });
      expect_same_again(drawn);
      if (HasFailure()) return;
    }
  }
}

TEST(Write, GivesExplicitPlansBack) {
  for (const Scenario& scenario : all_files()) {
    if (scenario.marketplaces.size() > 50) continue;
    for (std::uint64_t seed = 1; seed <= 2; ++seed) expect_same_again(with_plan_given(scenario, seed));
    if (HasFailure()) return;
  }
}

TEST(Write, LeavesDefaultsOutAndKeepsShortThingsOnALine) {
  const std::string text = R"({
  "version": 1,
  "about": "Says \"why\".",
  "marketplaces": ["ana", "bia"],
  "products": [{"id": "hat", "owner": "ana", "stock": 3}],
  "buyers": [{"count": 2, "at": "bia", "arrive": {"open": {"rate": "50/s"}}}, {"count": 1}],
  "network": {"delay": "20ms", "links": [{"from": "ana", "to": "bia", "delay": "1.5s", "both-ways": true}]},
  "faults": [{"at": "1s", "for": "ever", "crash": "ana"}],
  "reach": ["sold", {"message-lost": 10, "fault:crash": 2}],
  "ablate": ["fencing"],
  "expect": {"fails": ["no-oversell"]}
}
)";
  EXPECT_EQ(write(read_well(text, "x.json")), text);
}

TEST(Write, BreaksWhatDoesNotFitOnALine) {
  Scenario scenario = read_well(
      R"({"version": 1, "marketplaces": 40, "products": [{"id": "hat", "owner": "ana", "stock": 3}], "buyers": []})",
      "x.json");
  scenario.buyers.resize(2);
  for (BuyersSpec& group : scenario.buyers) group.buy.products = {0};
  for (MarketplaceIndex i = 0; i < 20; ++i) scenario.buyers[0].at.push_back(i);
  scenario.buyers[1].at = {39};
  EXPECT_EQ(write(scenario), R"({
  "version": 1,
  "marketplaces": 40,
  "products": [{"id": "hat", "owner": "ana", "stock": 3}],
  "buyers": [
    {
      "count": 1,
      "at": [
        "ana", "bia", "caio", "davi", "eva", "fabio", "gabi", "hugo", "ines", "joao", "m11", "m12", "m13", "m14", "m15",
        "m16", "m17", "m18", "m19", "m20"
      ]
    },
    {"count": 1, "at": "m40"}
  ]
}
)");
  expect_same_again(scenario);
}

TEST(Layout, EscapesWhatJsonCannotHold) {
  EXPECT_EQ(Json::text("a\"b\\c\n\t\x01 \xC3\xA3").line(), "\"a\\\"b\\\\c\\n\\t\\u0001 \xC3\xA3\"");
  EXPECT_EQ(Json::list().line(), "[]");
  EXPECT_EQ(Json::object().line(), "{}");
}

TEST(LeaseFit, NeedsAsFewWordsAsItCan) {
  EXPECT_FALSE(fewest_lease_words(Options{}).lease);
  Options short_lease = fit_lease(Options{}, {milliseconds(50), {}, {}});
  EXPECT_EQ(short_lease.heartbeat, milliseconds(10));
  const LeaseWords words = fewest_lease_words(short_lease);
  EXPECT_EQ(words.lease, milliseconds(50));
  EXPECT_FALSE(words.heartbeat || words.cap);
  const Options slow_beat = fit_lease(Options{}, {{}, {}, seconds(3)});
  EXPECT_EQ(slow_beat.lease_cap, seconds(15));
  EXPECT_EQ(fewest_lease_words(slow_beat).heartbeat, seconds(3));
  EXPECT_FALSE(fewest_lease_words(slow_beat).lease);
}

}  // namespace
}  // namespace feira::scenario
