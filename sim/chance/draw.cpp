#include "sim/chance/draw.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>

namespace feira::chance {

namespace {

constexpr unsigned table_bits = 8;
constexpr std::size_t table_size = std::size_t{1} << table_bits;
/// ln 2 with 32 binary places.
constexpr std::uint64_t ln2 = 2'977'044'472;
constexpr std::uint64_t one = std::uint64_t{1} << 32;

/// log2 of x / 2^32 for 1 <= x / 2^32 < 2, with 32 binary places: squaring doubles the logarithm, so each squaring
/// yields the next binary place.
constexpr std::uint64_t log2_of_mantissa(std::uint64_t x) {
  std::uint64_t log = 0;
  for (int place = 31; place >= 0; --place) {
    Wide square = Wide{x} * x >> 32;
    if (square >= Wide{one} * 2) {
      square >>= 1;
      log |= std::uint64_t{1} << place;
    }
    x = static_cast<std::uint64_t>(square);
  }
  return log;
}

/// log2(1 + i / 256) with 32 binary places; between two entries the logarithm is read off a straight line, which is
/// wrong by less than 3 parts in a million.
constexpr std::array<std::uint64_t, table_size + 1> log2_table = [] {
  std::array<std::uint64_t, table_size + 1> table{};
  for (std::size_t i = 0; i < table_size; ++i) table[i] = log2_of_mantissa(one + (std::uint64_t{i} << 24));
  table[table_size] = one;
  return table;
}();

}  // namespace

std::uint64_t minus_log2(std::uint64_t bits) {
  if (bits == UINT64_MAX) return 0;
  const std::uint64_t numerator = bits + 1;
  const auto zeros = static_cast<unsigned>(std::countl_zero(numerator));
  const std::uint64_t mantissa = numerator << zeros << 1;  // after the leading one
  const auto entry = static_cast<std::size_t>(mantissa >> (64 - table_bits));
  const std::uint64_t rest = mantissa << table_bits >> 32;
  const std::uint64_t step = log2_table[entry + 1] - log2_table[entry];
  const std::uint64_t fraction = log2_table[entry] + (step * rest >> 32);
  return (std::uint64_t{zeros} + 1) * one - fraction;
}

std::int64_t exponential(std::uint64_t bits, std::int64_t mean_ns) {
  const auto minus_ln = static_cast<std::uint64_t>(Wide{minus_log2(bits)} * ln2 >> 32);
  const std::uint64_t means = std::min(minus_ln, 32 * one);
  return static_cast<std::int64_t>(Wide{means} * static_cast<std::uint64_t>(mean_ns) >> 32);
}

std::int64_t heavy_tail(std::uint64_t bits, std::int64_t low_ns, std::int64_t high_ns) {
  const Wide divisor = Wide{bits} + 1;
  const Wide scaled = Wide{static_cast<std::uint64_t>(low_ns)} << 64;
  if (scaled >= divisor * static_cast<std::uint64_t>(high_ns)) return high_ns;
  return static_cast<std::int64_t>(scaled / divisor);
}

}  // namespace feira::chance
