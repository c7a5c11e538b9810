#include "sim/campaign/judgement.hpp"

#include <gtest/gtest.h>

#include <ostream>

namespace feira::campaign {
namespace {

using Names = std::vector<std::string>;

struct Case {
  std::string name;
  std::vector<Names> violated;  // by seed 1, 2, ...
  Names expected;
  Exit exit = Exit::as_expected;
  std::optional<std::uint64_t> telling_seed;
};
void PrintTo(const Case& c, std::ostream* out) { *out << c.name; }

class Expectations : public testing::TestWithParam<Case> {};

TEST_P(Expectations, DecideTheExitAndTheSeedToTell) {
  Tally tally({});
  std::uint64_t seed = 0;
  for (const auto& violated : GetParam().violated) {
    Outcome outcome;
    outcome.seed = ++seed;
    outcome.violated = violated;
    tally.add(outcome);
  }
  const auto judgement = judge(tally, {GetParam().expected}, {});
  EXPECT_EQ(judgement.exit(), GetParam().exit);
  EXPECT_EQ(judgement.telling_seed, GetParam().telling_seed);
}

INSTANTIATE_TEST_SUITE_P(
    Campaigns, Expectations,
    testing::Values(Case{"AllHold", {{}, {}}, {}, Exit::as_expected, {}},
                    Case{"OneIsViolated", {{}, {"atomic"}, {"atomic"}}, {}, Exit::violated, 2},
                    Case{"FailsAsExpected", {{}, {"fencing"}}, {"fencing"}, Exit::as_expected, 2},
                    Case{"TheUnionOverTheSeedsCounts", {{"b"}, {"a"}}, {"a", "b"}, Exit::as_expected, 1},
                    Case{"OneThatNeverCame", {{"a"}, {}}, {"a", "b"}, Exit::unknown, 1},
                    Case{"NoneCame", {{}, {}}, {"a"}, Exit::unknown, {}},
                    Case{"AnotherIsViolatedToo", {{"a"}, {"a"}, {"b"}}, {"a"}, Exit::violated, 3},
                    Case{"AnotherIsWorseThanOneThatNeverCame", {{"c"}}, {"a"}, Exit::violated, 1}),
    [](const auto& test) { return test.param.name; });

TEST(Judgement, IsUnknownWhenADemandedSituationDidNotComeOftenEnough) {
  Tally tally({"sold", "voided"});
  Outcome outcome;
  outcome.reached = {3, 0};
  tally.add(outcome);
  tally.add(outcome);
  EXPECT_EQ(judge(tally, {}, {{"sold", 6}}).exit(), Exit::as_expected);
  const auto judgement = judge(tally, {}, {{"sold", 7}, {"voided", 1}});
  EXPECT_EQ(judgement.exit(), Exit::unknown);
  EXPECT_EQ(judgement.unreached, (std::vector<Unreached>{{"sold", 6, 7}, {"voided", 0, 1}}));
}

TEST(Judgement, OfAViolationCountsMoreThanWhatWasNotReached) {
  Tally tally({"sold"});
  Outcome outcome;
  outcome.violated = {"atomic"};
  tally.add(outcome);
  EXPECT_EQ(judge(tally, {}, {{"sold", 1}}).exit(), Exit::violated);
}

TEST(WorseExit, FollowsTheDocumentedOrder) {
  const std::vector<Exit> best_to_worst = {Exit::as_expected, Exit::unknown,   Exit::violated,
                                           Exit::bad_input,   Exit::own_error, Exit::interrupted};
  for (std::size_t i = 0; i < best_to_worst.size(); ++i) {
    for (std::size_t j = 0; j <= i; ++j) {
      EXPECT_EQ(worse(best_to_worst[i], best_to_worst[j]), best_to_worst[i]);
      EXPECT_EQ(worse(best_to_worst[j], best_to_worst[i]), best_to_worst[i]);
    }
  }
}

}  // namespace
}  // namespace feira::campaign
