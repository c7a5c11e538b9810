#include "sim/report/soak.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace feira::report {
namespace {

using campaign::Outcome;
using campaign::SoakSum;
using testing::HasSubstr;
using testing::Not;

Outcome outcome(std::uint64_t seed, std::uint64_t sold, std::vector<std::string> violated = {}) {
  Outcome out;
  out.seed = seed;
  out.events = 10'000;
  out.simulated = seconds(20);
  out.purchases = 7;
  out.reached = {sold, 0};
  out.violated = std::move(violated);
  out.kinds = {{"crash", seed % 2 == 0}};
  return out;
}

std::vector<SoakSum> sums() {
  const std::vector<std::string> situations = {"sold", "voided"};
  std::vector<SoakSum> all;
  SoakSum& sum = campaign::sum_of(all, "swarm/everything.json", 0xabc);
  sum.add(outcome(1, 4), milliseconds(3), situations, "build-a");
  sum.add(outcome(2, 5, {"grant-order"}), milliseconds(9), situations, "build-b");
  return all;
}

TEST(Soak, TakesUpItsStateWhereItWasWrittenDown) {
  const auto before = sums();
  EXPECT_EQ(read_soak_state(soak_state(before)), before);
}

TEST(Soak, KnowsAFileByItsNameAndItsText) {
  auto all = sums();
  EXPECT_EQ(campaign::sum_of(all, "swarm/everything.json", 0xabc).seeds, 2U);
  EXPECT_EQ(campaign::sum_of(all, "swarm/everything.json", 0xabd).seeds, 0U);
  EXPECT_EQ(all.size(), 2U);
}

TEST(Soak, KeepsTheSlowestSeedsInOrder) {
  std::vector<SoakSum> all;
  SoakSum& sum = campaign::sum_of(all, "a.json", 1);
  for (const std::uint64_t ms : {5U, 1U, 9U, 7U, 3U, 8U, 2U}) {
    sum.add(outcome(sum.seeds + 1, 0), milliseconds(static_cast<std::int64_t>(ms)), {"sold", "voided"}, "b");
  }
  std::vector<std::uint64_t> seeds;
  for (const auto& slow : sum.slowest) seeds.push_back(slow.seed);
  EXPECT_EQ(seeds, (std::vector<std::uint64_t>{3, 6, 4, 1, 5}));
}

TEST(Soak, SummaryTellsWhatWasReachedWhatNeverAndHowToRepeatAFailure) {
  const std::string text = soak_summary(sums(), Palette::plain());
  EXPECT_THAT(text, HasSubstr("seeds 1..2, by 2 builds: 20,000 events, 40 s simulated, 14 purchases"));
  EXPECT_THAT(text, HasSubstr("reached   sold 9\n"));
  EXPECT_THAT(text, HasSubstr("never     voided\n"));
  EXPECT_THAT(text, HasSubstr("swarm on  crash 1\n"));
  EXPECT_THAT(text, HasSubstr("grant-order; repeat it:  feira run swarm/everything.json --seed 2\n"));
  EXPECT_THAT(text, HasSubstr("1 seed violated a property of 2 seeds, 20,000 events"));
}

TEST(Soak, RefusesAStateThatIsNoneOrOfAnotherVersion) {
  EXPECT_THROW(read_soak_state(""), BadSoakState);
  EXPECT_THROW(read_soak_state("[1]"), BadSoakState);
  EXPECT_THROW(read_soak_state(R"({"format":"feira-soak","version":1,"scenarios":[{"file":"a"}]})"), BadSoakState);
  try {
    read_soak_state(R"({"format":"feira-soak","version":2,"scenarios":[]})");
    FAIL();
  } catch (const BadSoakState& bad) {
    EXPECT_STREQ(bad.what(), "the state of a soak of version 2; expected version 1");
  }
}

}  // namespace
}  // namespace feira::report
