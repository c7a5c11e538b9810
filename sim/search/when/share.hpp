// A share that was estimated from a number of trials, and how far it may be trusted: the 95 % confidence interval of
// Wilson, "Probable inference, the law of succession, and statistical inference", 1927. In whole numbers.
#pragma once

#include <cstdint>

namespace feira::search {

/// Tenths of a percent; `low` is rounded down and `high` up.
struct Interval {
  std::int64_t low_per_mille = 0;
  std::int64_t high_per_mille = 1000;
  friend bool operator==(const Interval&, const Interval&) = default;
};

/// How many of so many. Precondition: part <= whole <= 10^9.
struct Share {
  std::uint64_t part = 0;
  std::uint64_t whole = 0;

  /// Rounded to the nearest; zero of nothing.
  [[nodiscard]] std::int64_t per_mille() const {
    return whole == 0 ? 0 : static_cast<std::int64_t>((part * 1000 + whole / 2) / whole);
  }
  [[nodiscard]] bool all() const { return whole != 0 && part == whole; }
  /// Anything is possible when there were no trials.
  [[nodiscard]] Interval interval() const;

  friend bool operator==(const Share&, const Share&) = default;
};

/// Whether `later` is greater than `earlier` beyond doubt: their intervals do not touch.
[[nodiscard]] bool surely_rises(const Share& earlier, const Share& later);

}  // namespace feira::search
