#include "sim/search/when/share.hpp"

#include <gtest/gtest.h>

namespace feira::search {
namespace {

struct Case {
  Share share;
  Interval interval;
};

/// By hand, from the formula, with twenty digits; rounded outwards to tenths of a percent.
TEST(AShare, HasWilsonsInterval) {
  const Case cases[] = {
      {{0, 0}, {0, 1000}},       {{0, 1}, {0, 794}},
      {{1, 1}, {206, 1000}},     {{0, 10}, {0, 278}},
      {{5, 10}, {236, 764}},     {{10, 10}, {722, 1000}},
      {{0, 100}, {0, 37}},       {{12, 100}, {69, 199}},
      {{50, 100}, {403, 597}},   {{48, 100}, {384, 577}},
      {{100, 100}, {963, 1000}}, {{500, 1000}, {469, 531}},
      {{1, 1'000'000}, {0, 1}},  {{999'999'999, 1'000'000'000}, {999, 1000}},
  };
  for (const Case& each : cases) {
    const Interval found = each.share.interval();
    EXPECT_EQ(found, each.interval) << each.share.part << " of " << each.share.whole << ": " << found.low_per_mille
                                    << " to " << found.high_per_mille;
  }
}

TEST(AShare, LiesInItsInterval) {
  for (std::uint64_t whole = 1; whole < 60; ++whole) {
    for (std::uint64_t part = 0; part <= whole; ++part) {
      const Share share{part, whole};
      EXPECT_LE(share.interval().low_per_mille, share.per_mille());
      EXPECT_GE(share.interval().high_per_mille, share.per_mille());
    }
  }
}

TEST(AShare, SurelyRisesWhenTheIntervalsDoNotTouch) {
  EXPECT_TRUE(surely_rises({10, 100}, {90, 100}));
  EXPECT_FALSE(surely_rises({1, 10}, {4, 10}));
  EXPECT_FALSE(surely_rises({90, 100}, {10, 100}));
}

}  // namespace
}  // namespace feira::search
