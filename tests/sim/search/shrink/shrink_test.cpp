// Whole runs cut down.
#include "sim/search/shrink/shrink.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <string>
#include <variant>

#include "sim/scenario/read.hpp"
#include "sim/scenario/write.hpp"
#include "sim/search/shrink/trials.hpp"
#include "sim/world/run.hpp"

namespace feira::search {
namespace {

using scenario::Scenario;

/// Receivers that do not wait for what happened before, among much that has nothing to do with it.
Scenario rough_market() {
  return std::get<Scenario>(scenario::read(R"({
    "version": 1,
    "marketplaces": ["ana", "bia", "caio", "davi"],
    "products": [{"id": "umbrella", "owner": "ana", "stock": 20}, {"id": "hat", "owner": "davi", "stock": 9}],
    "buyers": [{"count": 8, "at": "bia"}, {"count": 12, "patience": "200ms", "retry": {"at": "other"}}],
    "network": {"delay": {"exponential": "20ms"}, "loss": "2%", "duplicate": "2%",
                "links": [{"from": "bia", "to": "ana", "delay": {"uniform": ["100ms", "500ms"]}}]},
    "random-faults": {"pause": {"every": "2s", "for": "100ms"}},
    "protocol": {"retransmit": "300ms", "hook": {"uniform": ["1ms", "9ms"]}},
    "run": {"faults-until": "5s"},
    "ablate": ["causal-delivery"],
    "expect": {"fails": ["causal-delivery", "grant-order"]}
  })",
                                           "rough.json"));
}

ShrinkOptions with_jobs(unsigned jobs) {
  ShrinkOptions options;
  options.budget.jobs = jobs;
  return options;
}

TEST(Shrink, LeavesWhatItTakesToFailAlike) {
  const auto shrunk = shrink(rough_market(), 1, with_jobs(2));
  ASSERT_TRUE(shrunk);
  EXPECT_TRUE(shrunk->finished);
  EXPECT_LE(shrunk->after.marketplaces, 3U);
  EXPECT_EQ(shrunk->after.products, 1U);
  EXPECT_LE(shrunk->after.buyers, 3U);
  EXPECT_LE(shrunk->after.faults, 2U);
  EXPECT_EQ(shrunk->before.marketplaces, 4U);
  EXPECT_EQ(shrunk->before.buyers, 20U);
  EXPECT_TRUE(shrunk->scenario.ablate.has(Ablation::causal_delivery));
  EXPECT_EQ(shrunk->scenario.protocol, Options{});
  EXPECT_EQ(shrunk->seed, 1U);
  EXPECT_TRUE(judged_run(shrunk->scenario, shrunk->seed).fails_by(shrunk->failure));
}

TEST(Shrink, GivesAFileThatFailsAsItExpectsAndTellsWhatHappens) {
  const auto shrunk = shrink(rough_market(), 1, with_jobs(1));
  ASSERT_TRUE(shrunk);
  const auto again = as_read(shrunk->scenario);
  ASSERT_TRUE(again);
  EXPECT_EQ(*again, shrunk->scenario);
  std::vector<std::string> violated;
  for (const check::Verdict& verdict : sim::run(*again, 1).verdicts) {
    if (!verdict.holds) violated.emplace_back(check::name(verdict.property));
  }
  EXPECT_EQ(violated, shrunk->scenario.expect.fails);
  EXPECT_FALSE(shrunk->scenario.reach.empty());
  const std::string& about = shrunk->scenario.about;
  EXPECT_TRUE(about.starts_with("With causal-delivery switched off, " +
                                std::string(check::name(shrunk->failure.property)) + " fails: "))
      << about;
  EXPECT_NE(about.find(" delivers "), std::string::npos) << about;
  EXPECT_EQ(about.find('{'), std::string::npos) << about;
  EXPECT_EQ(about.find("register"), std::string::npos) << about;
}

