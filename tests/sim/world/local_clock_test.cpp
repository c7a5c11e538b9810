#include "sim/world/local_clock.hpp"

#include <gtest/gtest.h>

#include <string>

#include "sim/chance/draw.hpp"

namespace feira::sim {
namespace {

struct Reading {
  const char* name;
  std::int64_t drift_ppm;
  std::int64_t elapsed_ns;
  std::int64_t gained_ns;
};

class LocalClockReads : public testing::TestWithParam<Reading> {};

TEST_P(LocalClockReads, OriginAndElapsedTimeAtItsRate) {
  const Reading& reading = GetParam();
  const LocalClock clock({1'000}, LocalTime{-77}, reading.drift_ppm);
  EXPECT_EQ(clock.read({1'000 + reading.elapsed_ns}).ns, -77 + reading.gained_ns);
}

INSTANTIATE_TEST_SUITE_P(
    Table, LocalClockReads,
    testing::Values(Reading{"AtItsBeginning", 10'000, 0, 0}, Reading{"Exact", 0, 123'456'789, 123'456'789},
                    Reading{"OnePercentFast", 10'000, 2'000'000, 2'020'000},
                    Reading{"OnePercentSlow", -10'000, 2'000'000, 1'980'000},
                    Reading{"RoundsDown", 1, 999'999, 999'999},
                    Reading{"FortyPercentFastForTenYears", 400'000, 315'360'000'000'000'000, 441'504'000'000'000'000}),
    [](const auto& row) { return std::string(row.param.name); });

TEST(LocalClock, FirstAtIsTheInverseOfRead) {
  const chance::Chance chance(1);
  for (std::uint64_t trial = 0; trial < 20'000; ++trial) {
    const auto draw = [&](std::uint32_t what, std::int64_t low, std::int64_t high) {
      return chance::between(chance.bits({.a = what, .ordinal = trial}), low, high);
    };
    const GlobalTime since{draw(1, 0, 1'000'000'000'000)};
    const LocalTime origin{draw(2, -1'000'000'000'000'000, 1'000'000'000'000'000)};
    const LocalClock clock(since, origin, draw(3, -400'000, 400'000));
    const LocalTime wanted{origin.ns + draw(4, 1, 5'000'000'000'000)};
    const GlobalTime at = clock.first_at(wanted);
    ASSERT_GE(clock.read(at), wanted);
    ASSERT_LT(clock.read({at.ns - 1}), wanted);
  }
}

TEST(LocalClock, HasShownEarlierReadingsFromItsBeginning) {
  const LocalClock clock({500}, LocalTime{1'000}, 0);
  EXPECT_EQ(clock.first_at(LocalTime{1'000}), GlobalTime{500});
  EXPECT_EQ(clock.first_at(LocalTime{-5}), GlobalTime{500});
}

TEST(LocalClock, NeverComesAtTheEndOfTime) {
  for (const std::int64_t origin : {-1'000'000'000'000'000, 0L, 1'000'000'000'000'000}) {
    EXPECT_EQ(LocalClock({0}, LocalTime{origin}, -400'000).first_at(never), end_of_time);
  }
}

TEST(LocalClock, GoesOnFromWhereItStoodWhenItsRateChanges) {
  const LocalClock before({0}, LocalTime{100}, 10'000);
  const LocalClock after = before.with_drift({2'000'000}, -500'000);
  EXPECT_EQ(after.read({2'000'000}), before.read({2'000'000}));
  EXPECT_EQ(after.read({4'000'000}).ns, 100 + 2'020'000 + 1'000'000);
  EXPECT_EQ(after.first_at(LocalTime{100 + 2'020'000 + 1'000'000}), GlobalTime{4'000'000});
}

TEST(LocalClock, JumpsWhenItIsSet) {
  const LocalClock clock({0}, LocalTime{0}, 0);
  EXPECT_EQ(clock.set_by({1'000}, Duration{-600}).read({1'500}).ns, 900);
  const LocalClock forward = clock.set_by({1'000}, Duration{600});
  EXPECT_EQ(forward.read({1'000}).ns, 1'600);
  EXPECT_EQ(forward.first_at(LocalTime{1'200}), GlobalTime{1'000}) << "what it jumped over has come";
}

TEST(LocalClock, StandsStillUntilItGoesOn) {
  const LocalClock clock = LocalClock({0}, LocalTime{0}, 0).standing_still({1'000}, {5'000});
  EXPECT_EQ(clock.read({1'000}).ns, 1'000);
  EXPECT_EQ(clock.read({5'000}).ns, 1'000);
  EXPECT_EQ(clock.read({5'300}).ns, 1'300);
  EXPECT_EQ(clock.first_at(LocalTime{1'001}), GlobalTime{5'001});
  // A change meanwhile does not make it go on earlier.
  EXPECT_EQ(clock.set_by({2'000}, Duration{10}).read({5'300}).ns, 1'310);
  EXPECT_EQ(clock.with_drift({2'000}, 500'000).read({5'002}).ns, 1'003);
}

}  // namespace
}  // namespace feira::sim
