// Durations and the local clock of one marketplace.
//
// Two marketplaces' local times must never be compared: their clocks share no origin and a clock gets a new
// origin at each recovery, so zero and negative local times mean nothing.
#pragma once

#include <compare>
#include <cstdint>

namespace feira {

/// A span of time in nanoseconds; may be negative.
struct Duration {
  std::int64_t ns = 0;

  friend constexpr auto operator<=>(const Duration&, const Duration&) = default;
  friend constexpr Duration operator+(Duration a, Duration b) { return {a.ns + b.ns}; }
  friend constexpr Duration operator-(Duration a, Duration b) { return {a.ns - b.ns}; }
  friend constexpr Duration operator*(Duration a, std::int64_t factor) { return {a.ns * factor}; }
  friend constexpr Duration operator/(Duration a, std::int64_t divisor) { return {a.ns / divisor}; }
};

constexpr Duration microseconds(std::int64_t count) { return {count * 1'000}; }
constexpr Duration milliseconds(std::int64_t count) { return {count * 1'000'000}; }
constexpr Duration seconds(std::int64_t count) { return {count * 1'000'000'000}; }

/// A reading of one marketplace's own clock, in nanoseconds from an origin that nobody knows.
struct LocalTime {
  std::int64_t ns = 0;

  friend constexpr auto operator<=>(const LocalTime&, const LocalTime&) = default;
  friend constexpr LocalTime operator+(LocalTime t, Duration d) { return {t.ns + d.ns}; }
  friend constexpr LocalTime operator-(LocalTime t, Duration d) { return {t.ns - d.ns}; }
  friend constexpr Duration operator-(LocalTime a, LocalTime b) { return {a.ns - b.ns}; }
};

/// No deadline.
inline constexpr LocalTime never{INT64_MAX};

}  // namespace feira
