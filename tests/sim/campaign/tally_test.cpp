#include "sim/campaign/tally.hpp"

#include <gtest/gtest.h>

namespace feira::campaign {
namespace {

Outcome outcome(std::uint64_t seed, std::vector<std::string> violated = {}) {
  Outcome result;
  result.seed = seed;
  result.digest = seed * 1000;
  result.violated = std::move(violated);
  return result;
}

TEST(Tally, SumsWhatTheSeedsDid) {
  Tally tally({"sold", "voided"});
  auto first = outcome(1);
  first.events = 10;
  first.messages = 5;
  first.purchases = 2;
  first.simulated = seconds(3);
  first.latencies = {milliseconds(1), milliseconds(2)};
  first.reached = {2, 0};
  auto second = first;
  second.seed = 2;
  second.reached = {1, 4};
  tally.add(first);
  tally.add(second);
  EXPECT_EQ(tally.seeds(), 2U);
  EXPECT_EQ(tally.events(), 20U);
  EXPECT_EQ(tally.messages(), 10U);
  EXPECT_EQ(tally.purchases(), 4U);
  EXPECT_EQ(tally.simulated_ms(), 6000U);
  EXPECT_EQ(tally.latencies().count(), 4U);
  EXPECT_EQ(tally.reached("sold"), 3U);
  EXPECT_EQ(tally.reached("voided"), 4U);
  EXPECT_EQ(tally.reached("never-heard-of"), 0U);
}

TEST(Tally, CountsInHowManySeedsAPropertyWasViolatedAndKeepsTheLowest) {
  Tally tally({});
  tally.add(outcome(3));
  tally.add(outcome(4, {"atomic"}));
  tally.add(outcome(5, {"atomic", "durable"}));
  EXPECT_EQ(tally.seeds_held(), 1U);
  EXPECT_EQ(tally.violated().at("atomic").seeds, 2U);
  EXPECT_EQ(tally.violated().at("atomic").lowest_seed, 4U);
  EXPECT_EQ(tally.violated().at("durable").lowest_seed, 5U);
}

TEST(Tally, CountsInHowManySeedsOfASwarmAKindWasOn) {
  Tally tally({});
  auto first = outcome(1);
  first.kinds = {{"loss", true}, {"crash", false}};
  auto second = outcome(2);
  second.kinds = {{"loss", true}, {"crash", true}};
  tally.add(first);
  tally.add(second);
  ASSERT_EQ(tally.kinds_on().size(), 2U);
  EXPECT_EQ(tally.kinds_on()[0].kind, "loss");
  EXPECT_EQ(tally.kinds_on()[0].seeds, 2U);
  EXPECT_EQ(tally.kinds_on()[1].seeds, 1U);
}

TEST(Tally, HasTheDigestOfASingleSeed) {
  Tally tally({});
  tally.add(outcome(7));
  EXPECT_EQ(tally.digest(), 7000U);
}

TEST(Tally, HasADigestThatDependsOnEverySeedAndTheirOrder) {
  const auto digest_of = [](std::vector<std::uint64_t> seeds) {
    Tally tally({});
    for (const auto seed : seeds) tally.add(outcome(seed));
    return tally.digest();
  };
  EXPECT_EQ(digest_of({1, 2, 3}), digest_of({1, 2, 3}));
  EXPECT_NE(digest_of({1, 2, 3}), digest_of({1, 3, 2}));
  EXPECT_NE(digest_of({1, 2, 3}), digest_of({1, 2}));
  EXPECT_NE(digest_of({1, 2, 3}), digest_of({4, 2, 3}));
}

}  // namespace
}  // namespace feira::campaign
