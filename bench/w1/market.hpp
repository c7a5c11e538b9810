// Workload W1, "market": the part that the bare loop and the kernel share, so that only the engine differs.
//
//   5 nodes with 4 buyers each, 10 products, product p owned by node p mod 5.
//   A buyer thinks (exponentially, 10 ms in the mean), then its node ticks its vector clock and tells the 4 other nodes
//   its interest in a product. The owner queues interests in the order they come and grants one at a time. A granted
//   buyer holds the product for 1 ms, releases it and thinks again. A message takes 1 to 50 ms, uniformly; a node talks
//   to itself at no cost and without an event. An event is a delivery or a timer.
//
// W1's generator draws from one stream, in floating point, as its definition demands; nothing else here does.
#pragma once

#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstdlib>

namespace feira::bench::w1 {

inline constexpr std::uint32_t nodes = 5;
inline constexpr std::uint32_t buyers_per_node = 4;
inline constexpr std::uint32_t buyers = nodes * buyers_per_node;
inline constexpr std::uint32_t products = 10;
inline constexpr std::int64_t hold_ns = 1'000'000;

/// What a run of a million events with seed 1 must end with, on every engine.
inline constexpr std::uint64_t events_of_a_run = 1'000'000;
inline constexpr std::uint64_t purchases_of_a_run = 131'641;
inline constexpr std::int64_t milliseconds_of_a_run = 763'166;

using Buyer = std::uint8_t;
using Product = std::uint8_t;
using Node = std::uint32_t;
using Counts = std::array<std::uint32_t, nodes>;

constexpr Node owner_of(Product product) { return product % nodes; }
constexpr Node node_of(Buyer buyer) { return buyer / buyers_per_node; }

enum class Kind : std::uint8_t { interest, grant, release, thought, held };

/// SplitMix64 (Steele, Lea, Flood 2014), one stream for everything.
class Draws {
 public:
  explicit Draws(std::uint64_t seed) : state_(seed) {}

  std::int64_t thinking_ns() { return static_cast<std::int64_t>(-std::log(1.0 - fraction()) * 10e6); }
  std::int64_t travel_ns() { return 1'000'000 + static_cast<std::int64_t>(fraction() * 49e6); }
  Product product() { return static_cast<Product>((next() >> 32) * products >> 32); }

 private:
  std::uint64_t next() {
    state_ += 0x9e3779b97f4a7c15;
    std::uint64_t mixed = state_;
    mixed = (mixed ^ mixed >> 30) * 0xbf58476d1ce4e5b9;
    mixed = (mixed ^ mixed >> 27) * 0x94d049bb133111eb;
    return mixed ^ mixed >> 31;
  }
  double fraction() { return static_cast<double>(next() >> 11) * 0x1.0p-53; }

  std::uint64_t state_;
};

/// One product at its owner: who waits, and whether somebody has it. Each buyer waits at most once, so 32 places do.
class Counter {
 public:
  /// True when the buyer need not wait.
  bool ask(Buyer buyer) {
    if (!taken_) return taken_ = true;
    waiting_[(first_ + count_++) % waiting_.size()] = buyer;
    return false;
  }

  struct Next {
    bool somebody;
    Buyer buyer;
  };
  Next release() {
    if (count_ == 0) {
      taken_ = false;
      return {false, 0};
    }
    const Buyer buyer = waiting_[first_];
    first_ = (first_ + 1) % waiting_.size();
    --count_;
    return {true, buyer};
  }

  void enter() {
    if (inside_++ != 0) std::abort();  // mutual exclusion
  }
  void leave() { --inside_; }

 private:
  std::array<Buyer, 32> waiting_{};
  std::size_t first_ = 0;
  std::size_t count_ = 0;
  bool taken_ = false;
  int inside_ = 0;
};

/// The state of all nodes.
struct Market {
  std::array<Counts, nodes> clocks{};
  std::array<Counter, products> counters{};
  std::uint64_t purchases = 0;

  const Counts& tick(Node node) {
    ++clocks[node][node];
    return clocks[node];
  }
  void merge(Node node, const Counts& other) {
    Counts& mine = clocks[node];
    for (std::size_t i = 0; i < nodes; ++i) {
      if (mine[i] < other[i]) mine[i] = other[i];
    }
    ++mine[node];
  }
  void leave(Product product) {
    counters[product].leave();
    ++purchases;
  }
};

/// What a run ended with.
struct Outcome {
  std::uint64_t purchases = 0;
  std::int64_t simulated_ns = 0;
  std::uint64_t digest = 0;  // zero where there is none

  [[nodiscard]] std::int64_t milliseconds() const { return (simulated_ns + 500'000) / 1'000'000; }
  [[nodiscard]] bool as_defined() const {
    return purchases == purchases_of_a_run && milliseconds() == milliseconds_of_a_run;
  }
};

}  // namespace feira::bench::w1
