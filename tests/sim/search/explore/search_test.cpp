// Whole explorations: what they count, that nothing depends on threads and reductions, and what they find.
#include "sim/search/explore/search.hpp"

#include <gtest/gtest.h>

#include <ostream>
#include <string>

#include "tests/sim/search/explore/sample.hpp"

namespace feira::explore {
namespace {

using check::Property;
using test::explored;
using test::sample;
using test::without;

struct Counted {
  const char* file;
  std::uint64_t states;
  std::uint64_t unique;
  std::uint64_t depth;
  std::uint64_t rests;
  friend std::ostream& operator<<(std::ostream& out, const Counted& row) { return out << row.file; }
};

class EverySchedule : public testing::TestWithParam<Counted> {};

TEST_P(EverySchedule, IsGoneThroughAndCounted) {
  const Exploration result = explored(sample(GetParam().file));
  EXPECT_EQ(result.ended_by, EndedBy::exhausted);
  EXPECT_FALSE(result.violation);
  EXPECT_EQ(result.progress.states, GetParam().states);
  EXPECT_EQ(result.progress.unique, GetParam().unique);
  EXPECT_EQ(result.progress.depth, GetParam().depth);
  EXPECT_EQ(result.rests, GetParam().rests);
}

INSTANTIATE_TEST_SUITE_P(Samples, EverySchedule,
                         testing::Values(Counted{"two-markets", 183, 120, 9, 11},
                                         Counted{"two-markets-lossy", 4'522, 1'672, 11, 103},
                                         Counted{"three-markets", 364'668, 110'165, 18, 958}),
                         [](const auto& each) {
                           std::string name(each.param.file);
                           std::erase(name, '-');
                           return name;
                         });

/// What must not depend on anything but the scenario.
void expect_same(const Exploration& a, const Exploration& b) {
  EXPECT_EQ(a.ended_by, b.ended_by);
  EXPECT_EQ(a.progress.states, b.progress.states);
  EXPECT_EQ(a.progress.unique, b.progress.unique);
  EXPECT_EQ(a.unique_by_depth, b.unique_by_depth);
  EXPECT_EQ(a.rests, b.rests);
  EXPECT_EQ(a.sites, b.sites);
  EXPECT_EQ(a.parcels, b.parcels);
  ASSERT_EQ(a.violation.has_value(), b.violation.has_value());
  if (!a.violation) return;
  ASSERT_EQ(a.violation->findings.size(), b.violation->findings.size());
  for (std::size_t i = 0; i < a.violation->findings.size(); ++i) {
    EXPECT_EQ(a.violation->findings[i].sentence, b.violation->findings[i].sentence);
  }
  ASSERT_EQ(a.violation->path.size(), b.violation->path.size());
  for (std::size_t i = 0; i < a.violation->path.size(); ++i) {
    EXPECT_EQ(a.violation->path[i].move, b.violation->path[i].move);
    EXPECT_EQ(a.violation->path[i].site, b.violation->path[i].site);
  }
}

TEST(Exploration, DoesNotDependOnTheNumberOfThreads) {
  expect_same(explored(sample("two-markets-lossy"), {.jobs = 1}), explored(sample("two-markets-lossy"), {.jobs = 3}));
  const Limits one{.jobs = 1, .depth = 8};
  const Limits three{.jobs = 3, .depth = 8};
  expect_same(explored(sample("three-markets"), one), explored(sample("three-markets"), three));
  const auto broken = without(sample("three-markets"), Ablation::causal_delivery);
  expect_same(explored(broken, one), explored(broken, three));
}

struct Broken {
  const char* file;
  Ablation mechanism;
  Property property;
  std::size_t steps;
  friend std::ostream& operator<<(std::ostream& out, const Broken& row) {
    return out << row.file << " without " << name(row.mechanism);
  }
};

class Mechanism : public testing::TestWithParam<Broken> {};

/// Each of them is fine with everything in place, as the counts above and ./dev explore show.
TEST_P(Mechanism, IsMissedWithinTheFewestSteps) {
  const Exploration result = explored(without(sample(GetParam().file), GetParam().mechanism));
  ASSERT_EQ(result.ended_by, EndedBy::violation);
  ASSERT_EQ(result.violation->findings.size(), 1U);
  EXPECT_EQ(result.violation->findings.front().property, GetParam().property);
  EXPECT_EQ(result.violation->path.size(), GetParam().steps);
}

INSTANTIATE_TEST_SUITE_P(
    Samples, Mechanism,
    testing::Values(Broken{"three-markets", Ablation::causal_delivery, Property::causal_delivery, 5},
                    Broken{"three-markets", Ablation::own_interests_wait, Property::causal_delivery, 5},
                    Broken{"three-markets-two-pieces", Ablation::leave_at_commit, Property::mutual_exclusion, 4}),
    [](const auto& each) {
      std::string text(name(each.param.mechanism));
      std::erase(text, '-');
      return text;
    });

/// The verdict, and how long the shortest violation is.
void expect_same_verdict(const scenario::Scenario& scenario, Reductions reductions) {
  const Exploration whole = explored(scenario);
  const Exploration reduced = explored(scenario, {.reductions = reductions});
  EXPECT_EQ(reduced.ended_by, whole.ended_by);
  EXPECT_LE(reduced.progress.unique, whole.progress.unique);
  ASSERT_EQ(reduced.violation.has_value(), whole.violation.has_value());
  if (!whole.violation) return;
  EXPECT_EQ(reduced.violation->path.size(), whole.violation->path.size());
  EXPECT_EQ(reduced.violation->findings.front().property, whole.violation->findings.front().property);
}

/// Two who are alike at one marketplace, one at the other; two umbrellas.
scenario::Scenario alike() {
  scenario::Scenario scenario = sample("two-markets");
  scenario.products.front().stock = 2;
  scenario.buyers.back().count = 2;
  return scenario;
}

TEST(Reductions, GiveTheSameVerdicts) {
  const Reductions both{.symmetry = true, .partial_order = true};
  for (const Reductions reductions : {Reductions{.symmetry = true}, Reductions{.partial_order = true}, both}) {
    expect_same_verdict(sample("two-markets-lossy"), reductions);
    expect_same_verdict(alike(), reductions);
  }
  for (const Ablation mechanism : {Ablation::leave_at_commit, Ablation::causal_delivery, Ablation::retransmission,
                                   Ablation::version_check, Ablation::enter_once}) {
    auto lossy = alike();
    lossy.explore = {.losses = 1, .duplicates = 1};
    SCOPED_TRACE(name(mechanism));
    expect_same_verdict(without(lossy, mechanism), both);
  }
}

TEST(Reductions, LeaveStatesOut) {
  const auto unique = [](const scenario::Scenario& scenario, Reductions reductions) {
    return explored(scenario, {.reductions = reductions}).progress.unique;
  };
  EXPECT_LT(unique(alike(), {.symmetry = true}), unique(alike(), {}));
  EXPECT_LT(unique(sample("two-markets-lossy"), {.partial_order = true}), unique(sample("two-markets-lossy"), {}));
}

TEST(Exploration, FindsWhoIsNeverAnswered) {
  auto scenario = without(sample("two-markets"), Ablation::retransmission);
  scenario.explore.losses = 1;
  const Exploration result = explored(scenario);
  ASSERT_EQ(result.ended_by, EndedBy::violation);
  EXPECT_TRUE(result.violation->at_rest);
  EXPECT_EQ(result.violation->findings.front().property, Property::answered);
}

TEST(Exploration, FindsAReplicaThatStaysBehind) {
  auto scenario = without(sample("two-markets"), Ablation::anti_entropy);
  scenario.explore.losses = 1;
  const Exploration result = explored(scenario);
  ASSERT_EQ(result.ended_by, EndedBy::violation);
  EXPECT_TRUE(result.violation->at_rest);
  EXPECT_EQ(result.violation->findings.front().property, Property::convergence);
}

TEST(Exploration, LosesInACrashWhatWasToldTooEarly) {
  auto scenario = without(sample("two-markets"), Ablation::durable_decision);
  scenario.explore.crashes = 1;
  const Exploration result = explored(scenario);
  ASSERT_EQ(result.ended_by, EndedBy::violation);
}

TEST(Exploration, LetsTimersFireAsOftenAsTheBudgetSays) {
  auto scenario = sample("two-markets");
  const std::uint64_t none = explored(scenario).progress.unique;
  scenario.explore.timers = 1;
  const Exploration one = explored(scenario);
  EXPECT_EQ(one.ended_by, EndedBy::exhausted);
  EXPECT_FALSE(one.violation);
  EXPECT_GT(one.progress.unique, none);
}

TEST(Exploration, EndsWhereItsLimitsAre) {
  const Exploration shallow = explored(sample("three-markets"), {.depth = 3});
  EXPECT_EQ(shallow.ended_by, EndedBy::depth);
  EXPECT_EQ(shallow.unique_by_depth.size(), 4U);
  const Exploration small = explored(sample("three-markets"), {.memory = std::uint64_t{1} << 20U});
  EXPECT_EQ(small.ended_by, EndedBy::memory);
  Store store{Setting(sample("three-markets"))};
  const Exploration stopped = explore(store, {}, [](const Progress&) { return false; });
  EXPECT_EQ(stopped.ended_by, EndedBy::interrupted);
}

}  // namespace
}  // namespace feira::explore
