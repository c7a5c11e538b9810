// A run that its caller takes step by step: to look at the world in the middle, to stop there, or to go on from there
// more than once. `run` (sim/world/run.hpp) is this, taken to its end.
//
// A playback is a value like the world in it: a copy goes on by itself.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "sim/scenario/scenario.hpp"
#include "sim/world/run.hpp"
#include "sim/world/world.hpp"

namespace feira::sim {

/// The scenario as this seed runs it: a swarm drawn, recipes made into faults and buyers.
[[nodiscard]] scenario::Scenario as_run(const scenario::Scenario& scenario, std::uint64_t seed);

class Playback {
 public:
  /// `scenario` is one as it is run (`as_run`); `observers` outlives the playback and its copies.
  Playback(const scenario::Scenario& scenario, std::uint64_t seed, const Observers& observers)
      : Playback(scenario, scenario::expand(scenario, seed), chance::Chance(seed), observers) {}
  /// With a fault plan and chance of one's own.
  Playback(const scenario::Scenario& scenario, scenario::FaultPlan plan, const chance::Chance& chance,
           const Observers& observers);

  /// Takes the next step: what one thing that was due lets happen at one marketplace, until that waits for something.
  /// May make any number of events. False when the run is over, as said by `ended_by`.
  bool advance() {
    if (!world_.advance() || world_.now() > bound_) return over(EndedBy::settle_bound);
    if (world_.now() < next_look_) return true;
    // Whether all is quiet is looked at once in a heartbeat: what could still change by itself shows within one.
    next_look_ = {world_.now().ns + between_looks_.ns};
    return world_.quiet() ? over(EndedBy::quiet) : true;
  }
  /// The caller has seen enough.
  void stop() { ended_by_ = EndedBy::stopped; }

  /// Judges what can only be judged at the end. Call once.
  RunResult finish();

  [[nodiscard]] World& world() { return world_; }
  [[nodiscard]] const World& world() const { return world_; }
  [[nodiscard]] EndedBy ended_by() const { return ended_by_; }

 private:
  bool over(EndedBy by) {
    ended_by_ = by;
    return false;
  }

  World world_;
  std::uint64_t seed_;
  Duration settle_;
  GlobalTime bound_;
  Duration between_looks_;
  GlobalTime next_look_;
  EndedBy ended_by_ = EndedBy::stopped;
};

}  // namespace feira::sim
