#include "sim/scenario/units.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>

#include "sim/scenario/nearest.hpp"
#include "sim/scenario/problem.hpp"

namespace feira::scenario {

namespace {

constexpr std::int64_t billion = 1'000'000'000;
constexpr std::int64_t whole_max = 100'000'000'000'000'000;

struct Unit {
  std::string_view name;
  std::int64_t ns;
};
constexpr std::array<Unit, 6> units{
    {{"ns", 1}, {"us", 1'000}, {"ms", 1'000'000}, {"s", billion}, {"m", 60 * billion}, {"h", 3600 * billion}}};
constexpr std::array<std::string_view, 6> unit_names{"ns", "us", "ms", "s", "m", "h"};

constexpr const char* a_duration = R"(a duration with a unit (ns, us, ms, s, m or h), as in "20ms" or "1.5s")";
constexpr const char* a_share = R"(a share from 0% to 100% with at most four decimals, as in "1.5%")";
constexpr const char* a_drift = R"(a rate from -90% to 900% with at most four decimals, as in "-0.5%")";
constexpr const char* an_offset = R"(a duration with a sign, as in "+2s" or "-500ms")";
constexpr Duration offset_max = seconds(3'600);
constexpr const char* a_price = R"(a price with its currency, as in "49.90 BRL")";
constexpr const char* a_rate = R"(a rate per second, minute or hour, as in "50/s")";

bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// The digits in front of a unit, not yet scaled: `whole` is absent beyond 10^18.
struct Number {
  bool negative = false;
  std::optional<std::int64_t> whole = 0;
  std::string_view decimals;
  std::string_view rest;
};

std::size_t digits_at(std::string_view text) {
  std::size_t count = 0;
  while (count < text.size() && is_digit(text[count])) ++count;
  return count;
}

std::optional<std::int64_t> to_integer(std::string_view digits) {
  std::int64_t value = 0;
  for (const char c : digits) {
    value = value * 10 + (c - '0');
    if (value > whole_max) return std::nullopt;
  }
  return value;
}

/// `[-]digits[.digits]rest`; nothing when it does not begin so.
std::optional<Number> split_number(std::string_view text) {
  Number number;
  number.negative = text.starts_with('-');
  if (number.negative) text.remove_prefix(1);
  const std::size_t whole = digits_at(text);
  if (whole == 0) return std::nullopt;
  number.whole = to_integer(text.substr(0, whole));
  text.remove_prefix(whole);
  if (text.starts_with('.')) {
    const std::size_t decimals = digits_at(text.substr(1));
    if (decimals == 0) return std::nullopt;
    number.decimals = text.substr(1, decimals);
    text.remove_prefix(1 + decimals);
  }
  number.rest = text;
  return number;
}

/// The decimals as an integer of exactly `places` digits; there are no more than that.
std::int64_t scaled(std::string_view decimals, std::size_t places) {
  std::int64_t value = 0;
  for (std::size_t i = 0; i < places; ++i) value = value * 10 + (i < decimals.size() ? decimals[i] - '0' : 0);
  return value;
}

std::int64_t power_of_ten(int exponent) {
  std::int64_t power = 1;
  for (int i = 0; i < exponent; ++i) power *= 10;
  return power;
}

const Unit* find_unit(std::string_view name) {
  const auto found = std::find_if(units.begin(), units.end(), [&](const Unit& unit) { return unit.name == name; });
  return found == units.end() ? nullptr : &*found;
}

std::string_view trimmed(std::string_view text) {
  while (text.starts_with(' ')) text.remove_prefix(1);
  while (text.ends_with(' ')) text.remove_suffix(1);
  return text;
}

/// Per million of a percentage with at most four decimals between the bounds.
Parsed<std::int64_t> parse_percentage(std::string_view text, std::int64_t low, std::int64_t high,
                                      const char* expected) {
  const auto number = split_number(text);
  if (!number) return Rejection{quote(text) + " is not a share", expected, {}};
  if (number->rest.empty()) return Rejection{"share " + quote(text) + " has no percent sign", expected, {}};
  if (number->rest != "%") return Rejection{quote(text) + " is not a share", expected, {}};
  if (number->decimals.size() > 4) return Rejection{"share " + quote(text) + " has too many decimals", expected, {}};
  if (!number->whole || *number->whole > 1'000'000)
    return Rejection{"share " + quote(text) + " is out of range", expected, {}};
  const std::int64_t size = *number->whole * 10'000 + scaled(number->decimals, 4);
  const std::int64_t value = number->negative ? -size : size;
  if (value < low || value > high) return Rejection{"share " + quote(text) + " is out of range", expected, {}};
  return value;
}

std::string decimal(std::int64_t whole, std::int64_t fraction, int places, bool trim) {
  std::string digits = std::to_string(fraction);
  digits.insert(0, static_cast<std::size_t>(places) - std::min(digits.size(), static_cast<std::size_t>(places)), '0');
  if (trim) {
    while (!digits.empty() && digits.back() == '0') digits.pop_back();
  }
  return digits.empty() || places == 0 ? std::to_string(whole) : std::to_string(whole) + '.' + digits;
}

}  // namespace

Parsed<Duration> parse_duration(std::string_view text) {
  const auto number = split_number(text);
  if (!number) return Rejection{quote(text) + " is not a duration", a_duration, {}};
  if (number->negative) return Rejection{"duration " + quote(text) + " is negative", a_duration, {}};
  if (number->rest.empty()) return Rejection{"duration " + quote(text) + " has no unit", a_duration, {}};
  const Unit* unit = find_unit(number->rest);
  if (unit == nullptr) {
    return Rejection{"unknown unit " + quote(number->rest) + " in duration " + quote(text), a_duration,
                     std::string(nearest(trimmed(number->rest), unit_names))};
  }
  if (number->decimals.size() > 9) {
    return Rejection{"duration " + quote(text) + " has more than nine decimals", a_duration, {}};
  }
  if (!number->whole || *number->whole > duration_max.ns / unit->ns) {
    return Rejection{"duration " + quote(text) + " is too long", "at most 1000h", {}};
  }
  const std::int64_t billionths = scaled(number->decimals, 9);
  if (unit->ns < billion && billionths * unit->ns % billion != 0) {
    return Rejection{"duration " + quote(text) + " is finer than a nanosecond", "whole nanoseconds", {}};
  }
  const std::int64_t fraction =
      unit->ns < billion ? billionths * unit->ns / billion : billionths * (unit->ns / billion);
  const Duration duration{*number->whole * unit->ns + fraction};
  if (duration > duration_max) return Rejection{"duration " + quote(text) + " is too long", "at most 1000h", {}};
  return duration;
}

Parsed<Duration> parse_offset(std::string_view text) {
  const bool has_sign = text.starts_with('+') || text.starts_with('-');
  const auto parsed = parse_duration(has_sign ? text.substr(1) : text);
  const auto* size = std::get_if<Duration>(&parsed);
  if (size == nullptr) return Rejection{quote(text) + " is not a duration with a sign", an_offset, {}};
  if (*size > offset_max) return Rejection{quote(text) + " is too far", "at most 1h either way", {}};
  return text.starts_with('-') ? Duration{-size->ns} : *size;
}

Parsed<Share> parse_share(std::string_view text) {
  const auto parsed = parse_percentage(text, 0, 1'000'000, a_share);
  if (const auto* rejection = std::get_if<Rejection>(&parsed)) return *rejection;
  return Share{std::get<std::int64_t>(parsed)};
}

Parsed<std::int64_t> parse_drift(std::string_view text) { return parse_percentage(text, -900'000, 9'000'000, a_drift); }

Parsed<Money> parse_money(std::string_view text) {
  const auto number = split_number(text);
  if (!number) return Rejection{quote(text) + " is not a price", a_price, {}};
  const std::string_view code = number->rest.starts_with(' ') ? number->rest.substr(1) : std::string_view{};
  const bool is_code =
      code.size() == 3 && std::all_of(code.begin(), code.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
  if (!is_code) return Rejection{"price " + quote(text) + " does not end with a currency", a_price, {}};
  if (number->negative) return Rejection{"price " + quote(text) + " is negative", a_price, {}};
  const int places = currency_decimals(code);
  if (number->decimals.size() > static_cast<std::size_t>(places)) {
    return Rejection{"price " + quote(text) + " has too many decimals",
                     "at most " + std::to_string(places) + " decimals for " + std::string(code),
                     {}};
  }
  if (!number->whole || *number->whole > 1'000'000'000'000) {
    return Rejection{"price " + quote(text) + " is too high", "at most 1000000000000 " + std::string(code), {}};
  }
  Money money;
  money.minor = *number->whole * power_of_ten(places) + scaled(number->decimals, static_cast<std::size_t>(places));
  std::copy(code.begin(), code.end(), money.currency.code.begin());
  return money;
}

Parsed<Duration> parse_rate(std::string_view text) {
  const auto number = split_number(text);
  if (!number || !number->rest.starts_with('/')) return Rejection{quote(text) + " is not a rate", a_rate, {}};
  const std::string_view per = number->rest.substr(1);
  const Unit* unit = per == "s" || per == "m" || per == "h" ? find_unit(per) : nullptr;
  if (unit == nullptr) return Rejection{"unknown unit " + quote(number->rest) + " in rate " + quote(text), a_rate, {}};
  if (number->negative) return Rejection{"rate " + quote(text) + " is negative", a_rate, {}};
  if (number->decimals.size() > 9) return Rejection{"rate " + quote(text) + " has more than nine decimals", a_rate, {}};
  if (!number->whole || *number->whole > 1'000'000)
    return Rejection{"rate " + quote(text) + " is too high", "at most 1000000/s", {}};
  const std::int64_t billionths = *number->whole * billion + scaled(number->decimals, 9);
  if (billionths == 0) return Rejection{"rate " + quote(text) + " is zero", a_rate, {}};
  // gap = unit / rate, rounded down. Whole part and remainder apart: unit * 10^9 would overflow for hours.
  const std::int64_t seconds_per_unit = unit->ns / billion;
  std::int64_t gap = 0;
  std::int64_t rest = 0;
  const std::int64_t dividend = seconds_per_unit * billion;  // times 10^9, digit by digit
  gap = dividend / billionths;
  rest = dividend % billionths;
  for (int digit = 0; digit < 9; ++digit) {
    rest *= 10;
    if (gap > duration_max.ns) break;
    gap = gap * 10 + rest / billionths;
    rest %= billionths;
  }
  if (gap > duration_max.ns) return Rejection{"rate " + quote(text) + " is too low", "at least one in 1000 hours", {}};
  if (gap == 0) return Rejection{"rate " + quote(text) + " is too high", "at most 1000000/s", {}};
  return Duration{gap};
}

int currency_decimals(std::string_view code) {
  constexpr std::array<std::string_view, 16> none{"BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW",
                                                  "PYG", "RWF", "UGX", "VND", "VUV", "XAF", "XOF", "XPF"};
  constexpr std::array<std::string_view, 7> three{"BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"};
  if (std::find(none.begin(), none.end(), code) != none.end()) return 0;
  return std::find(three.begin(), three.end(), code) != three.end() ? 3 : 2;
}

std::string text(Duration duration) {
  if (duration.ns < 0) return '-' + text(Duration{-duration.ns});
  const Unit* unit = &units[3];
  if (duration.ns < billion) {
    unit = &units[0];
    for (const Unit& candidate : units) {
      if (candidate.ns < billion && duration.ns >= candidate.ns) unit = &candidate;
    }
    if (duration.ns == 0) unit = &units[3];
  } else {
    for (const Unit& candidate : units) {
      if (candidate.ns > billion && duration.ns % candidate.ns == 0) unit = &candidate;
    }
  }
  const std::int64_t fraction = duration.ns % unit->ns;
  const int places = unit->ns == billion ? 9 : unit->ns == 1'000'000 ? 6 : unit->ns == 1'000 ? 3 : 0;
  return decimal(duration.ns / unit->ns, fraction, places, true) + std::string(unit->name);
}

std::string text(Share share) { return decimal(share.per_million / 10'000, share.per_million % 10'000, 4, true) + '%'; }

std::string text_with_sign(Duration offset) { return (offset.ns < 0 ? "" : "+") + text(offset); }

std::string text_of_rate(std::int64_t per_million) {
  return (per_million < 0 ? "-" : "") + text(Share{per_million < 0 ? -per_million : per_million});
}

std::string text(const Money& money) {
  const std::string code(money.currency.code.data());
  const int places = currency_decimals(code);
  const std::int64_t unit = power_of_ten(places);
  return decimal(money.minor / unit, money.minor % unit, places, false) + ' ' + code;
}

std::string text(const Spread& spread) {
  switch (spread.shape) {
    case Spread::Shape::constant:
      return text(spread.low);
    case Spread::Shape::uniform:
      return text(spread.low) + '-' + text(spread.high);
    case Spread::Shape::exponential:
      return "exponential " + text(spread.low);
    case Spread::Shape::heavy_tail:
      return "heavy-tail " + text(spread.low) + '-' + text(spread.high);
  }
  return {};
}

}  // namespace feira::scenario
