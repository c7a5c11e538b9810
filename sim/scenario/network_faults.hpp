// Faults of the network as the plan draws and tells them: who is parted from whom, and which messages it concerns.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "sim/chance/address.hpp"
#include "sim/chance/chance.hpp"
#include "sim/scenario/scenario.hpp"

namespace feira::scenario {

/// Partition, cut, clog and hold.
[[nodiscard]] bool is_of_the_network(Fault::Kind kind);

/// Bridges and rings need three marketplaces.
[[nodiscard]] std::size_t marketplaces_needed(PartitionShape shape);

/// The groups of a partition of this shape among marketplaces 0 to `count` - 1, as `Fault::groups` says. Precondition:
/// `count` is at least 2. Where there are too few marketplaces for a shape, they are parted into halves.
std::vector<std::vector<MarketplaceIndex>> draw_shape(const chance::Chance& chance, chance::Address address,
                                                      PartitionShape& shape, std::size_t count);

/// What is to be drawn about one random fault of the network, beside when and how long: its shape and groups, and of a
/// hold the kind of message. `fault.kind` is set.
void draw_choice(const chance::Chance& chance, const chance::Address& address, const RandomFaultSpec& random,
                 std::size_t count, Fault& fault);

/// "ana, bia | caio cut from each other", "the way from ana to bia clogged", with the kinds of message if not all.
std::string describe_network_fault(const Fault& fault, const Scenario& scenario);

}  // namespace feira::scenario
