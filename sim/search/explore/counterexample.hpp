// A schedule as a scenario file of the timed world: buyers that ask at given moments, and messages that are lost, come
// twice or take as long as the schedule says.
//
// Each choice gets a moment, a millisecond after the one before. A message that the schedule delivers is given the
// delay that brings it there; one that it leaves in flight arrives when all is over. Hooks of one scenario are all
// equally long, disks are at once, a crash lasts a millisecond; and a time that a timer waits for is reached by waiting
// for it, while everybody's other timers go on. So not every schedule can be had: run the file, and see.
#pragma once

#include <vector>

#include "sim/scenario/scenario.hpp"
#include "sim/search/explore/moves.hpp"
#include "sim/search/explore/search.hpp"

namespace feira::explore {

/// `first` is the state that the path begins in. What the file should expect to fail is left open.
scenario::Scenario as_scenario(Moves& moves, const std::vector<Word>& first, const Violation& violation);

}  // namespace feira::explore
