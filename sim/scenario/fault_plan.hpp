// Random faults become an explicit plan before the run, so that a run's faults can be printed, cut down and written
// into a scenario file.
//
// Every draw is addressed by the kind of fault, the marketplace and the number of the spell: taking away one kind or
// one fault moves no other draw. The spells of one kind at one marketplace do not overlap in the plan: crashes that
// touch are one crash, pauses that touch are one pause, and the part of a pause that lies inside a crash is left out;
// of other kinds the later one takes the place of the earlier.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "sim/scenario/scenario.hpp"

namespace feira::scenario {

/// No spell is shorter, whether given, drawn or cut by another.
inline constexpr Duration spell_min = milliseconds(1);

struct FaultPlan {
  /// By time of beginning; all end at `run.faults_until` at the latest.
  std::vector<Fault> faults;
  /// Who comes and goes, by time.
  std::vector<MembershipSpec> membership;
};

/// The scenario's own faults and changes of the membership, and the random ones of this seed.
FaultPlan expand(const Scenario& scenario, std::uint64_t seed);

/// "ana, bia cut from caio, 2s-5s", "ana crashes, 1s-1.5s".
std::string describe(const Fault& fault, const Scenario& scenario);

}  // namespace feira::scenario
