// Who comes and goes in a run: the scenario's own changes of the membership and the random ones of a seed, as one
// explicit plan. Drawn by address, like faults: what is taken away moves no other draw of a time, though who is chosen
// depends on who is there.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "sim/scenario/scenario.hpp"

namespace feira::scenario {

/// By time.
std::vector<MembershipSpec> membership_plan(const Scenario& scenario, std::uint64_t seed);

/// For each marketplace, whether it is a newcomer that starts only when the plan says so.
std::vector<bool> newcomers(const std::vector<MembershipSpec>& plan, std::size_t marketplaces);

/// "eva joins, let in by ana, 2s", "bia leaves, 5s", "davi is evicted at ana, 7s".
std::string describe(const MembershipSpec& change, const Scenario& scenario);

}  // namespace feira::scenario
