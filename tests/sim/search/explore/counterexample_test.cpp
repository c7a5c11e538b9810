// The shortest violation as a scenario of the timed world: it can be written and read, and fails there in the same way.
#include "sim/search/explore/counterexample.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "sim/scenario/write.hpp"
#include "sim/search/explore/story.hpp"
#include "sim/world/run.hpp"
#include "tests/sim/search/explore/sample.hpp"

namespace feira::explore {
namespace {

using check::Property;
using test::sample;
using test::without;

/// Whether the file that is written violates what the exploration found violated; and with everything in place nothing.
void expect_the_same_failure(const scenario::Scenario& scenario) {
  test::Explored explored(scenario);
  ASSERT_TRUE(explored.result.violation);
  Moves moves(explored.store, {});
  const auto file = as_scenario(moves, moves.first_state(), *explored.result.violation);
  auto read = test::read_well(scenario::write(file), file.name);
  const Property property = explored.result.violation->findings.front().property;
  const auto verdict = [&] { return sim::run(read, 1).verdicts[static_cast<std::size_t>(property)]; };
  EXPECT_FALSE(verdict().holds) << scenario::write(file);
  EXPECT_NE(file.about.find(check::name(property)), std::string::npos) << file.about;
  read.ablate = {};
  EXPECT_TRUE(verdict().holds);
}

TEST(Counterexample, FailsInTheTimedWorldToo) {
  for (const Ablation mechanism :
       {Ablation::causal_delivery, Ablation::own_interests_wait, Ablation::leave_at_commit}) {
    SCOPED_TRACE(name(mechanism));
    expect_the_same_failure(without(sample("three-markets-two-pieces"), mechanism));
  }
}

TEST(Counterexample, SaysWhichMessageIsLost) {
  for (const Ablation mechanism : {Ablation::retransmission, Ablation::anti_entropy}) {
    auto scenario = without(sample("two-markets"), mechanism);
    scenario.explore.losses = 1;
    SCOPED_TRACE(name(mechanism));
    expect_the_same_failure(scenario);
  }
}

TEST(Story, TellsEachChoiceAndWhatComesOfIt) {
  test::Explored explored(without(sample("three-markets-two-pieces"), Ablation::leave_at_commit));
  Moves moves(explored.store, {});
  const auto story = tell(moves, moves.first_state(), explored.result.violation->path);
  ASSERT_EQ(story.size(), 4U);
  EXPECT_EQ(story.back().choice, "ana -> bia  grant umbrella to bia#1, token 1.2, stock 1 {ana 1, bia 1}");
  const std::string inside = "is inside the critical section of umbrella with token 1.2";
  EXPECT_NE(std::ranges::find(story.back().effects, inside), story.back().effects.end());
}

}  // namespace
}  // namespace feira::explore
