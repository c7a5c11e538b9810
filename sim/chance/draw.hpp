// From 64 fair bits to a number in a range, a yes or no, a delay. All in integer arithmetic, so that every compiler and
// library gives the same answer. Larger bits never give a smaller range number, nor a longer delay.
#pragma once

#include <cstdint>
#include <span>
#include <utility>

#include "sim/chance/chance.hpp"

namespace feira::chance {

__extension__ typedef unsigned __int128 Wide;  // NOLINT(modernize-use-using): only a typedef takes __extension__

/// 0 .. n - 1, by multiply and shift; 0 when n is 0.
[[nodiscard]] constexpr std::uint64_t below(std::uint64_t bits, std::uint64_t n) {
  return static_cast<std::uint64_t>(Wide{bits} * n >> 64);
}

/// low .. high, both included. Precondition: low <= high.
[[nodiscard]] constexpr std::int64_t between(std::uint64_t bits, std::int64_t low, std::int64_t high) {
  const std::uint64_t span = static_cast<std::uint64_t>(high) - static_cast<std::uint64_t>(low) + 1;
  const std::uint64_t offset = span == 0 ? bits : below(bits, span);  // 0: all 2^64 numbers
  return static_cast<std::int64_t>(static_cast<std::uint64_t>(low) + offset);
}

/// True for `per_million` of a million draws; never for 0 or less, always for a million or more.
[[nodiscard]] constexpr bool happens(std::uint64_t bits, std::int64_t per_million) {
  return static_cast<std::int64_t>(below(bits, 1'000'000)) < per_million;
}

/// An exponentially distributed time with this mean, cut at 32 means: -mean * ln(u), u the bits read as a fraction.
/// Precondition: 0 <= mean_ns <= INT64_MAX / 32 (nine years).
[[nodiscard]] std::int64_t exponential(std::uint64_t bits, std::int64_t mean_ns);

/// A Pareto distributed time of index 1: low / u, cut at `high_ns`. Precondition: 0 <= low_ns <= high_ns.
[[nodiscard]] std::int64_t heavy_tail(std::uint64_t bits, std::int64_t low_ns, std::int64_t high_ns);

/// The binary logarithm of a fraction, as a positive number: -log2((bits + 1) / 2^64) with 32 binary places,
/// from 0 to 64.
[[nodiscard]] std::uint64_t minus_log2(std::uint64_t bits);

/// Puts `items` into a drawn order (Fisher and Yates; Durstenfeld 1964). All n! orders are equally likely.
template <class Item>
void shuffle(const Chance& chance, const Address& address, std::span<Item> items) {
  const Chance draws = chance.about(address);
  for (std::uint64_t left = items.size(); left > 1; --left) {
    const std::uint64_t pick = below(draws.bits({.ordinal = left}), left);
    std::swap(items[left - 1], items[pick]);
  }
}

}  // namespace feira::chance
