// Every schedule of a small scenario: breadth first over the states of the whole world, level by level.
//
// What comes out does not depend on the number of threads: all threads end a level together, a state is counted at the
// level where it first comes up, and of several violations on the first level that has one, and of several ways to it,
// the one with the smallest fingerprint is told.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "sim/search/explore/moves.hpp"
#include "sim/search/explore/visited.hpp"

namespace feira::explore {

struct Limits {
  unsigned jobs = 1;
  /// In bytes, all in all; about, since what the allocator keeps is not counted.
  std::uint64_t memory = std::uint64_t{2} << 30U;
  /// So many choices at most.
  std::uint64_t depth = Visited::levels_max;
  Reductions reductions{};
};

struct Progress {
  std::uint64_t states = 0;  // choices made: states come to, seen before or not
  std::uint64_t unique = 0;  // different states, the first included
  std::uint64_t depth = 0;   // the level at work
};

enum class EndedBy : std::uint8_t { exhausted, violation, memory, depth, interrupted };

/// What breaks a property, and the shortest way to it.
struct Violation {
  Findings findings;
  std::vector<Choice> path;
  /// The last of the path leads to a state in which nothing but faults and timers can come, and time does not help.
  bool at_rest = false;
};

struct Exploration {
  EndedBy ended_by = EndedBy::exhausted;
  Progress progress;
  /// States of one marketplace, and messages, that were told apart.
  std::uint64_t sites = 0;
  std::uint64_t parcels = 0;
  /// States in which nothing but faults and timers could come.
  std::uint64_t rests = 0;
  std::uint64_t bytes = 0;
  std::vector<std::uint64_t> unique_by_depth;
  std::optional<Violation> violation;
};

/// `watch` is called now and then, from one thread at a time, and tells whether to go on.
Exploration explore(Store& store, const Limits& limits, const std::function<bool(const Progress&)>& watch);

}  // namespace feira::explore
