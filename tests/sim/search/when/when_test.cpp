#include "sim/search/when/when.hpp"

#include <gtest/gtest.h>

#include "tests/sim/world/sample_scenario.hpp"

namespace feira::search {
namespace {

const std::atomic<bool> never_stop = false;

/// Decisions are told before they are durable, and the owner crashes now and then: with bad luck one is lost.
scenario::Scenario forgetful_market() {
  scenario::Scenario scenario = sim::rough_market();
  scenario.ablate.add(Ablation::durable_decision);
  scenario.disk.write = {scenario::Spread::Shape::uniform, milliseconds(5), milliseconds(40)};
  scenario.network.late = {};
  return scenario;
}

/// The first seed that fails by this property.
std::uint64_t failing_seed(const scenario::Scenario& scenario, check::Property property) {
  for (std::uint64_t seed = 1; seed < 200; ++seed) {
    if (!sim::run(scenario, seed).verdicts[static_cast<std::size_t>(property)].holds) return seed;
  }
  ADD_FAILURE() << "no seed fails by " << check::name(property);
  return 1;
}

const Broken& by(const FailingRun& run, check::Property property) {
  for (const Broken& broken : run.failures()) {
    if (broken.failure.property == property) return broken;
  }
  ADD_FAILURE() << "it does not fail by " << check::name(property);
  return run.failures().front();
}

class TheForgetfulMarket : public testing::Test {
 protected:
  scenario::Scenario scenario_ = forgetful_market();
  std::uint64_t seed_ = failing_seed(scenario_, check::Property::durable);
  FailingRun run_{scenario_, seed_, {}};
  const Broken& failure_ = by(run_, check::Property::durable);
};

TEST_F(TheForgetfulMarket, IsTheRunOfItsSeed) {
  const sim::RunResult result = sim::run(scenario_, seed_);
  EXPECT_EQ(run_.at(run_.last_cut()).event, result.events);
  std::size_t violated = 0;
  for (const check::Verdict& verdict : result.verdicts) violated += verdict.holds ? 0 : 1;
  EXPECT_EQ(run_.failures().size(), violated);
  const Cut cut = run_.cut_of(failure_.violation);
  EXPECT_LT(run_.at(cut - 1).event, failure_.violation.events.back());
  EXPECT_GE(run_.at(cut).event, failure_.violation.events.back());
}

TEST_F(TheForgetfulMarket, FailsForCertainAfterItHasFailedAndSeldomBefore) {
  const WhenResult result = when(run_, failure_, {.continuations = 40, .points = 30}, never_stop);
  EXPECT_TRUE(result.complete);
  EXPECT_EQ(result.points.front().cut, 0U);
  EXPECT_EQ(result.points.back().cut, run_.cut_of(failure_.violation));
  EXPECT_TRUE(result.points.back().share.all());
  EXPECT_LT(result.points.front().share.part, 40U);
  ASSERT_TRUE(result.jump);
  EXPECT_TRUE(result.jump->of_one_step());
  EXPECT_TRUE(result.certain_from);
  EXPECT_LE(result.points.size(), 30U);
}

TEST_F(TheForgetfulMarket, IsJudgedAlikeByAnyNumberOfJobs) {
  const WhenOptions options{.continuations = 12, .points = 20};
  WhenOptions many = options;
  many.jobs = 3;
  EXPECT_EQ(when(run_, failure_, options, never_stop).points, when(run_, failure_, many, never_stop).points);
}

TEST_F(TheForgetfulMarket, KeepsItsFaultPlanUnlessItIsToBeFresh) {
  const Cut before_all = 0;
  const auto snapshots = run_.stand_at({before_all});
  int kept = 0;
  int fresh = 0;
  for (std::uint64_t number = 1; number <= 60; ++number) {
    kept += *run_.fails_alike(snapshots[0], 0, {number, false}, failure_.failure, {}) ? 1 : 0;
    fresh += *run_.fails_alike(snapshots[0], 0, {number, true}, failure_.failure, {}) ? 1 : 0;
  }
  // All faults of this scenario are given, so that a fresh plan is the same.
  EXPECT_EQ(kept, fresh);
  EXPECT_GT(kept, 0);
}

TEST(AMarketWithRandomCrashes, HasOtherOnesWhenFaultsAreFresh) {
  scenario::Scenario scenario = forgetful_market();
  scenario.faults.clear();
  scenario.random_faults.crash = scenario::RandomFaultSpec{};
  scenario.random_faults.crash->every = milliseconds(900);
  scenario.random_faults.crash->length.low = milliseconds(300);
  const std::uint64_t seed = failing_seed(scenario, check::Property::durable);
  const FailingRun run(scenario, seed, {});
  const Broken& failure = by(run, check::Property::durable);
  const Cut cut = run.cut_of(failure.violation);
  const auto snapshots = run.stand_at({0, cut - 1, cut});
  std::vector<bool> kept;
  std::vector<bool> fresh;
  for (std::uint64_t number = 1; number <= 40; ++number) {
    kept.push_back(*run.fails_alike(snapshots[0], 0, {number, false}, failure.failure, {}));
    fresh.push_back(*run.fails_alike(snapshots[0], 0, {number, true}, failure.failure, {}));
    EXPECT_TRUE(*run.fails_alike(snapshots[2], cut, {number, true}, failure.failure, {})) << "what is done is done";
  }
  EXPECT_NE(kept, fresh);
}

TEST_F(TheForgetfulMarket, StopsWhenAskedTo) {
  const std::atomic<bool> stop = true;
  const WhenResult result = when(run_, failure_, {}, stop);
  EXPECT_FALSE(result.complete);
  EXPECT_TRUE(result.points.empty());
  const FailingRun cut_short(scenario_, seed_, [] { return true; });
  EXPECT_TRUE(cut_short.failures().empty());
}

TEST(AMarketThatHolds, HasNoFailures) { EXPECT_TRUE(FailingRun(sim::rough_market(), 1, {}).failures().empty()); }

}  // namespace
}  // namespace feira::search
