// What is drawn before a run, given: the scenario that a file would have to say for the same plan to be run.
#pragma once

#include <cstdint>

#include "sim/scenario/scenario.hpp"

namespace feira::search {

/// The swarm's scenario of this seed, without groups of nobody. Unchanged when it is none.
scenario::Scenario with_swarm_given(const scenario::Scenario& scenario, std::uint64_t seed);

/// Faults and changes of the membership of this seed, random ones and recipes among them, as given ones. Partitions of
/// a drawn shape become groups or cuts. Unchanged when nothing is drawn.
scenario::Scenario with_plan_given(const scenario::Scenario& scenario, std::uint64_t seed);

}  // namespace feira::search
