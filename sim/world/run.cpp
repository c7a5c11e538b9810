#include "sim/world/run.hpp"

#include <algorithm>
#include <utility>

#include "sim/world/playback.hpp"

namespace feira::sim {

namespace {

constexpr std::uint64_t events_between_questions = 4096;

/// Without a swarm to be drawn.
RunResult run_drawn(const scenario::Scenario& scenario, std::uint64_t seed, const Observers& observers) {
  Playback playback = scenario.recipes.empty() ? Playback(scenario, seed, observers)
                                               : Playback(as_run(scenario, seed), seed, observers);
  for (std::uint64_t taken = 1;; ++taken) {
    if (observers.stop && taken % events_between_questions == 0 && observers.stop()) {
      playback.stop();
      break;
    }
    if (!playback.advance()) break;
  }
  return playback.finish();
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
  if (!scenario.swarm) return run_drawn(scenario, seed, observers);
  scenario::Swarm swarm = scenario::swarm(scenario, seed);
  RunResult result = run_drawn(swarm.scenario, seed, observers);
  result.drawn.insert(result.drawn.begin(), swarm.drawn.begin(), swarm.drawn.end());
  result.kinds = std::move(swarm.kinds);
  return result;
}

Roster roster(const scenario::Scenario& scenario, std::uint64_t seed) {
  const scenario::Scenario drawn = as_run(scenario, seed);
  const Nemesis nemesis(drawn, scenario::expand(drawn, seed));
  return {drawn, chance::Chance(seed), nemesis.renewals(drawn.marketplaces.size())};
}

check::Names names(const scenario::Scenario& scenario, std::uint64_t seed) {
  const Roster known = roster(scenario, seed);
  check::Names names{known.members(), {}};
  for (std::size_t i = 0; i < scenario.products.size(); ++i) {
    std::string suffix;
    for (const ProductId id : known.ids_of_product(static_cast<ProductIndex>(i))) {
      names.products.emplace_back(id, scenario.products[i].id + suffix);
      suffix += '~';
    }
  }
  return names;
}

}  // namespace feira::sim
