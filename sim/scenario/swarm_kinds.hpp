// The kinds of fault that a swarm switches on and off: a table, one line for each kind.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "sim/scenario/scenario.hpp"

namespace feira::scenario {

/// A weight's factor in eighths: from 1/8 (1) to 4 (32).
struct SwarmFactor {
  std::int64_t eighths = 8;
};

struct SwarmKind {
  std::string_view name;
  /// Of its draws: never given to another kind, not even to follow one that is gone.
  std::uint32_t address = 0;
  /// Whether the scenario sets it at all.
  bool (*is_set)(const Scenario& scenario) = nullptr;
  void (*switch_off)(Scenario& scenario) = nullptr;
  /// Scales its weight and says in few words what it is now; empty where it has no weight.
  std::string (*weigh)(Scenario& scenario, SwarmFactor factor) = nullptr;
};

std::span<const SwarmKind> swarm_kinds();

}  // namespace feira::scenario
