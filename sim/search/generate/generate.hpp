// Whole scenarios, generated: marketplaces and what they sell, buyers, owners' changes, network, disks, clocks, who
// comes and goes, what goes wrong, and the numbers of the protocol.
//
// Everything that is generated lies where the protocol promises that all properties hold (docs/check.md says what that
// leaves out, and why), and is weighted toward trouble: many want the same thing at once, leases are about as long as
// what is done under them, crashes come while sections are held. Rapidcheck draws; a case is a function of a seed and
// its number, so that cases can be made on any thread in any order.
#pragma once

#include <cstdint>

#include "sim/scenario/scenario.hpp"
#include "sim/search/generate/draws.hpp"

namespace feira::search {

struct Case {
  scenario::Scenario scenario;
  /// With which it is to be run: small, since a file that is kept runs all seeds up to it.
  std::uint64_t seed = 1;
};

/// Case `number`, from 1, of those that grow from `seed`. Sizes rise from case to case up to `size_max` (1 to
/// `size_nominal`) and begin again, so that a small case is tried soon.
Case generate(std::uint64_t seed, std::uint64_t number, int size_max = size_nominal);

/// The case that these draws give.
Case generate(Draws draws);

}  // namespace feira::search
