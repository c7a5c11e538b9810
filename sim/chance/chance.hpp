// Draws: pure functions of (seed, address), by the counter-based generator Philox4x32-10 (Salmon, Moraes, Dror, Shaw,
// "Parallel random numbers: as easy as 1, 2, 3", 2011). The seed is the key, the address is the counter.
//
// There is no state: a `Chance` can be copied and shared freely, and draws may be made in any order, again and again.
// Only for those who take a run up in the middle, a chance can note its draws in a ledger, and another one answer with
// the old seed what was noted by some moment and with a fresh seed all else.
// What becomes of the bits (ranges, shares, distributions) stands in sim/chance/draw.hpp.
#pragma once

#include <array>
#include <cstdint>

#include "sim/chance/address.hpp"
#include "sim/chance/ledger.hpp"

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
  explicit Chance(std::uint64_t seed) : seed_(seed), fresh_(seed) {}

  [[nodiscard]] std::uint64_t seed() const { return seed_; }

  /// 64 independent fair bits; the first two words of the block.
  [[nodiscard]] std::uint64_t bits(const Address& address) const;

  /// The whole block, for who needs more bits for one thing.
  [[nodiscard]] Words words(const Address& address) const;

  /// A family of draws of its own, for what does not fit into one address: `chance.about(x).bits(y)` is a draw
  /// about (x, y).
  [[nodiscard]] Chance about(const Address& address) const;

  /// The same draws, each noted in `ledger`, which outlives this chance and all that come from it.
  [[nodiscard]] Chance noted_in(Ledger& ledger) const;
  /// The same draws where `ledger` says that they were made at `moment` or before, and those of `fresh` elsewhere.
  /// `ledger` outlives this chance and all that come from it, and may be shared by threads.
  [[nodiscard]] Chance turned(const Ledger& ledger, DrawMoment moment, std::uint64_t fresh) const;

  friend bool operator==(const Chance&, const Chance&) = default;

 private:
  std::uint64_t seed_;
  /// For draws that are not in `past_`, if there is a past.
  std::uint64_t fresh_;
  Ledger* notes_ = nullptr;
  const Ledger* past_ = nullptr;
  DrawMoment moment_ = 0;
  bool of_family_ = false;
};

}  // namespace feira::chance
