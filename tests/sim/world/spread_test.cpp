#include "sim/world/spread.hpp"

#include <gtest/gtest.h>

namespace feira::sim {
namespace {

using Shape = scenario::Spread::Shape;

TEST(SpreadOfDurations, ConstantIsAlwaysTheSame) {
  const scenario::Spread spread{Shape::constant, milliseconds(5), {}};
  EXPECT_EQ(draw(spread, 0), milliseconds(5));
  EXPECT_EQ(draw(spread, UINT64_MAX), milliseconds(5));
}

TEST(SpreadOfDurations, UniformReachesBothEnds) {
  const scenario::Spread spread{Shape::uniform, milliseconds(1), milliseconds(50)};
  EXPECT_EQ(draw(spread, 0), milliseconds(1));
  EXPECT_EQ(draw(spread, UINT64_MAX), milliseconds(50));
}

TEST(SpreadOfDurations, HeavyTailStaysBetweenItsEnds) {
  const scenario::Spread spread{Shape::heavy_tail, milliseconds(1), seconds(10)};
  for (std::uint64_t step = 0; step < 64; ++step) {
    const Duration drawn = draw(spread, step << 58U);
    EXPECT_GE(drawn, milliseconds(1));
    EXPECT_LE(drawn, seconds(10));
  }
}

TEST(SpreadOfDurations, ExponentialIsCutAtThirtyTwoMeans) {
  const scenario::Spread spread{Shape::exponential, milliseconds(10), {}};
  EXPECT_LE(draw(spread, 0), milliseconds(320));
  EXPECT_LE(draw(spread, UINT64_MAX), milliseconds(320));
  EXPECT_NE(draw(spread, 0), draw(spread, UINT64_MAX));
}

}  // namespace
}  // namespace feira::sim
