#include "sim/world/run.hpp"

#include <algorithm>
#include <utility>

#include "sim/scenario/recipes.hpp"
#include "sim/world/world.hpp"

namespace feira::sim {

namespace {

constexpr std::uint64_t events_between_questions = 4096;

/// Runs to the end and says why it is one. Whether all is quiet is looked at once in a heartbeat: what could still
/// change by itself shows within one.
EndedBy run_out(World& world, const scenario::Scenario& scenario) {
  const GlobalTime bound{(scenario.run.faults_until + scenario.run.settle).ns};
  const Duration between_looks = std::max(scenario.protocol.heartbeat, milliseconds(1));
  const auto& stop = world.trace().observers().stop;
  GlobalTime next_look{};
  for (std::uint64_t taken = 1;; ++taken) {
    if (stop && taken % events_between_questions == 0 && stop()) return EndedBy::stopped;
    if (!world.advance() || world.now() > bound) return EndedBy::settle_bound;
    if (world.now() < next_look) continue;
    next_look = {world.now().ns + between_looks.ns};
    if (world.quiet()) return EndedBy::quiet;
  }
}

RunResult result_of(World& world, std::uint64_t seed, EndedBy ended_by) {
  RunResult result;
  result.seed = seed;
  result.ended_by = ended_by;
  result.verdicts = world.trace().checkers().verdicts();
  result.situations = world.trace().checkers().situations().counts();
  result.digest = world.trace().digest();
  result.events = world.trace().events();
  result.simulated = {world.now().ns};
  result.latencies = world.buyers().latencies();
  std::ranges::sort(result.latencies);
  result.given_up = world.buyers().given_up();
  result.messages_by_kind = world.sent();
  result.drawn = world.drawn();
  result.missed = world.missed();
  return result;
}

/// Without swarm and recipes.
RunResult run_drawn(const scenario::Scenario& scenario, std::uint64_t seed, const Observers& observers) {
  World world(scenario, seed, observers);
  world.begin();
  const EndedBy ended_by = run_out(world, scenario);
  world.finish(scenario.run.settle);
  return result_of(world, seed, ended_by);
}

RunResult run_expanded(const scenario::Scenario& scenario, std::uint64_t seed, const Observers& observers) {
  if (scenario.recipes.empty()) return run_drawn(scenario, seed, observers);
  return run_drawn(scenario::with_recipes(scenario, seed), seed, observers);
}

}  // namespace

std::uint64_t RunResult::messages() const {
  std::uint64_t sum = 0;
  for (std::size_t kind = 0; kind < message_kinds; ++kind) {
    if (static_cast<MessageKind>(kind) != MessageKind::heartbeat) sum += messages_by_kind[kind];
  }
  return sum;
}

bool RunResult::all_hold() const {
  return std::ranges::all_of(verdicts, [](const check::Verdict& verdict) { return verdict.holds; });
}

RunResult run(const scenario::Scenario& scenario, std::uint64_t seed, const Observers& observers) {
  if (!scenario.swarm) return run_expanded(scenario, seed, observers);
  scenario::Swarm swarm = scenario::swarm(scenario, seed);
  RunResult result = run_expanded(swarm.scenario, seed, observers);
  result.drawn.insert(result.drawn.begin(), swarm.drawn.begin(), swarm.drawn.end());
  result.kinds = std::move(swarm.kinds);
  return result;
}

Roster roster(const scenario::Scenario& scenario, std::uint64_t seed) {
  if (scenario.swarm) return roster(scenario::swarm(scenario, seed).scenario, seed);
  if (!scenario.recipes.empty()) return roster(scenario::with_recipes(scenario, seed), seed);
  const Nemesis nemesis(scenario, scenario::expand(scenario, seed));
  return {scenario, chance::Chance(seed), nemesis.renewals(scenario.marketplaces.size())};
}

}  // namespace feira::sim
