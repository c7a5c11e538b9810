#include "sim/chance/draw.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <vector>

namespace feira::chance {
namespace {

constexpr std::uint64_t half = std::uint64_t{1} << 63;

std::vector<std::uint64_t> draws_of(std::uint64_t seed, std::uint64_t count) {
  const Chance chance(seed);
  std::vector<std::uint64_t> draws;
  for (std::uint64_t i = 0; i < count; ++i) draws.push_back(chance.bits({.ordinal = i}));
  return draws;
}

// --- ranges ---------------------------------------------------------------------------------------------------------

TEST(Below, StaysBelow) {
  EXPECT_EQ(below(0, 10), 0U);
  EXPECT_EQ(below(UINT64_MAX, 10), 9U);
  EXPECT_EQ(below(half, 10), 5U);
  EXPECT_EQ(below(UINT64_MAX, UINT64_MAX), UINT64_MAX - 1);
}

TEST(Below, OfOneOrNoneIsZero) {
  EXPECT_EQ(below(UINT64_MAX, 1), 0U);
  EXPECT_EQ(below(UINT64_MAX, 0), 0U);
}

TEST(Below, HitsAllAlike) {
  std::vector<int> hits(10);
  for (std::uint64_t bits : draws_of(5, 100'000)) ++hits[below(bits, 10)];
  for (int count : hits) EXPECT_NEAR(count, 10'000, 400);
}

TEST(Between, IncludesBothEnds) {
  EXPECT_EQ(between(0, -3, 3), -3);
  EXPECT_EQ(between(UINT64_MAX, -3, 3), 3);
  EXPECT_EQ(between(half, -3, 3), 0);
  EXPECT_EQ(between(12345, 8, 8), 8);
}

TEST(Between, SpansAllNumbers) {
  EXPECT_EQ(between(0, INT64_MIN, INT64_MAX), INT64_MIN);
  EXPECT_EQ(between(half, INT64_MIN, INT64_MAX), 0);
  EXPECT_EQ(between(UINT64_MAX, INT64_MIN, INT64_MAX), INT64_MAX);
  EXPECT_EQ(between(UINT64_MAX, INT64_MIN, INT64_MAX - 1), INT64_MAX - 1);
}

TEST(Happens, NeverForNothingAndAlwaysForAll) {
  for (std::uint64_t bits : {std::uint64_t{0}, half, UINT64_MAX}) {
    EXPECT_FALSE(happens(bits, 0));
    EXPECT_FALSE(happens(bits, -5));
    EXPECT_TRUE(happens(bits, 1'000'000));
    EXPECT_TRUE(happens(bits, 2'000'000));
  }
}

TEST(Happens, AsOftenAsItsShare) {
  for (const std::int64_t share : {1'000, 15'000, 500'000, 990'000}) {
    std::int64_t count = 0;
    for (std::uint64_t bits : draws_of(6, 100'000)) count += happens(bits, share) ? 1 : 0;
    EXPECT_NEAR(static_cast<double>(count), static_cast<double>(share) / 10, 700) << share;
  }
}

TEST(Happens, MoreOftenForALargerShareOfTheSameDraw) {
  for (std::uint64_t bits : draws_of(7, 1'000)) {
    if (happens(bits, 100'000)) {
      EXPECT_TRUE(happens(bits, 200'000));
    }
  }
}

// --- logarithm ------------------------------------------------------------------------------------------------------

TEST(MinusLog2, IsExactAtPowersOfTwo) {
  for (unsigned power = 0; power < 64; ++power) {
    EXPECT_EQ(minus_log2((std::uint64_t{1} << power) - 1), std::uint64_t{64 - power} << 32) << power;
  }
  EXPECT_EQ(minus_log2(UINT64_MAX), 0U);
}

TEST(MinusLog2, IsNearTheTrueOne) {
  for (std::uint64_t bits : draws_of(8, 20'000)) {
    const double exact = 64 - static_cast<double>(std::log2(static_cast<long double>(bits) + 1));
    EXPECT_NEAR(static_cast<double>(minus_log2(bits)) * 0x1.0p-32, exact, 3e-6) << bits;
  }
}

TEST(MinusLog2, NeverRisesWithItsBits) {
  std::vector<std::uint64_t> draws = draws_of(9, 20'000);
  for (unsigned power = 1; power < 64; ++power) {
    for (std::uint64_t near = 0; near < 3; ++near) draws.push_back((std::uint64_t{1} << power) - 2 + near);
  }
  std::sort(draws.begin(), draws.end());
  for (std::size_t i = 1; i < draws.size(); ++i) EXPECT_GE(minus_log2(draws[i - 1]), minus_log2(draws[i]));
}

// --- delays ---------------------------------------------------------------------------------------------------------

constexpr std::int64_t ten_ms = 10'000'000;

TEST(Exponential, IsCutAtThirtyTwoMeans) {
  EXPECT_EQ(exponential(0, ten_ms), 32 * ten_ms);
  EXPECT_EQ(exponential(UINT64_MAX, ten_ms), 0);
  EXPECT_EQ(exponential(half, 0), 0);
  EXPECT_EQ(exponential(0, INT64_MAX / 32), INT64_MAX / 32 * 32);
}

TEST(Exponential, HasItsMedianAtTheLogarithmOfTwo) { EXPECT_EQ(exponential(half - 1, 1'000'000'000), 693'147'180); }

TEST(Exponential, HasItsMeanAndItsTail) {
  std::int64_t sum = 0;
  int beyond_three_means = 0;
  for (std::uint64_t bits : draws_of(10, 100'000)) {
    const std::int64_t delay = exponential(bits, ten_ms);
    sum += delay;
    beyond_three_means += delay > 3 * ten_ms ? 1 : 0;
  }
  EXPECT_NEAR(static_cast<double>(sum) / 100'000, ten_ms, 0.015 * ten_ms);
  EXPECT_NEAR(beyond_three_means, 4'979, 300);  // e^-3
}

TEST(HeavyTail, StaysBetweenItsEnds) {
  EXPECT_EQ(heavy_tail(UINT64_MAX, ten_ms, 1'000 * ten_ms), ten_ms);
  EXPECT_EQ(heavy_tail(0, ten_ms, 1'000 * ten_ms), 1'000 * ten_ms);
  EXPECT_EQ(heavy_tail(0, INT64_MAX, INT64_MAX), INT64_MAX);
  EXPECT_EQ(heavy_tail(half, 0, ten_ms), 0);
  EXPECT_EQ(heavy_tail(half, 0, 0), 0);
}

TEST(HeavyTail, HalvesTheTailWithEachDoubling) {
  constexpr std::int64_t cut = 64 * ten_ms;
  std::map<std::int64_t, int> above;
  for (std::uint64_t bits : draws_of(11, 100'000)) {
    const std::int64_t delay = heavy_tail(bits, ten_ms, cut);
    for (std::int64_t factor : {2, 4, 8, 64}) above[factor] += delay >= factor * ten_ms ? 1 : 0;
  }
  EXPECT_NEAR(above[2], 50'000, 700);
  EXPECT_NEAR(above[4], 25'000, 600);
  EXPECT_NEAR(above[8], 12'500, 500);
  EXPECT_NEAR(above[64], 1'562, 170);  // all that is cut
}

TEST(Delays, KeepTheirGoldenValues) {
  const std::uint64_t bits = 0x243F6A8885A308D3;
  EXPECT_EQ(below(bits, 1'000'000), 141592U);
  EXPECT_EQ(between(bits, 1'000'000, 50'000'000), 7938040);
  EXPECT_EQ(minus_log2(bits), 12112588749U);
  EXPECT_EQ(exponential(bits, ten_ms), 19548010);
  EXPECT_EQ(heavy_tail(bits, ten_ms, 1'000 * ten_ms), 70625133);
  EXPECT_EQ(happens(bits, 141'592), false);
  EXPECT_EQ(happens(bits, 141'593), true);
}

}  // namespace
}  // namespace feira::chance
