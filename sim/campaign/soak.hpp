// What a soak has found so far: the sums of one scenario over any number of sessions, small enough to be written down
// every few seconds and taken up again by the next session.
//
// Seeds are run in order and counted in order, so what is summed is always seeds 1 to `seeds`.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "core/time.hpp"
#include "sim/campaign/outcome.hpp"

namespace feira::campaign {

struct SoakViolation {
  std::uint64_t seed = 0;
  std::vector<std::string> properties;
  friend bool operator==(const SoakViolation&, const SoakViolation&) = default;
};

/// How long a seed took by the clock on the wall.
struct SlowSeed {
  std::uint64_t seed = 0;
  Duration real;
  std::uint64_t events = 0;
  friend bool operator==(const SlowSeed&, const SlowSeed&) = default;
};

struct SoakSum {
  /// As it was named, and a hash of what it said: another text is another soak.
  std::string file;
  std::uint64_t text_hash = 0;
  std::uint64_t seeds = 0;
  std::uint64_t events = 0;
  std::uint64_t purchases = 0;
  std::uint64_t messages = 0;
  std::uint64_t simulated_ms = 0;
  /// Of runs, added over all threads.
  std::uint64_t real_ms = 0;
  /// By name; never-reached ones with zero.
  std::map<std::string, std::uint64_t> situations;
  /// Of a swarm: in how many seeds each kind of fault was on.
  std::map<std::string, std::uint64_t> kinds_on;
  /// Seeds run by each build of the program, by a hash of it.
  std::map<std::string, std::uint64_t> builds;
  std::vector<SoakViolation> violations;
  /// The slowest first, a handful.
  std::vector<SlowSeed> slowest;

  /// The next seed's outcome; `situation_names` in the order of `outcome.reached`.
  void add(const Outcome& outcome, Duration real, const std::vector<std::string>& situation_names,
           const std::string& build);
  friend bool operator==(const SoakSum&, const SoakSum&) = default;
};

/// A file's sum among `sums`; one that begins at zero when there is none yet.
SoakSum& sum_of(std::vector<SoakSum>& sums, const std::string& file, std::uint64_t text_hash);

}  // namespace feira::campaign
