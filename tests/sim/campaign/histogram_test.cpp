#include "sim/campaign/histogram.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <vector>

namespace feira::campaign {
namespace {

TEST(Histogram, OfNothingHasZeroForEveryQuantile) {
  const Histogram histogram;
  EXPECT_EQ(histogram.count(), 0U);
  EXPECT_EQ(histogram.quantile(500), Duration{0});
}

TEST(Histogram, IsExactForSmallValues) {
  Histogram histogram;
  for (std::int64_t value = 1; value <= 100; ++value) histogram.add({value});
  EXPECT_EQ(histogram.quantile(0), Duration{1});
  EXPECT_EQ(histogram.quantile(500), Duration{50});
  EXPECT_EQ(histogram.quantile(990), Duration{99});
  EXPECT_EQ(histogram.quantile(1000), Duration{100});
}

TEST(Histogram, CountsANegativeDurationAsZero) {
  Histogram histogram;
  histogram.add({-5});
  EXPECT_EQ(histogram.quantile(500), Duration{0});
}

TEST(Histogram, IsWithinOnePercentOfASortedListForAnySize) {
  // A geometric walk over all magnitudes that a duration can have.
  std::vector<std::int64_t> values;
  for (std::int64_t value = 1; value < INT64_MAX / 2; value += value / 10 + 1) values.push_back(value);
  values.push_back(INT64_MAX);
  Histogram histogram;
  for (const auto value : values) histogram.add({value});
  for (const std::uint64_t per_thousand : {1U, 10U, 250U, 500U, 900U, 990U, 999U, 1000U}) {
    const auto rank = std::max<std::size_t>(1, (values.size() * per_thousand + 999) / 1000);
    const std::int64_t exact = values[rank - 1];
    const std::int64_t given = histogram.quantile(per_thousand).ns;
    EXPECT_LE(std::max(exact, given) - std::min(exact, given), exact / 100) << per_thousand;
  }
}

}  // namespace
}  // namespace feira::campaign
