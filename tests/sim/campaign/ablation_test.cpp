#include "sim/campaign/ablation.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <initializer_list>
#include <string>
#include <utility>
#include <vector>

namespace feira::campaign {
namespace {

const std::vector<std::string> situations = {"sold", "refused-sold-out"};

Outcome outcome(std::uint64_t seed, std::initializer_list<std::string> violated, Duration latency = milliseconds(10)) {
  Outcome made;
  made.seed = seed;
  made.messages = 5;
  made.purchases = 1;
  made.latencies = {latency};
  made.violated = violated;
  made.reached = {1, 0};
  return made;
}

scenario::Scenario expecting(std::vector<std::string> fails) {
  scenario::Scenario scenario;
  scenario.expect.fails = std::move(fails);
  return scenario;
}

/// Three campaigns of four seeds, of which those in `failing` break fencing, and whose control holds.
AblationRow row(std::vector<std::string> mechanisms, std::vector<std::string> expected,
                const std::vector<std::uint64_t>& failing, Duration slower = milliseconds(10)) {
  AblationRow made("file.json", expecting(std::move(expected)), std::move(mechanisms), {3, 4}, situations);
  for (std::uint64_t seed = 1; seed <= 12; ++seed) {
    const bool fails = std::find(failing.begin(), failing.end(), seed) != failing.end();
    made.add_without(fails ? outcome(seed, {"fencing"}, slower) : outcome(seed, {}, slower));
    made.add_with(outcome(seed, {}));
  }
  return made;
}

TEST(AblationRow, CountsSeedsToTheFirstFailureInEachCampaign) {
  const AblationRow made = row({"fencing"}, {"fencing"}, {2, 3, 5, 12});
  EXPECT_EQ(made.seeds_to("fencing"), (std::vector<std::uint64_t>{2, 1, 4}));
  EXPECT_EQ(made.median_to("fencing"), 2U);
  EXPECT_EQ(made.seeds_to("durable"), (std::vector<std::uint64_t>{0, 0, 0}));
  EXPECT_EQ(made.median_to("durable"), std::nullopt);
}

TEST(AblationRow, HasNoMedianWhenMostCampaignsNeverSawIt) {
  EXPECT_EQ(row({"fencing"}, {"fencing"}, {7}).median_to("fencing"), std::nullopt);
  EXPECT_EQ(row({"fencing"}, {"fencing"}, {4, 7}).median_to("fencing"), 4U);
}

TEST(AblationVerdict, IsSeenWhenTheExpectedFails) {
  EXPECT_EQ(verdict(row({"fencing"}, {"fencing"}, {1}), {}), AblationVerdict::seen);
}

TEST(AblationVerdict, IsLostWhenTheExpectedFailsNoMoreOrOneFailsWhereNoneWasTo) {
  EXPECT_EQ(verdict(row({"fencing"}, {"fencing"}, {}), {}), AblationVerdict::lost);
  EXPECT_EQ(verdict(row({"fencing"}, {"fencing", "durable"}, {1}), {}), AblationVerdict::lost);
  EXPECT_EQ(verdict(row({"batch"}, {}, {1}), {}), AblationVerdict::lost);
}

TEST(AblationVerdict, IsSlowerWhenAFigureWorsensByATenth) {
  const AblationRow made = row({"batch"}, {}, {}, milliseconds(12));
  EXPECT_EQ(verdict(made, {}), AblationVerdict::slower);
  ASSERT_TRUE(made.worst_figure().has_value());
  EXPECT_EQ(made.worst_figure()->unit, "ms");
}

TEST(AblationVerdict, IsUnnoticedWhenNothingChangesUnlessAPairIsSeen) {
  const AblationRow alone = row({"owner-check"}, {}, {});
  EXPECT_EQ(verdict(alone, {}), AblationVerdict::unnoticed);
  const std::vector<AblationRow> rows = {alone, row({"fencing", "owner-check"}, {"fencing"}, {1}),
                                         row({"fencing"}, {"fencing"}, {1})};
  EXPECT_EQ(verdict(alone, rows), AblationVerdict::backed);
  ASSERT_EQ(backing(alone, rows).size(), 1U);
  EXPECT_EQ(backing(alone, rows).front()->title(), "fencing + owner-check");
  EXPECT_EQ(exit_of(rows), Exit::as_expected);
  EXPECT_EQ(exit_of({alone}), Exit::violated);
}

TEST(AblationVerdict, SaysThatTheControlFails) {
  AblationRow made("file.json", expecting({"fencing"}), {"fencing"}, {1, 1}, situations);
  made.add_without(outcome(1, {"fencing"}));
  EXPECT_EQ(verdict(made, {}), AblationVerdict::incomplete);
  EXPECT_EQ(exit_of({made}), Exit::interrupted);
  made.add_with(outcome(1, {"durable"}));
  EXPECT_EQ(verdict(made, {}), AblationVerdict::control);
  EXPECT_EQ(exit_of({made}), Exit::violated);
}

TEST(AblationVerdict, SaysThatADemandedSituationNeverCame) {
  scenario::Scenario scenario = expecting({"fencing"});
  scenario.reach = {{"refused-sold-out", 1}};
  AblationRow made("file.json", scenario, {"fencing"}, {1, 1}, situations);
  made.add_without(outcome(1, {"fencing"}));
  made.add_with(outcome(1, {}));
  EXPECT_EQ(verdict(made, {}), AblationVerdict::unreached);
  EXPECT_EQ(exit_of({made}), Exit::unknown);
}

}  // namespace
}  // namespace feira::campaign
