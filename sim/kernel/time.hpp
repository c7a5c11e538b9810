// Virtual time: nanoseconds since the run began, in whole numbers. It moves only from one event to the next.
#pragma once

#include <compare>
#include <cstdint>

namespace feira::kernel {

/// A span of virtual time in nanoseconds.
struct Span {
  std::int64_t ns = 0;
  friend constexpr auto operator<=>(const Span&, const Span&) = default;
};

/// A point of virtual time; never negative in a kernel.
struct Time {
  std::int64_t ns = 0;
  friend constexpr auto operator<=>(const Time&, const Time&) = default;
  friend constexpr Time operator+(Time t, Span s) { return {t.ns + s.ns}; }
  friend constexpr Span operator-(Time a, Time b) { return {a.ns - b.ns}; }
};

}  // namespace feira::kernel