TEST(Shrink, IsTheSameForAnyNumberOfThreads) {
  const auto one = shrink(rough_market(), 3, with_jobs(1));
  const auto three = shrink(rough_market(), 3, with_jobs(3));
  ASSERT_TRUE(one && three);
  EXPECT_EQ(scenario::write(one->scenario), scenario::write(three->scenario));
  EXPECT_EQ(one->runs, three->runs);
  EXPECT_EQ(one->remembered, three->remembered);
}

TEST(Shrink, KeepsThePropertyThatItIsAskedFor) {
  ShrinkOptions options = with_jobs(2);
  options.property = check::Property::grant_order;
  const auto shrunk = shrink(rough_market(), 1, options);
  ASSERT_TRUE(shrunk);
  EXPECT_EQ(shrunk->failure.property, check::Property::grant_order);
  options.property = check::Property::no_oversell;
  EXPECT_FALSE(shrink(rough_market(), 1, options));
}

TEST(Shrink, HasNothingToDoForARunThatHolds) {
  Scenario sound = rough_market();
  sound.ablate = {};
  EXPECT_FALSE(shrink(sound, 1, with_jobs(1)));
}

TEST(Shrink, EndsWithItsBudgetAndKeepsTheBestSoFar) {
  for (const std::uint64_t runs : {1U, 10U, 40U}) {
    ShrinkOptions options = with_jobs(2);
    options.budget.runs = runs;
    const auto shrunk = shrink(rough_market(), 1, options);
    ASSERT_TRUE(shrunk);
    EXPECT_FALSE(shrunk->finished);
    EXPECT_EQ(shrunk->runs, runs);
    EXPECT_TRUE(judged_run(shrunk->scenario, shrunk->seed).fails_by(shrunk->failure));
    options.budget.jobs = 1;
    EXPECT_EQ(shrink(rough_market(), 1, options)->scenario, shrunk->scenario) << runs;
  }
}

TEST(Shrink, EndsWhenItIsStopped) {
  std::atomic<int> asked = 0;
  ShrinkOptions options = with_jobs(1);
  options.budget.stop = [&asked] { return ++asked > 60; };
  const auto shrunk = shrink(rough_market(), 1, options);
  ASSERT_TRUE(shrunk);
  EXPECT_FALSE(shrunk->finished);
  EXPECT_LT(shrunk->runs, 60U);
  EXPECT_TRUE(judged_run(shrunk->scenario, shrunk->seed).fails_by(shrunk->failure));
}

TEST(Shrink, ShowsWhatItIsAt) {
  std::uint64_t last = 0;
  std::size_t told = 0;
  const auto shrunk = shrink(rough_market(), 1, with_jobs(2), [&](const ShrinkProgress& progress) {
    EXPECT_FALSE(progress.what.empty());
    EXPECT_GE(progress.runs, last);
    last = progress.runs;
    ++told;
  });
  EXPECT_GT(told, 10U);
  EXPECT_EQ(last, shrunk->runs);
}

TEST(Trials, TakeTheFirstInOrderWhoeverIsReadyFirst) {
  const Scenario failing = rough_market();
  Scenario sound = failing;
  sound.ablate = {};
  const FailureClass failure = judged_run(failing, 1).failures.front();
  for (const unsigned jobs : {1U, 2U, 4U}) {
    Trials trials(failure, {.jobs = jobs, .runs = UINT64_MAX, .stop = {}});
    EXPECT_EQ(trials.first_failing({{sound, 1}, {sound, 2}, {failing, 1}, {failing, 1}, {sound, 3}}), 2U);
    EXPECT_EQ(trials.runs(), 3U);
    EXPECT_EQ(trials.first_failing({{sound, 2}, {sound, 1}}), std::nullopt);
    EXPECT_EQ(trials.runs(), 3U);
    EXPECT_EQ(trials.remembered(), 2U);
    EXPECT_FALSE(trials.is_over());
  }
}

}  // namespace
}  // namespace feira::search
