#include "sim/world/playback.hpp"

#include <algorithm>
#include <utility>

#include "sim/scenario/recipes.hpp"

namespace feira::sim {

scenario::Scenario as_run(const scenario::Scenario& scenario, std::uint64_t seed) {
  if (scenario.swarm) return as_run(scenario::swarm(scenario, seed).scenario, seed);
  return scenario.recipes.empty() ? scenario : scenario::with_recipes(scenario, seed);
}

Playback::Playback(const scenario::Scenario& scenario, scenario::FaultPlan plan, const chance::Chance& chance,
                   const Observers& observers)
    : world_(scenario, std::move(plan), chance, observers),
      seed_(chance.seed()),
      settle_(scenario.run.settle),
      bound_{(scenario.run.faults_until + scenario.run.settle).ns},
      between_looks_(std::max(scenario.protocol.heartbeat, milliseconds(1))) {
  world_.begin();
}

RunResult Playback::finish() {
  world_.finish(settle_);
  RunResult result;
  result.seed = seed_;
  result.ended_by = ended_by_;
  result.verdicts = world_.trace().checkers().verdicts();
  result.situations = world_.trace().checkers().situations().counts();
  result.digest = world_.trace().digest();
  result.events = world_.trace().events();
  result.simulated = {world_.now().ns};
  result.latencies = world_.buyers().latencies();
  std::ranges::sort(result.latencies);
  result.given_up = world_.buyers().given_up();
  result.messages_by_kind = world_.sent();
  result.drawn = world_.drawn();
  result.missed = world_.missed();
  return result;
}

}  // namespace feira::sim
