// Swarm: each seed gets a scenario of its own out of one file. Whole kinds of fault are switched on or off, the weights
// of the rest are drawn, and so are the shape of the delays, who buys, and numbers of the protocol.
//
// Many faults at once hide what one of them alone would show: crashes that come all the time never leave a queue the
// time to grow long. Runs that leave out whole kinds reach what the average mix never does. Source: Groce, Zhang, Eide,
// Chen and Regehr 2012, Swarm Testing.
//
// Every draw is addressed by what it is about: adding a kind of fault moves no draw of another.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "sim/scenario/scenario.hpp"

namespace feira::scenario {

/// A kind of fault that the file sets, and what this seed made of it.
struct SwarmedKind {
  std::string_view name;
  bool on = false;
};

struct Swarm {
  /// What is to be run: the file's scenario with what was drawn put in.
  Scenario scenario;
  /// In the order of the table of kinds.
  std::vector<SwarmedKind> kinds;
  /// All that was drawn, in lines of text.
  std::vector<std::string> drawn;
};

/// The swarm's scenario for this seed. A kind is off with probability one half, and at least one that the file sets
/// stays on. The weight of what is on, a share or how often its spells come, is scaled by a factor from 1/8 to 4;
/// shares stay low enough for the protocol to get on. Precondition: `scenario.swarm`.
Swarm swarm(const Scenario& scenario, std::uint64_t seed);

}  // namespace feira::scenario
