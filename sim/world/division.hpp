// Who does not reach whom while a fault of the network lasts.
#pragma once

#include <cstdint>
#include <vector>

#include "sim/scenario/scenario.hpp"

namespace feira::sim {

class Division {
 public:
  Division(const scenario::Fault& fault, std::uint32_t marketplaces);

  /// Whether messages from `from` to `to` are concerned.
  [[nodiscard]] bool separates(scenario::MarketplaceIndex from, scenario::MarketplaceIndex to) const;

 private:
  enum class Sort : std::uint8_t {
    groups,  // `side` is the group; who is named in none is in group 0 with the others
    bridge,  // the same, but group 0 reaches all
    ring,    // `side` is the place in the ring; each hears the `heard` marketplaces around it, itself included
    one_way  // bit 0 of `side` for the senders, bit 1 for the receivers
  };
  Sort sort_;
  std::uint32_t heard_ = 0;
  std::vector<std::uint32_t> side_;
};

}  // namespace feira::sim
