#include "sim/scenario/process_faults.hpp"

#include <algorithm>

namespace feira::scenario {

namespace {

using Kind = Fault::Kind;
using Random = RandomFaultsSpec;

constexpr std::array<ProcessFault, 13> table{{
    {Kind::crash, "crash", "crashes", "crashes", Hold::down, &Random::crash, "keeps", false},
    {Kind::lose_disk, "lose-disk", "loses its disk", "lost disks", Hold::lost, &Random::lose_disk, "", false},
    {Kind::old_disk, "old-disk", "is restored from an old backup", "old disks", Hold::lost, &Random::old_disk, "",
     false},
    {Kind::pause, "pause", "pauses", "pauses", Hold::paused, &Random::pause, "", false},
    {Kind::suspend, "suspend", "is suspended", "suspensions", Hold::paused, &Random::suspend, "clock", false},
    {Kind::slow, "slow", "is slow", "slow spells", Hold::none, &Random::slow, "step", true},
    {Kind::slow_disk, "slow-disk", "has a slow disk", "slow disks", Hold::none, &Random::slow_disk, "write", true},
    {Kind::stall, "stall", "has a stalled disk", "stalls", Hold::none, &Random::stall, "", false},
    {Kind::full_disk, "full-disk", "has a full disk", "full disks", Hold::none, &Random::full_disk, "", false},
    {Kind::read_error, "read-error", "cannot read its journal", "read errors", Hold::none, &Random::read_error, "",
     false},
    {Kind::drift, "drift", "has a clock that drifts", "drifts", Hold::none, &Random::drift, "rate", true},
    {Kind::clock_step, "clock-step", "has its clock set", "clock steps", Hold::none, &Random::clock_step, "by", true},
    {Kind::flip_bits, "flip-bits", "has a bit of its journal flipped", "flipped bits", Hold::lost, &Random::flip_bits,
     "", false},
}};

}  // namespace

std::span<const ProcessFault> process_faults() { return table; }

const ProcessFault& process_fault(Fault::Kind kind) {
  return *std::find_if(table.begin(), table.end(), [kind](const ProcessFault& each) { return each.kind == kind; });
}

}  // namespace feira::scenario
