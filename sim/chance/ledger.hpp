// Which draws of a run were made, and when first: so that a run can be taken up in the middle with other chance for all
// that is drawn later, while what has been drawn stays as it is (a buyer's wish, a hook's answer), however often it is
// asked for again.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <unordered_map>
#include <vector>

#include "sim/chance/address.hpp"

namespace feira::chance {

/// Counts whatever its owner counts; draws that are made before anything was counted belong to moment 0.
using DrawMoment = std::uint64_t;

class Ledger {
 public:
  /// A draw that was made, by its address in the family of the run's own seed.
  struct Drawn {
    DrawMoment moment = 0;
    Address address;
  };

  /// Draws from here on belong to this moment; never an earlier one than before.
  void turn_to(DrawMoment moment) { now_ = moment; }

  /// The draw at `counter` under `seed` is made. `address` is kept for those who tell of it unless it is one of a
  /// family (`Chance::about`), whose own address was given when it was begun.
  void note(std::uint64_t seed, const std::array<std::uint32_t, 4>& counter, const Address& address, bool of_family);

  /// Whether this draw was made at `moment` or before.
  [[nodiscard]] bool made_by(DrawMoment moment, std::uint64_t seed, const std::array<std::uint32_t, 4>& counter) const;

  /// In the order made, each once.
  [[nodiscard]] const std::vector<Drawn>& drawn() const { return drawn_; }

 private:
  struct Place {
    std::uint64_t seed = 0;
    std::array<std::uint32_t, 4> counter{};
    friend bool operator==(const Place&, const Place&) = default;
  };
  struct Mixed {
    std::size_t operator()(const Place& place) const;
  };

  DrawMoment now_ = 0;
  std::unordered_map<Place, DrawMoment, Mixed> first_;  // for look-up only, never iterated
  std::vector<Drawn> drawn_;
};

}  // namespace feira::chance
