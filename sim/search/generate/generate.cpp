#include "sim/search/generate/generate.hpp"

#include <algorithm>
#include <cstddef>
#include <utility>
#include <vector>

#include "sim/search/generate/parts.hpp"

namespace feira::search {

namespace {

using scenario::Scenario;

/// A kept file runs all seeds up to this one.
constexpr std::int64_t seed_max = 16;

/// A kind of trouble, and how heavy it is among the others.
struct Kind {
  bool Trouble::* which;
  std::size_t weight;
};

std::vector<Kind> kinds() {
  return {{&Trouble::lossy, 20},   {&Trouble::slow_ways, 14}, {&Trouble::slow_disks, 10},  {&Trouble::crashes, 30},
          {&Trouble::for_ever, 3}, {&Trouble::pauses, 7},     {&Trouble::ways, 16},        {&Trouble::disks, 10},
          {&Trouble::members, 9},  {&Trouble::lost_disks, 3}, {&Trouble::flipped_bits, 3}, {&Trouble::clocks, 11},
          {&Trouble::changes, 14}, {&Trouble::recipes, 5}};
}

/// What the protocol does not promise to bear together: docs/check.md.
void keep_apart(Trouble& trouble) {
  if (trouble.lost_disks) {
    // Detected is what somebody else knows better; who cannot be heard cannot say so in time.
    const bool changes = trouble.changes;
    trouble = Trouble{};
    trouble.lost_disks = true;
    trouble.changes = changes;
  }
  if (trouble.for_ever) {
    // Nobody waits for one that is down for good, but for its sponsor a newcomer does.
    trouble.members = false;
    trouble.flipped_bits = false;
  }
}

Window draw_window(Draws& draws) {
  const Duration begin = draws.weighed<Duration>({{8, seconds(1)}, {2, milliseconds(500)}, {1, Duration{}}});
  const Duration length = draws.weighed<Duration>(
      {{3, milliseconds(500)}, {5, seconds(1)}, {5, seconds(2)}, {3, seconds(4)}, {1, seconds(8)}});
  return {begin, begin + length};
}

/// How many purchases there may be at most; of an open loop, or a recipe's crowd, each buyer is one.
std::int64_t wishes(const Scenario& scenario) {
  std::int64_t sum = 30 * static_cast<std::int64_t>(scenario.recipes.size());
  for (const auto& group : scenario.buyers) sum += static_cast<std::int64_t>(group.count) * group.arrive.times;
  return sum;
}

/// Long enough for all that is asked for to be decided one after the other, once faults are over: over the slowest way,
/// each under a lease that had to grow until what a slow clock leaves of it is enough.
Duration enough_to_settle(const Scenario& scenario) {
  const Duration round =
      longest_way(scenario.network) * 4 + longest_of(scenario.disk.write) * 4 + longest_of(scenario.hook);
  const Duration cycle =
      round * 2 * 1'000'000 / (1'000'000 - 2 * scenario.protocol.drift_ppm) + scenario.protocol.lease;
  const std::int64_t tens = cycle.ns * wishes(scenario) / seconds(10).ns;
  return seconds(10) * (6 + tens);
}

}  // namespace

Trouble draw_trouble(Draws draws) {
  Trouble trouble;
  std::vector<Kind> left = kinds();
  const std::int64_t most = 2 + draws.size() / 30;
  for (std::int64_t count = draws.between(0, most); count > 0; --count) {
    std::vector<std::size_t> weights;
    for (const Kind& kind : left) weights.push_back(kind.weight);
    const auto chosen = left.begin() + static_cast<std::ptrdiff_t>(draws.weighted(weights));
    trouble.*(chosen->which) = true;
    left.erase(chosen);
  }
  // What a crash takes back is what was not durable yet.
  if (trouble.crashes && draws.percent(25)) trouble.slow_disks = true;
  keep_apart(trouble);
  return trouble;
}

Duration middle_of(const scenario::Spread& spread) {
  using Shape = scenario::Spread::Shape;
  switch (spread.shape) {
    case Shape::constant:
    case Shape::exponential:
      return spread.low;
    case Shape::uniform:
      return (spread.low + spread.high) / 2;
    case Shape::heavy_tail:
      return std::min(spread.low * 8, spread.high);
  }
  return spread.low;
}

Duration longest_of(const scenario::Spread& spread) {
  using Shape = scenario::Spread::Shape;
  switch (spread.shape) {
    case Shape::constant:
      return spread.low;
    case Shape::exponential:
      return spread.low * 7;  // one in a thousand is longer
    case Shape::uniform:
    case Shape::heavy_tail:
      return spread.high;
  }
  return spread.low;
}

Duration longest_way(const scenario::NetworkSpec& network) {
  Duration longest = middle_of(network.delay);
  for (const auto& link : network.links) longest = std::max(longest, middle_of(link.delay));
  for (const auto& kind : network.kinds) longest = std::max(longest, middle_of(kind.delay));
  return longest;
}

scenario::MarketplaceIndex draw_victim(Draws& draws, const Scenario& scenario) {
  if (draws.percent(45)) return scenario.products.front().owner;
  return static_cast<scenario::MarketplaceIndex>(draws.below(scenario.marketplaces.size()));
}

// Each part has draws of its own, so that a change to the one does not make other scenarios of all.
Case generate(Draws draws) {
  Case made;
  Scenario& scenario = made.scenario;
  scenario.name = "generated";
  made.seed = static_cast<std::uint64_t>(draws.between(1, seed_max));
  const Trouble trouble = draw_trouble(draws.part());
  Draws times = draws.part();
  const Window window = draw_window(times);
  // Long enough after the last question for faults to be over before they are needed.
  scenario.run.faults_until = window.end + times.time_between(milliseconds(500), seconds(3));
  add_market(draws.part(), trouble, scenario);
  add_network(draws.part(), trouble, scenario);
  add_protocol(draws.part(), trouble, scenario);
  add_buyers(draws.part(), window, scenario);
  if (trouble.changes) add_changes(draws.part(), window, scenario);
  if (trouble.members) add_members(draws.part(), window, scenario);
  add_faults(draws.part(), trouble, window, scenario);
  if (trouble.clocks) add_clock_faults(draws.part(), window, scenario);
  scenario.run.settle = enough_to_settle(scenario);
  Draws last = draws.part();
  scenario.encode = last.percent(8);
  return made;
}

Case generate(std::uint64_t seed, std::uint64_t number, int size_max) {
  const auto sizes = static_cast<std::uint64_t>(std::max(size_max, 1));
  return generate(Draws(seed, number, static_cast<int>(1 + (number - 1) % sizes)));
}

}  // namespace feira::search
