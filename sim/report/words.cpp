#include "sim/report/words.hpp"

#include <array>

namespace feira::report {
namespace {

struct Unit {
  std::uint64_t ns;
  std::uint64_t below;  // used for durations shorter than this
  const char* name;
};

constexpr std::uint64_t second = 1'000'000'000;
constexpr std::array units = {
    Unit{1, 1'000, " ns"},
    Unit{1'000, 1'000'000, " us"},
    Unit{1'000'000, second, " ms"},
    Unit{second, 600 * second, " s"},
    Unit{60 * second, 7200 * second, " min"},
    Unit{3600 * second, UINT64_MAX, " h"},
};

// `ns` in `unit` with three digits that count, without zeros at the end of a fraction.
std::string scaled(std::uint64_t ns, std::uint64_t unit) {
  const std::uint64_t whole = ns / unit;
  const std::uint64_t decimals = whole >= 100 ? 1 : whole >= 10 ? 10 : 100;
  // Half of the last digit that is shown, added, rounds to the nearest.
  const std::uint64_t rounded = ns + unit / decimals / 2;
  std::string out = std::to_string(rounded / unit);
  const std::uint64_t fraction = rounded % unit * decimals / unit;
  if (fraction == 0) return out;
  std::string digits = std::to_string(fraction);
  if (decimals == 100 && fraction < 10) digits.insert(0, "0");
  if (digits.back() == '0') digits.pop_back();
  return out + "." + digits;
}

}  // namespace

std::string text(Duration duration) {
  if (duration.ns < 0) return "-" + text(Duration{duration.ns == INT64_MIN ? INT64_MAX : -duration.ns});
  const auto ns = static_cast<std::uint64_t>(duration.ns);
  for (const Unit& unit : units) {
    // One that would round up to a thousand takes the next unit: 1 s, not 1000 ms.
    if (ns < unit.below - unit.below / 2000) return scaled(ns, unit.ns) + unit.name;
  }
  return scaled(ns, units.back().ns) + units.back().name;
}

std::string grouped(std::uint64_t number) {
  std::string digits = std::to_string(number);
  for (std::size_t place = digits.size(); place > 3; place -= 3) digits.insert(place - 3, ",");
  return digits;
}

std::string ratio(std::uint64_t part, std::uint64_t whole) {
  if (whole == 0) return part == 0 ? "0" : "-";
  const std::uint64_t tenths = part / whole * 10 + (part % whole * 10 + whole / 2) / whole;
  return grouped(tenths / 10) + "." + std::to_string(tenths % 10);
}

std::string counted(std::uint64_t number, std::string_view noun) {
  std::string out = grouped(number) + " " + std::string(noun);
  if (number == 1) return out;
  return out + (noun.ends_with("ss") ? "es" : "s");
}

std::string hex(std::uint64_t digest) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string out(16, '0');
  for (std::size_t place = out.size(); digest != 0; digest >>= 4) out[--place] = digits[digest & 15U];
  return out;
}

}  // namespace feira::report
