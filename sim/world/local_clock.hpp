// A marketplace's own clock: any origin, a new one at each recovery, and a rate that is off by some parts per million.
//
// A clock whose rate or reading is changed in the middle of a run is from then on another clock, which begins where the
// first one stood: so reading is piecewise linear, each piece a `LocalClock`.
//
// All in 64-bit integers, and exact: `read` rounds down, and `first_at` is its inverse, the first moment of global time
// at which the clock shows at least a given reading.
#pragma once

#include <cstdint>

#include "core/time.hpp"
#include "sim/check/event.hpp"

namespace feira::sim {

using check::GlobalTime;

/// Further than this no run goes: about 36 years.
inline constexpr GlobalTime end_of_time{std::int64_t{1} << 60};

class LocalClock {
 public:
  LocalClock() = default;
  /// Shows `origin` at `since`; gains `drift_ppm` microseconds a second. Precondition: |drift_ppm| < 1,000,000.
  LocalClock(GlobalTime since, LocalTime origin, std::int64_t drift_ppm)
      : since_(since), origin_(origin), rate_(million + drift_ppm) {}

  /// Before its beginning the clock stands still at its origin.
  [[nodiscard]] LocalTime read(GlobalTime now) const {
    const std::int64_t elapsed = now.ns < since_.ns ? 0 : now.ns - since_.ns;
    return LocalTime{origin_.ns + elapsed / million * rate_ + elapsed % million * rate_ / million};
  }

  /// The first moment at which the clock shows `reading` or more, not before the clock's beginning; `end_of_time` when
  /// that is further away than any run goes.
  [[nodiscard]] GlobalTime first_at(LocalTime reading) const;

  // What becomes of a clock whose rate or reading changes at `now`, and goes on from there.
  [[nodiscard]] LocalClock with_drift(GlobalTime now, std::int64_t drift_ppm) const {
    return {later(now, since_), read(now), drift_ppm};
  }
  [[nodiscard]] LocalClock set_by(GlobalTime now, Duration by) const {
    return {later(now, since_), read(now) + by, drift_ppm()};
  }
  [[nodiscard]] LocalClock standing_still(GlobalTime now, GlobalTime until) const {
    return {later(until, since_), read(now), drift_ppm()};
  }

  [[nodiscard]] std::int64_t drift_ppm() const { return rate_ - million; }

  friend bool operator==(const LocalClock&, const LocalClock&) = default;

 private:
  static constexpr std::int64_t million = 1'000'000;

  static constexpr GlobalTime later(GlobalTime a, GlobalTime b) { return a < b ? b : a; }

  GlobalTime since_;
  LocalTime origin_;
  /// Local nanoseconds in a million global ones.
  std::int64_t rate_ = million;
};

}  // namespace feira::sim
