// The whole simulator on a market of five marketplaces: the full core, all checkers and the digest of every event.
#include <benchmark/benchmark.h>

#include <cstdint>

#include "bench/market.hpp"
#include "sim/world/run.hpp"

namespace feira::bench {
namespace {

/// Events a second, of all threads together: each runs seeds of its own, as the jobs of a campaign do.
void market(benchmark::State& state) {
  const scenario::Scenario scenario = market_of({});
  auto seed = static_cast<std::uint64_t>(state.thread_index() + 1);
  std::int64_t events = 0;
  for (auto _ : state) {
    const sim::RunResult result = sim::run(scenario, seed);
    if (!result.all_hold()) return state.SkipWithError("a property is violated");
    events += static_cast<std::int64_t>(result.events);
    seed += 2;
  }
  state.SetItemsProcessed(events);
}

BENCHMARK(market)->Name("full core, all checkers, digest on, one job")->UseRealTime();
BENCHMARK(market)->Name("full core, all checkers, digest on, two jobs")->Threads(2)->UseRealTime();

}  // namespace
}  // namespace feira::bench
