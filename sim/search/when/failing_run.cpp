#include "sim/search/when/failing_run.hpp"

#include <algorithm>
#include <utility>

#include "sim/scenario/fault_plan.hpp"

namespace feira::search {

namespace {

/// How many steps are taken before it is asked again whether to stop, or looked whether it has failed.
constexpr std::uint64_t steps_between_looks = 128;

bool asked_to_stop(const std::function<bool()>& stop) { return stop && stop(); }

/// The property's first violation, if it is violated.
std::optional<check::Violation> violation_of(check::Property property, sim::World& world) {
  return world.trace().checkers().verdicts()[static_cast<std::size_t>(property)].violation;
}

}  // namespace

FailingRun::FailingRun(const scenario::Scenario& scenario, std::uint64_t seed, const std::function<bool()>& stop)
    : scenario_(sim::as_run(scenario, seed)), seed_(seed) {
  EventKinds kinds;
  const sim::Observers observers{.event = [&](const check::Event& event) { kinds.observe(event); }, .stop = {}};
  sim::Playback playback(scenario_, scenario::expand(scenario_, seed), chance::Chance(seed).noted_in(ledger_),
                         observers);
  sim::World& world = playback.world();
  steps_.push_back({0, world.trace().events(), world.now()});
  bool goes_on = true;
  for (std::uint64_t step = 1; goes_on; ++step) {
    if (step % steps_between_looks == 0 && asked_to_stop(stop)) return;
    ledger_.turn_to(step);
    goes_on = playback.advance();
    if (world.trace().events() > steps_.back().event) steps_.push_back({step, world.trace().events(), world.now()});
  }
  for (const check::Verdict& verdict : playback.finish().verdicts) {
    if (verdict.violation) failures_.push_back({class_of(*verdict.violation, kinds), *verdict.violation});
  }
  std::ranges::sort(failures_, {}, [this](const Broken& broken) {
    return std::pair(cut_of(broken.violation), broken.failure.property);
  });
}

Cut FailingRun::cut_of(const check::Violation& violation) const {
  // What is judged at the end alone breaks there, whatever events it speaks of.
  const auto by_time = std::ranges::lower_bound(steps_, violation.time, {}, &Place::time);
  const std::uint64_t event = violation.events.empty() ? 0 : violation.events.back();
  const auto by_event = std::ranges::lower_bound(steps_, event, {}, &Place::event);
  const auto later = static_cast<Cut>(std::max(by_time, by_event) - steps_.begin());
  return std::min(later, last_cut());
}

std::vector<chance::Address> FailingRun::drawn_in_step(Cut cut) const {
  std::vector<chance::Address> out;
  const std::uint64_t after = cut == 0 ? 0 : steps_[cut - 1].steps;
  for (const chance::Ledger::Drawn& drawn : ledger_.drawn()) {
    if (drawn.moment > after && drawn.moment <= steps_[cut].steps) out.push_back(drawn.address);
  }
  return out;
}

std::vector<FailingRun::Snapshot> FailingRun::stand_at(const std::vector<Cut>& cuts) const {
  EventKinds kinds;
  const sim::Observers observers{.event = [&](const check::Event& event) { kinds.observe(event); }, .stop = {}};
  sim::Playback playback = begun(observers);
  std::vector<Snapshot> out;
  std::uint64_t steps = 0;
  for (const Cut cut : cuts) {
    for (; steps < steps_[cut].steps; ++steps) playback.advance();
    out.push_back({playback, kinds});
  }
  return out;
}

std::optional<bool> FailingRun::fails_alike(const Snapshot& snapshot, Cut cut, const Continuation& continuation,
                                            const FailureClass& failure, const std::function<bool()>& stop) const {
  const std::uint64_t fresh =
      chance::Chance(seed_).bits({.stream = chance::Stream::continuation, .ordinal = continuation.number});
  EventKinds kinds;
  const sim::Observers observers{.event = [&](const check::Event& event) { kinds.observe(event); }, .stop = {}};
  if (!continuation.fresh_faults) kinds = snapshot.kinds;
  sim::Playback playback =
      continuation.fresh_faults ? with_fresh_faults(cut, fresh, observers) : sim::Playback(snapshot.playback);
  sim::World& world = playback.world();
  world.trace().watch(observers);
  world.draw_from(chance::Chance(seed_).turned(ledger_, steps_[cut].steps, fresh));
  std::optional<check::Violation> violation = violation_of(failure.property, world);
  for (std::uint64_t step = 1; !violation && playback.advance(); ++step) {
    if (step % steps_between_looks != 0) continue;
    if (asked_to_stop(stop)) return std::nullopt;
    violation = violation_of(failure.property, world);
  }
  if (!violation) {
    violation = playback.finish().verdicts[static_cast<std::size_t>(failure.property)].violation;
  }
  return violation && class_of(*violation, kinds) == failure;
}

scenario::FaultPlan FailingRun::plan_with_fresh(std::uint64_t fresh, check::GlobalTime from) const {
  scenario::FaultPlan plan = scenario::expand(scenario_, seed_);
  const auto begins_later = [&](const scenario::Fault& fault) { return fault.at.ns > from.ns; };
  std::erase_if(plan.faults, begins_later);
  for (const scenario::Fault& fault : scenario::expand(scenario_, fresh).faults) {
    if (begins_later(fault)) plan.faults.push_back(fault);
  }
  return plan;
}

sim::Playback FailingRun::with_fresh_faults(Cut cut, std::uint64_t fresh, const sim::Observers& observers) const {
  const check::GlobalTime time = steps_[cut].time;
  sim::Playback playback(scenario_, plan_with_fresh(fresh, time), chance::Chance(seed_), observers);
  sim::World& world = playback.world();
  while (world.next_time().value_or(sim::end_of_time) <= time && playback.advance()) {
  }
  return playback;
}

}  // namespace feira::search
