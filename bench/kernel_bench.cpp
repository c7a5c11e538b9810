// The kernel's measures: W1 beside the bare loop, the event queue alone, the vector clock's operations.
//
// Exits with 1 when W1 does not end with the numbers it is defined by, or takes more memory than it may.
#include <benchmark/benchmark.h>
#include <sys/resource.h>

#include <cstdint>
#include <cstdio>
#include <vector>

#include "bench/ratio_reporter.hpp"
#include "bench/w1/bare_loop.hpp"
#include "bench/w1/on_kernel.hpp"
#include "core/clock/vector_clock.hpp"
#include "sim/chance/draw.hpp"
#include "sim/kernel/event_queue.hpp"

namespace feira::bench {
namespace {

// --- W1 -------------------------------------------------------------------------------------------------------------

template <class Engine>
void w1_on(benchmark::State& state) {
  for (auto _ : state) {
    Engine engine(1);
    const w1::Outcome outcome = engine.run(w1::events_of_a_run);
    if (!outcome.as_defined()) return state.SkipWithError("W1 does not end as it is defined to");
  }
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(w1::events_of_a_run));
}

long peak_memory_kib() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return usage.ru_maxrss;
}

constexpr long w1_memory_kib_max = 16 * 1024;

/// One run of W1 on the kernel before all else, so that the process's peak memory is that of W1.
bool w1_ends_as_defined() {
  const w1::Outcome outcome = w1::OnKernel(1).run(w1::events_of_a_run);
  const long kib = peak_memory_kib();
  std::printf("W1 on the kernel: %llu purchases in %.3f s simulated, digest %016llx, peak memory %.1f MiB\n",
              static_cast<unsigned long long>(outcome.purchases), static_cast<double>(outcome.simulated_ns) * 1e-9,
              static_cast<unsigned long long>(outcome.digest), static_cast<double>(kib) / 1024);
  if (!outcome.as_defined()) {
    std::fprintf(stderr, "W1 must end with %llu purchases in %.3f s\n",
                 static_cast<unsigned long long>(w1::purchases_of_a_run),
                 static_cast<double>(w1::milliseconds_of_a_run) * 1e-3);
  }
  if (kib >= w1_memory_kib_max) std::fprintf(stderr, "W1 must take less than 16 MiB\n");
  return outcome.as_defined() && kib < w1_memory_kib_max;
}

// --- event queue ----------------------------------------------------------------------------------------------------

/// One push and one pop with `pending` entries, each put 1 to 50 ms ahead.
void event_queue(benchmark::State& state) {
  const chance::Chance chance(1);
  std::vector<std::uint64_t> ahead(4096);
  for (std::uint64_t i = 0; i < ahead.size(); ++i) {
    ahead[i] = static_cast<std::uint64_t>(chance::between(chance.bits({.ordinal = i}), 1'000'000, 50'000'000));
  }
  kernel::EventQueue<std::uint64_t> queue;
  std::uint64_t step = 0;
  std::uint64_t now = 0;
  const auto push = [&] {
    ++step;
    queue.push(now + ahead[step % ahead.size()]) = step;
  };
  const auto turn = [&] {
    now = queue.pop().time;
    push();
  };
  for (std::int64_t i = 0; i < state.range(0); ++i) push();
  for (std::int64_t i = 0; i < 4 * state.range(0); ++i) turn();  // the steady state
  for (auto _ : state) turn();
  benchmark::DoNotOptimize(now);
  state.SetItemsProcessed(state.iterations());
}

// --- vector clock ---------------------------------------------------------------------------------------------------

/// A clock of `state.range(0)` marketplaces whose counts are `counts` and a little more for every `raised`-th.
VectorClock clock_of(std::int64_t marketplaces, Count counts, std::int64_t raised) {
  VectorClock clock;
  for (std::int64_t i = 0; i < marketplaces; ++i) {
    clock.set(MarketplaceId{static_cast<std::uint32_t>(1000 + 17 * i)}, counts + (i % raised == 0 ? 5U : 0U));
  }
  return clock;
}

void clock_tick(benchmark::State& state) {
  VectorClock clock = clock_of(state.range(0), 10, 2);
  const MarketplaceId me{static_cast<std::uint32_t>(1000 + 17 * (state.range(0) / 2))};
  for (auto _ : state) benchmark::DoNotOptimize(clock.tick(me));
  state.SetItemsProcessed(state.iterations());
}

void clock_merge(benchmark::State& state) {
  VectorClock mine = clock_of(state.range(0), 10, 2);
  VectorClock other = clock_of(state.range(0), 10, 3);
  const MarketplaceId sender{1000};
  for (auto _ : state) {
    other.tick(sender);  // so that there is something to take over
    benchmark::DoNotOptimize(mine.merge(other));
  }
  state.SetItemsProcessed(state.iterations());
}

void clock_compare(benchmark::State& state) {
  VectorClock a = clock_of(state.range(0), 10, 2);
  VectorClock b = clock_of(state.range(0), 10, 3);
  for (auto _ : state) {
    benchmark::DoNotOptimize(a);
    benchmark::DoNotOptimize(b);
    benchmark::DoNotOptimize((a <=> b) == std::partial_ordering::unordered);
  }
  state.SetItemsProcessed(state.iterations());
}

void clock_copy(benchmark::State& state) {
  const VectorClock clock = clock_of(state.range(0), 10, 2);
  VectorClock copy;
  for (auto _ : state) {
    copy = clock;
    benchmark::DoNotOptimize(copy);
  }
  state.SetItemsProcessed(state.iterations());
}

BENCHMARK(w1_on<w1::BareLoop>)->Name(bare_loop_name);
BENCHMARK(w1_on<w1::OnKernel>)->Name("W1 on the kernel, digest on");
BENCHMARK(event_queue)->Name("event queue, push and pop, pending:")->Arg(10)->Arg(100)->Arg(1'000)->Arg(10'000);
BENCHMARK(clock_tick)->Name("vector clock, tick, marketplaces:")->Arg(5)->Arg(30);
BENCHMARK(clock_merge)->Name("vector clock, tick and merge, marketplaces:")->Arg(5)->Arg(30);
BENCHMARK(clock_compare)->Name("vector clock, compare, marketplaces:")->Arg(5)->Arg(30);
BENCHMARK(clock_copy)->Name("vector clock, copy, marketplaces:")->Arg(5)->Arg(30);

}  // namespace
}  // namespace feira::bench

int main(int argc, char** argv) {
  const bool sound = feira::bench::w1_ends_as_defined();
  const int code = feira::bench::run_interleaved(argc, argv);
  return sound ? code : 1;
}
