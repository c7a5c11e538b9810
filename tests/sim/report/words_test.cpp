#include "sim/report/words.hpp"

#include <gtest/gtest.h>

#include <initializer_list>
#include <string>

namespace feira::report {
namespace {

TEST(DurationText, ShowsThreeDigitsInTheUnitThatSuits) {
  struct Row {
    std::int64_t ns;
    const char* text;
  };
  for (const Row& row : std::initializer_list<Row>{{0, "0 ns"},
                                                   {7, "7 ns"},
                                                   {999, "999 ns"},
                                                   {1'000, "1 us"},
                                                   {1'040, "1.04 us"},
                                                   {61'000'000, "61 ms"},
                                                   {3'141'592, "3.14 ms"},
                                                   {3'145'001, "3.15 ms"},
                                                   {31'450'001, "31.5 ms"},
                                                   {999'499'999, "999 ms"},
                                                   {999'500'000, "1 s"},
                                                   {20'400'000'000, "20.4 s"},
                                                   {599'000'000'000, "599 s"},
                                                   {750'000'000'000, "12.5 min"},
                                                   {7'200'000'000'000, "2 h"},
                                                   {INT64_MAX, "2562048 h"},
                                                   {-1'500, "-1.5 us"}}) {
    EXPECT_EQ(text(Duration{row.ns}), row.text) << row.ns;
  }
}

TEST(GroupedNumber, HasACommaBeforeEveryThirdDigit) {
  EXPECT_EQ(grouped(0), "0");
  EXPECT_EQ(grouped(999), "999");
  EXPECT_EQ(grouped(1'000), "1,000");
  EXPECT_EQ(grouped(131'641), "131,641");
  EXPECT_EQ(grouped(UINT64_MAX), "18,446,744,073,709,551,615");
}

TEST(Ratio, IsRoundedToOneDecimal) {
  EXPECT_EQ(ratio(112, 10), "11.2");
  EXPECT_EQ(ratio(2, 3), "0.7");
  EXPECT_EQ(ratio(12'345'678, 10), "1,234,567.8");
}

TEST(Ratio, OfNothingIsNothing) {
  EXPECT_EQ(ratio(0, 0), "0");
  EXPECT_EQ(ratio(5, 0), "-");
}

TEST(Counted, UsesThePluralForAllButOne) {
  EXPECT_EQ(counted(0, "seed"), "0 seeds");
  EXPECT_EQ(counted(1, "seed"), "1 seed");
  EXPECT_EQ(counted(1'000, "seed"), "1,000 seeds");
}

TEST(Hex, HasSixteenDigits) {
  EXPECT_EQ(hex(0), "0000000000000000");
  EXPECT_EQ(hex(0x9f2c1e6a77d0b3e4), "9f2c1e6a77d0b3e4");
}

}  // namespace
}  // namespace feira::report
