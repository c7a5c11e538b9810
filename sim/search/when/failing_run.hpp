// A run that fails, taken once with every draw noted; and what becomes of it when it is taken up in the middle with
// other chance.
//
// Cut k is where the world stands after its k-th step that made any event. What was drawn up to there stays; all that
// is drawn later comes from a fresh seed, one for each continuation and the same one at every cut, so that neighbouring
// cuts are compared under the same luck. The fault plan is drawn before the run, and stays, unless it is to be fresh:
// then the faults that begin after the cut's time are drawn anew as well.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "sim/chance/ledger.hpp"
#include "sim/check/event.hpp"
#include "sim/scenario/scenario.hpp"
#include "sim/search/failure.hpp"
#include "sim/search/when/jump_search.hpp"
#include "sim/world/playback.hpp"

namespace feira::search {

struct Broken {
  FailureClass failure;
  check::Violation violation;
};

class FailingRun {
 public:
  /// Takes the run. `stop` is asked now and then: true ends it early, and then it has no failures.
  FailingRun(const scenario::Scenario& scenario, std::uint64_t seed, const std::function<bool()>& stop);

  /// What is violated, the first to break first.
  [[nodiscard]] const std::vector<Broken>& failures() const { return failures_; }

  /// The cut after the step in which this violation was complete.
  [[nodiscard]] Cut cut_of(const check::Violation& violation) const;
  [[nodiscard]] Cut last_cut() const { return steps_.size() - 1; }

  /// Where the world stands at a cut.
  struct Place {
    /// How many steps the world has taken, those without events included.
    std::uint64_t steps = 0;
    /// The last event that was made.
    std::uint64_t event = 0;
    check::GlobalTime time;
  };
  [[nodiscard]] const Place& at(Cut cut) const { return steps_[cut]; }
  /// What was drawn in the step before this cut, and in those without events before that.
  [[nodiscard]] std::vector<chance::Address> drawn_in_step(Cut cut) const;

  [[nodiscard]] const scenario::Scenario& as_run() const { return scenario_; }
  [[nodiscard]] std::uint64_t seed() const { return seed_; }

  /// A world that stands at a cut, to be copied.
  struct Snapshot {
    sim::Playback playback;
    EventKinds kinds;
  };
  /// Brings a world to each of these cuts, which are in order.
  [[nodiscard]] std::vector<Snapshot> stand_at(const std::vector<Cut>& cuts) const;

  struct Continuation {
    std::uint64_t number = 0;
    bool fresh_faults = false;
  };
  /// Goes on from the cut with fresh chance. Whether it fails alike; nothing when `stop` said so. May be called on many
  /// threads at once.
  [[nodiscard]] std::optional<bool> fails_alike(const Snapshot& snapshot, Cut cut, const Continuation& continuation,
                                                const FailureClass& failure, const std::function<bool()>& stop) const;

 private:
  [[nodiscard]] sim::Playback begun(const sim::Observers& observers) const { return {scenario_, seed_, observers}; }
  [[nodiscard]] scenario::FaultPlan plan_with_fresh(std::uint64_t fresh, check::GlobalTime from) const;
  /// Starts anew, with another fault plan from the cut's time on.
  [[nodiscard]] sim::Playback with_fresh_faults(Cut cut, std::uint64_t fresh, const sim::Observers& observers) const;

  scenario::Scenario scenario_;
  std::uint64_t seed_;
  chance::Ledger ledger_;
  std::vector<Place> steps_;
  std::vector<Broken> failures_;
};

}  // namespace feira::search
