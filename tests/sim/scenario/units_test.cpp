#include "sim/scenario/units.hpp"

#include <gtest/gtest.h>

#include <cstdint>
#include <string>
#include <variant>

namespace feira::scenario {
namespace {

template <class T>
T value_of(const Parsed<T>& parsed) {
  const auto* rejection = std::get_if<Rejection>(&parsed);
  EXPECT_EQ(rejection, nullptr) << rejection->what;
  return rejection == nullptr ? std::get<T>(parsed) : T{};
}

template <class T>
std::string refusal(const Parsed<T>& parsed) {
  const auto* rejection = std::get_if<Rejection>(&parsed);
  return rejection == nullptr ? "accepted" : rejection->what;
}

struct DurationCase {
  const char* text;
  std::int64_t ns;
};

TEST(Durations, AreReadExactlyInEveryUnit) {
  constexpr DurationCase cases[] = {
      {"250ns", 250},
      {"3us", 3'000},
      {"20ms", 20'000'000},
      {"1.5s", 1'500'000'000},
      {"2m", 120'000'000'000},
      {"1h", 3'600'000'000'000},
      {"0s", 0},
      {"0.000000001s", 1},
      {"1.123456789s", 1'123'456'789},
      {"0.123456789h", 444'444'440'400},
      {"0.000001ms", 1},
      {"1.000ns", 1},
      {"1000h", 3'600'000'000'000'000},
      {"007ms", 7'000'000},
  };
  for (const auto& row : cases) EXPECT_EQ(value_of(parse_duration(row.text)).ns, row.ns) << row.text;
}

TEST(Durations, AreRefusedWithTheReason) {
  EXPECT_EQ(refusal(parse_duration("")), R"("" is not a duration)");
  EXPECT_EQ(refusal(parse_duration("20")), R"(duration "20" has no unit)");
  EXPECT_EQ(refusal(parse_duration("ms")), R"("ms" is not a duration)");
  EXPECT_EQ(refusal(parse_duration("1.s")), R"("1.s" is not a duration)");
  EXPECT_EQ(refusal(parse_duration("+1s")), R"("+1s" is not a duration)");
  EXPECT_EQ(refusal(parse_duration("-1s")), R"(duration "-1s" is negative)");
  EXPECT_EQ(refusal(parse_duration("1 s")), R"(unknown unit " s" in duration "1 s")");
  EXPECT_EQ(refusal(parse_duration("1e3s")), R"(unknown unit "e3s" in duration "1e3s")");
  EXPECT_EQ(refusal(parse_duration("1.0000000001s")), R"(duration "1.0000000001s" has more than nine decimals)");
  EXPECT_EQ(refusal(parse_duration("0.5ns")), R"(duration "0.5ns" is finer than a nanosecond)");
  EXPECT_EQ(refusal(parse_duration("0.0000001ms")), R"(duration "0.0000001ms" is finer than a nanosecond)");
  EXPECT_EQ(refusal(parse_duration("1000.1h")), R"(duration "1000.1h" is too long)");
  EXPECT_EQ(refusal(parse_duration("9223372036854775808ns")), R"(duration "9223372036854775808ns" is too long)");
}

TEST(Durations, NameTheNearestUnit) {
  EXPECT_EQ(std::get<Rejection>(parse_duration("5 ms")).nearest, "ms");
  EXPECT_EQ(std::get<Rejection>(parse_duration("5 parsecs")).nearest, "");
}

TEST(Durations, AreWrittenAsTheyCouldBeRead) {
  constexpr DurationCase cases[] = {
      {"0s", 0},
      {"1ns", 1},
      {"1.5us", 1'500},
      {"20ms", 20'000'000},
      {"1.5s", 1'500'000'000},
      {"90s", 90'000'000'000},
      {"2m", 120'000'000'000},
      {"1h", 3'600'000'000'000},
      {"3600.5s", 3'600'500'000'000},
      {"999.999999ms", 999'999'999},
  };
  for (const auto& row : cases) {
    EXPECT_EQ(text(Duration{row.ns}), row.text);
    EXPECT_EQ(value_of(parse_duration(text(Duration{row.ns}))).ns, row.ns);
  }
  EXPECT_EQ(text(Duration{-1'500}), "-1.5us");
}

TEST(Shares, AreReadAsPartsOfAMillion) {
  EXPECT_EQ(value_of(parse_share("1.5%")).per_million, 15'000);
  EXPECT_EQ(value_of(parse_share("0%")).per_million, 0);
  EXPECT_EQ(value_of(parse_share("100%")).per_million, 1'000'000);
  EXPECT_EQ(value_of(parse_share("0.0001%")).per_million, 1);
  EXPECT_EQ(text(Share{15'000}), "1.5%");
  EXPECT_EQ(text(Share{1}), "0.0001%");
  EXPECT_EQ(text(Share{1'000'000}), "100%");
}

TEST(Shares, AreRefusedWithTheReason) {
  EXPECT_EQ(refusal(parse_share("1")), R"(share "1" has no percent sign)");
  EXPECT_EQ(refusal(parse_share("1 %")), R"("1 %" is not a share)");
  EXPECT_EQ(refusal(parse_share("%")), R"("%" is not a share)");
  EXPECT_EQ(refusal(parse_share("100.0001%")), R"(share "100.0001%" is out of range)");
  EXPECT_EQ(refusal(parse_share("-1%")), R"(share "-1%" is out of range)");
  EXPECT_EQ(refusal(parse_share("0.00001%")), R"(share "0.00001%" has too many decimals)");
  EXPECT_EQ(refusal(parse_share("99999999999999999999%")), R"(share "99999999999999999999%" is out of range)");
}

TEST(Drifts, HaveASign) {
  EXPECT_EQ(value_of(parse_drift("-0.5%")), -5'000);
  EXPECT_EQ(value_of(parse_drift("900%")), 9'000'000);
  EXPECT_EQ(refusal(parse_drift("-90.0001%")), R"(share "-90.0001%" is out of range)");
}

TEST(Prices, AreReadInMinorUnitsOfTheirCurrency) {
  EXPECT_EQ(value_of(parse_money("49.90 BRL")).minor, 4990);
  EXPECT_EQ(value_of(parse_money("49.9 BRL")).minor, 4990);
  EXPECT_EQ(value_of(parse_money("49 BRL")).minor, 4900);
  EXPECT_EQ(value_of(parse_money("0 EUR")).minor, 0);
  EXPECT_EQ(value_of(parse_money("500 JPY")).minor, 500);
  EXPECT_EQ(value_of(parse_money("1.234 KWD")).minor, 1234);
  EXPECT_EQ(std::string(value_of(parse_money("49.90 BRL")).currency.code.data()), "BRL");
  for (const char* price : {"49.90 BRL", "500 JPY", "1.234 KWD", "0.05 EUR"}) {
    EXPECT_EQ(text(value_of(parse_money(price))), price);
  }
}

TEST(Prices, AreRefusedWithTheReason) {
  EXPECT_EQ(refusal(parse_money("BRL")), R"("BRL" is not a price)");
  EXPECT_EQ(refusal(parse_money("49.90")), R"(price "49.90" does not end with a currency)");
  EXPECT_EQ(refusal(parse_money("49.90BRL")), R"(price "49.90BRL" does not end with a currency)");
  EXPECT_EQ(refusal(parse_money("49.90 brl")), R"(price "49.90 brl" does not end with a currency)");
  EXPECT_EQ(refusal(parse_money("49.905 BRL")), R"(price "49.905 BRL" has too many decimals)");
  EXPECT_EQ(refusal(parse_money("1.0 JPY")), R"(price "1.0 JPY" has too many decimals)");
  EXPECT_EQ(refusal(parse_money("-1 BRL")), R"(price "-1 BRL" is negative)");
  EXPECT_EQ(refusal(parse_money("99999999999999999999 BRL")), R"(price "99999999999999999999 BRL" is too high)");
}

TEST(Rates, AreReadAsTheMeanGap) {
  EXPECT_EQ(value_of(parse_rate("50/s")), milliseconds(20));
  EXPECT_EQ(value_of(parse_rate("1/m")), seconds(60));
  EXPECT_EQ(value_of(parse_rate("0.5/h")), seconds(7200));
  EXPECT_EQ(value_of(parse_rate("3/s")).ns, 333'333'333);
  EXPECT_EQ(value_of(parse_rate("1000000/s")), microseconds(1));
  EXPECT_EQ(value_of(parse_rate("0.001/h")), duration_max);
}

TEST(Rates, AreRefusedWithTheReason) {
  EXPECT_EQ(refusal(parse_rate("50")), R"("50" is not a rate)");
  EXPECT_EQ(refusal(parse_rate("50/ms")), R"(unknown unit "/ms" in rate "50/ms")");
  EXPECT_EQ(refusal(parse_rate("0/s")), R"(rate "0/s" is zero)");
  EXPECT_EQ(refusal(parse_rate("-1/s")), R"(rate "-1/s" is negative)");
  EXPECT_EQ(refusal(parse_rate("1000001/s")), R"(rate "1000001/s" is too high)");
  EXPECT_EQ(refusal(parse_rate("0.000000001/h")), R"(rate "0.000000001/h" is too low)");
}

TEST(Spreads, AreWrittenInOneWord) {
  EXPECT_EQ(text(Spread{Spread::Shape::constant, milliseconds(5), {}}), "5ms");
  EXPECT_EQ(text(Spread{Spread::Shape::uniform, milliseconds(1), milliseconds(50)}), "1ms-50ms");
  EXPECT_EQ(text(Spread{Spread::Shape::exponential, milliseconds(10), {}}), "exponential 10ms");
  EXPECT_EQ(text(Spread{Spread::Shape::heavy_tail, milliseconds(1), seconds(10)}), "heavy-tail 1ms-10s");
}

}  // namespace
}  // namespace feira::scenario
