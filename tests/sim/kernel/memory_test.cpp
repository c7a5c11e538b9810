// What the kernel's parts allocate: nothing, once they have seen as much as they will ever hold.
#include <gtest/gtest.h>

#include "sim/chance/draw.hpp"
#include "sim/kernel/digest.hpp"
#include "sim/kernel/transit.hpp"
#include "tests/support/allocations.hpp"

namespace feira::kernel {
namespace {

using chance::Chance;

TEST(EventQueueMemory, IsAllocatedOnceForASteadyPopulation) {
  const Chance chance(1);
  EventQueue<std::uint64_t> queue;
  std::uint64_t ordinal = 0;
  std::uint64_t now = 0;
  const auto push = [&] {
    const std::uint64_t bits = chance.bits({.ordinal = ordinal++});
    queue.push(now + static_cast<std::uint64_t>(chance::exponential(bits, 10'000'000)));
  };
  const auto churn = [&](int steps) {
    for (int i = 0; i < steps; ++i) {
      now = queue.pop().time;
      push();
    }
  };
  for (int i = 0; i < 1'000; ++i) push();
  churn(200'000);
  EXPECT_LE(allocations_of([&] { churn(1'000'000); }), 1U);  // a heap may once more double
}

TEST(EventQueueMemory, IsBoundedByTheMostThatWerePendingHoweverOftenItGrows) {
  EventQueue<std::uint64_t> queue;
  const auto wave = [&](std::uint64_t start) {
    for (std::uint64_t i = 0; i < 5'000; ++i) queue.push(start + i * 7919 % 5'000 * 1'000);
    while (!queue.empty()) queue.pop();
  };
  for (std::uint64_t i = 0; i < 4; ++i) wave(i << 40);
  const std::size_t one_wave = allocations_of([&] { wave(std::uint64_t{10} << 40); });
  EXPECT_LE(one_wave, 8U);  // the fitting looks at all times once
}

struct Ping {
  std::uint64_t payload[4];
};
struct Tock {};
struct Uniform {
  Chance chance{3};
  std::uint64_t ordinal = 0;
  Span delay(ProcessIndex, ProcessIndex, const Ping&) {
    return {chance::between(chance.bits({.ordinal = ordinal++}), 1'000, 50'000)};
  }
};
struct Echo {
  Kernel<Ping, Tock> kernel{};
  Uniform policy{};
  Digest digest{};

  void on_message(ProcessIndex from, ProcessIndex to, Slot, const Ping& ping, std::uint32_t, bool last) {
    digest.add(from, to, ping.payload[0]);
    if (last) broadcast(kernel, policy, to, 5, kernel.hold(ping));
  }
  void on_timer(ProcessIndex, const Tock&) {}
};

TEST(KernelMemory, IsAllocatedOnceForASteadyTraffic) {
  Echo echo;
  for (ProcessIndex from = 0; from < 5; ++from) {
    broadcast(echo.kernel, echo.policy, from, 5, echo.kernel.hold(Ping{{from}}));
  }
  const auto run = [&](int events) {
    for (int i = 0; i < events; ++i) echo.kernel.run_next(echo);
  };
  run(100'000);
  EXPECT_EQ(echo.kernel.held(), 5U);
  EXPECT_EQ(allocations_of([&] { run(500'000); }), 0U);
}

}  // namespace
}  // namespace feira::kernel
