// How cost grows: one run for each number of marketplaces and of buyers, as a table.
//
// Every heartbeat and every interest is told to all others, so events grow with the square of the marketplaces when the
// buyers do not get more; what must not grow is the cost of an event, beyond the clock that it carries.
#include <chrono>
#include <cstdint>
#include <cstdio>

#include "bench/market.hpp"
#include "sim/world/run.hpp"

namespace feira::bench {
namespace {

double seconds_since(std::chrono::steady_clock::time_point start) {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

/// Returns whether all properties held.
bool row(const MarketSize& size) {
  const scenario::Scenario scenario = market_of(size);
  const auto start = std::chrono::steady_clock::now();
  const sim::RunResult result = sim::run(scenario, 1);
  const double seconds = seconds_since(start);
  const auto events = static_cast<double>(result.events);
  std::printf("%12u %8u %10llu %11llu %10.1f %9.3f %9.0f  %s\n", size.marketplaces, size.buyers,
              static_cast<unsigned long long>(result.purchases()), static_cast<unsigned long long>(result.events),
              static_cast<double>(result.messages()) / static_cast<double>(result.purchases()), seconds,
              seconds / events * 1e9, result.all_hold() ? "all hold" : "VIOLATED");
  return result.all_hold();
}

}  // namespace
}  // namespace feira::bench

int main() {
  using feira::bench::row;
  std::puts("marketplaces   buyers  purchases      events  msgs/purch   seconds  ns/event");
  bool holds = true;
  for (const std::uint32_t marketplaces : {3U, 10U, 30U, 100U}) {
    holds &= row({.marketplaces = marketplaces, .products = 10, .buyers = 100, .purchases = 10});
  }
  for (const std::uint32_t buyers : {10U, 100U, 1'000U, 10'000U, 100'000U}) {
    holds &= row({.marketplaces = 5, .products = 10, .buyers = buyers, .purchases = 1});
  }
  return holds ? 0 : 1;
}
