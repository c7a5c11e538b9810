// One run: a scenario and a seed in, verdicts out. The same scenario and seed give the same result, wherever and
// whenever they are run.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "core/message.hpp"
#include "core/time.hpp"
#include "sim/check/names.hpp"
#include "sim/check/property.hpp"
#include "sim/check/situations.hpp"
#include "sim/scenario/scenario.hpp"
#include "sim/scenario/swarm.hpp"
#include "sim/world/local_clock.hpp"
#include "sim/world/roster.hpp"
#include "sim/world/trace.hpp"

namespace feira::sim {

enum class EndedBy : std::uint8_t {
  quiet,         // all is done and at rest
  settle_bound,  // `settle` after the end of the faults it still was not
  stopped,       // an observer wished it
};

struct RunResult {
  std::uint64_t seed = 0;
  EndedBy ended_by = EndedBy::quiet;
  /// One for each property, in their order.
  std::array<check::Verdict, check::property_count> verdicts;
  /// How often each situation was reached, in the order of `check::Situation`.
  std::array<std::uint64_t, check::situation_count> situations{};
  /// Over every event and the final states.
  std::uint64_t digest = 0;
  std::uint64_t events = 0;
  Duration simulated;
  /// From the first try to ask to the decision, of each purchase that was decided, shortest first.
  std::vector<Duration> latencies;
  /// Purchases that buyers gave up undecided.
  std::uint64_t given_up = 0;
  /// Messages sent from one marketplace to another, by kind; a broadcast counts once for each receiver.
  std::array<std::uint64_t, message_kinds> messages_by_kind{};
  /// What was drawn before the run, in lines of text.
  std::vector<std::string> drawn;
  /// What the scenario gives for single messages and what never came about.
  std::vector<std::string> missed;
  /// Of a swarm: the kinds of fault that the file sets, and whether this seed had them on.
  std::vector<scenario::SwarmedKind> kinds;

  [[nodiscard]] std::uint64_t purchases() const { return latencies.size(); }
  /// Without heartbeats, which go on whether anybody buys or not.
  [[nodiscard]] std::uint64_t messages() const;
  [[nodiscard]] bool all_hold() const;
};

[[nodiscard]] RunResult run(const scenario::Scenario& scenario, std::uint64_t seed, const Observers& observers = {});

/// Who takes part in the run of this seed: for whoever wants to tell ids by their names.
[[nodiscard]] Roster roster(const scenario::Scenario& scenario, std::uint64_t seed);

/// Their names and those of the products. A product of a marketplace that has joined anew has a ~ for each time.
[[nodiscard]] check::Names names(const scenario::Scenario& scenario, std::uint64_t seed);

}  // namespace feira::sim
