// A duration drawn from a scenario's distribution.
#pragma once

#include <cstdint>

#include "core/time.hpp"
#include "sim/scenario/scenario.hpp"

namespace feira::sim {

/// Larger bits never give a shorter duration; never negative.
[[nodiscard]] Duration draw(const scenario::Spread& spread, std::uint64_t bits);

/// The durations of this spread are all zero.
[[nodiscard]] bool is_zero(const scenario::Spread& spread);

}  // namespace feira::sim
