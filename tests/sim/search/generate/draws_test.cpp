#include "sim/search/generate/draws.hpp"

#include <gtest/gtest.h>

#include <set>
#include <vector>

namespace feira::search {
namespace {

std::vector<std::int64_t> ten(Draws& draws) {
  std::vector<std::int64_t> drawn;
  for (int i = 0; i < 10; ++i) drawn.push_back(draws.between(0, 1'000'000));
  return drawn;
}

// The same on every compiler and library; golden, so that a change of rapidcheck does not go unseen.
TEST(Draws, AreTheSameEverywhere) {
  Draws draws(1, 2, 50);
  EXPECT_EQ(draws.between(0, 1'000'000), 595'295);
  EXPECT_EQ(draws.below(1000), 757U);
  EXPECT_EQ(draws.up_to(0, 1000), 212);
  Draws part = draws.part();
  EXPECT_EQ(part.between(-1000, 1000), 985);
}

TEST(Draws, OfAPartMoveNothingElsewhere) {
  Draws one(1, 1, 100);
  Draws other(1, 1, 100);
  Draws part = one.part();
  ten(part);
  const Draws unused = other.part();
  EXPECT_EQ(ten(one), ten(other));
}

TEST(Draws, OfTwoCasesDiffer) {
  Draws one(1, 1, 100);
  Draws next(1, 2, 100);
  Draws other_seed(2, 1, 100);
  const auto drawn = ten(one);
  EXPECT_NE(drawn, ten(next));
  EXPECT_NE(drawn, ten(other_seed));
}

TEST(Draws, ReachBothEnds) {
  Draws draws(1, 1, 100);
  std::set<std::int64_t> seen;
  for (int i = 0; i < 200; ++i) seen.insert(draws.between(3, 5));
  EXPECT_EQ(seen, (std::set<std::int64_t>{3, 4, 5}));
}

TEST(Draws, OfNothingAboveTheLowEndAreThatEnd) {
  Draws draws(1, 1, 100);
  EXPECT_EQ(draws.between(4, 4), 4);
  EXPECT_EQ(draws.between(4, 2), 4);
}

TEST(Draws, GrowWithTheSize) {
  for (std::uint64_t number = 1; number <= 50; ++number) {
    EXPECT_LE(Draws(1, number, 10).up_to(0, 100), 10);
  }
}

TEST(Draws, FollowTheWeights) {
  Draws draws(1, 1, 100);
  std::vector<int> seen(3);
  for (int i = 0; i < 1000; ++i) ++seen[draws.weighted({1, 0, 9})];
  EXPECT_GT(seen[0], 50);
  EXPECT_EQ(seen[1], 0);
  EXPECT_GT(seen[2], 800);
}

TEST(Draws, AreWholeMilliseconds) {
  Draws draws(1, 1, 100);
  for (int i = 0; i < 100; ++i) {
    const Duration drawn = draws.time_between(microseconds(1500), milliseconds(7));
    EXPECT_EQ(drawn.ns % milliseconds(1).ns, 0);
    EXPECT_GE(drawn, milliseconds(2));
    EXPECT_LE(drawn, milliseconds(7));
  }
}

}  // namespace
}  // namespace feira::search
