#include "sim/search/when/share.hpp"

#include <algorithm>

namespace feira::search {
namespace {

__extension__ typedef __int128 Wide;  // NOLINT(modernize-use-using): only a typedef takes __extension__

/// z of 95 %, 1.96, and its square, in ten-thousandths.
constexpr std::int64_t z = 19'600;
constexpr std::int64_t z_squared = 38'416;
constexpr std::int64_t unit = 10'000;

/// The whole part of the square root (Newton's method).
Wide root(Wide square) {
  if (square < 2) return square;
  Wide guess = square;
  for (Wide next = (guess + 1) / 2; next < guess; next = (guess + square / guess) / 2) guess = next;
  return guess;
}

}  // namespace

Interval Share::interval() const {
  if (whole == 0) return {};
  // (2 x + z^2 -+ z sqrt(z^2 + 4 x (n - x) / n)) / (2 (n + z^2)); all sums below in ten-thousandths.
  const Wide x = static_cast<std::int64_t>(part);
  const Wide n = static_cast<std::int64_t>(whole);
  const Wide under_root = Wide{z_squared} * unit + 4 * x * (n - x) * unit * unit / n;
  const Wide spread = z * root(under_root) / unit;
  const Wide middle = 2 * x * unit + z_squared;
  const Wide divisor = 2 * (n * unit + z_squared);
  const Wide low = part == 0 ? Wide{0} : (middle - spread) * 1000 / divisor;
  const Wide high = part == whole ? Wide{1000} : ((middle + spread) * 1000 + divisor - 1) / divisor;
  return {static_cast<std::int64_t>(std::clamp(low, Wide{0}, Wide{1000})),
          static_cast<std::int64_t>(std::clamp(high, Wide{0}, Wide{1000}))};
}

bool surely_rises(const Share& earlier, const Share& later) {
  return earlier.interval().high_per_mille < later.interval().low_per_mille;
}

}  // namespace feira::search
