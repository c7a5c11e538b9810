// What a campaign keeps of the run of one seed: small, and free of everything that only a story needs.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/time.hpp"

namespace feira::campaign {

/// A kind of fault of a swarm, and whether it was on.
struct Switched {
  std::string kind;
  bool on = false;
};

struct Outcome {
  std::uint64_t seed = 0;
  /// Over every event of the run and the final state.
  std::uint64_t digest = 0;
  std::uint64_t events = 0;
  /// How long the run took in simulated time.
  Duration simulated;
  std::uint64_t messages = 0;
  std::uint64_t purchases = 0;
  /// From asking to the decision, in simulated time; one for each purchase that was decided.
  std::vector<Duration> latencies;
  /// The properties that did not hold, each once.
  std::vector<std::string> violated;
  /// How often each situation came, in the order of the names that the tally was made with.
  std::vector<std::uint64_t> reached;
  /// Of a swarm: every kind of fault that the scenario sets.
  std::vector<Switched> kinds;
  /// What the scenario gives for single messages and what never came about.
  std::vector<std::string> missed;
};

}  // namespace feira::campaign
