// Draws: pure functions of (seed, address), by the counter-based generator Philox4x32-10 (Salmon, Moraes, Dror, Shaw,
// "Parallel random numbers: as easy as 1, 2, 3", 2011). The seed is the key, the address is the counter.
//
// There is no state: a `Chance` can be copied and shared freely, and draws may be made in any order, again and again.
// What becomes of the bits (ranges, shares, distributions) stands in sim/chance/draw.hpp.
#pragma once

#include <array>
#include <cstdint>

#include "sim/chance/address.hpp"

namespace feira::chance {

/// One block of Philox: 128 bits.
using Words = std::array<std::uint32_t, 4>;
using Key = std::array<std::uint32_t, 2>;

/// The generator itself.
[[nodiscard]] Words philox4x32_10(const Words& counter, const Key& key);

/// The counter of an address. Stops the program when the ordinal is at or above `ordinal_limit`.
[[nodiscard]] Words counter_of(const Address& address);

class Chance {
 public:
  explicit Chance(std::uint64_t seed) : seed_(seed) {}

  [[nodiscard]] std::uint64_t seed() const { return seed_; }

  /// 64 independent fair bits; the first two words of the block.
  [[nodiscard]] std::uint64_t bits(const Address& address) const;

  /// The whole block, for who needs more bits for one thing.
  [[nodiscard]] Words words(const Address& address) const;

  /// A family of draws of its own, for what does not fit into one address: `chance.about(x).bits(y)` is a draw
  /// about (x, y).
  [[nodiscard]] Chance about(const Address& address) const { return Chance(bits(address)); }

  friend bool operator==(const Chance&, const Chance&) = default;

 private:
  std::uint64_t seed_;
};

}  // namespace feira::chance
