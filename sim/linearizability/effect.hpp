// What an operation does to the state, as far as the search needs to know, and how numbers are spread over tables.
#pragma once

#include <cstdint>

namespace feira::linearizability {

enum class Effect : std::uint8_t {
  none,         // it cannot matter: a read whose answer nobody knows
  observation,  // changes nothing, and is possible in some states only: reads, refusals
  conditional,  // changes the state, and is possible in some states only: a successful buy or compare-and-set
  always,       // changes the state, and is possible in all: restock, append
  overwrites,   // the same, and the state after it is the same whatever it was before: write, put
};

/// Possible in all states: such an operation leaves no trace when it takes effect just before one that overwrites.
constexpr bool unconditional(Effect effect) { return effect == Effect::always || effect == Effect::overwrites; }

/// Spreads the bits of a number; the same on every platform.
constexpr std::uint64_t spread(std::uint64_t x) {
  x *= 0x9E3779B97F4A7C15U;
  x ^= x >> 32;
  x *= 0xD6E8FEB86659FD93U;
  return x ^ x >> 32;
}

}  // namespace feira::linearizability
