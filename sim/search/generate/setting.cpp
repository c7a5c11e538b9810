// What the marketplaces run on, and the numbers of the protocol that go with it.
#include <algorithm>

#include "sim/search/generate/parts.hpp"

namespace feira::search {

namespace {

using scenario::MarketplaceIndex;
using scenario::NetworkSpec;
using scenario::Scenario;
using scenario::Share;
using scenario::Spread;
using Shape = scenario::Spread::Shape;

Share percents(std::int64_t count) { return {count * 10'000}; }

Spread drawn_delay(Draws& draws) {
  const Duration high = draws.weighed<Duration>(
      {{2, milliseconds(5)}, {6, milliseconds(10)}, {5, milliseconds(50)}, {1, milliseconds(100)}});
  switch (draws.weighted({8, 2, 2, 1})) {
    case 0:
      return {Shape::uniform, high >= milliseconds(50) && draws.percent(40) ? high / 3 : milliseconds(1), high};
    case 1:
      return {Shape::exponential, high / 2, {}};
    case 2:
      return {Shape::constant, high / 2, {}};
    default:
      return {Shape::heavy_tail, milliseconds(1), high * 10};
  }
}

void add_losses(Draws draws, NetworkSpec& network) {
  const std::size_t all = std::size_t{1} << 5U;
  for (auto which = 1 + draws.below(all - 1); which != 0; which &= which - 1) {
    const std::size_t lowest = which & (~which + 1);
    if (lowest == 1) network.loss = percents(draws.among({1, 5, 10, 15}));
    if (lowest == 2) network.duplicate = percents(draws.among({5, 20, 50}));
    if (lowest == 4) {
      network.late = percents(draws.among({3, 10, 30, 50}));
      network.late_after = {Shape::uniform, draws.among({milliseconds(50), milliseconds(500)}),
                            draws.among({seconds(1), seconds(2), seconds(4)})};
    }
    if (lowest == 8) network.corrupt = percents(draws.among({1, 5}));
    if (lowest == 16 && draws.percent(60)) {
      scenario::ReorderSpec reorder;
      reorder.share = percents(draws.among({5, 20, 50}));
      reorder.by = {Shape::exponential, draws.among({milliseconds(50), milliseconds(200)}), {}};
      network.reorder = reorder;
    }
  }
}

Spread slow(Draws& draws) {
  const Duration high =
      draws.among({milliseconds(150), milliseconds(400), milliseconds(500), seconds(1), milliseconds(1500)});
  return draws.percent(30) ? Spread{Shape::constant, std::min(high, milliseconds(500)), {}}
                           : Spread{Shape::uniform, milliseconds(1), high};
}

/// Mostly one way between the owner of the first product and somebody who buys it.
void add_slow_ways(Draws draws, Scenario& scenario) {
  NetworkSpec& network = scenario.network;
  const auto count = static_cast<std::int64_t>(scenario.marketplaces.size());
  if (draws.percent(85)) {
    const MarketplaceIndex owner = scenario.products.front().owner;
    const auto other = static_cast<MarketplaceIndex>((owner + draws.between(1, count - 1)) % count);
    const Spread delay = slow(draws);
    switch (draws.weighted({4, 4, 2})) {
      case 0:
        network.links = {{other, owner, delay}};
        break;
      case 1:
        network.links = {{owner, other, delay}};
        break;
      default:
        network.links = {{owner, other, delay}, {other, owner, delay}};
    }
  } else {
    const auto kind = draws.among({MessageKind::grant, MessageKind::commit, MessageKind::interest,
                                   MessageKind::last_word, MessageKind::heartbeat});
    network.kinds = {{kind, slow(draws)}};
  }
}

Spread drawn_write(Draws& draws) {
  switch (draws.weighted({2, 2, 3, 3})) {
    case 0:
      return {Shape::exponential, milliseconds(3), {}};
    case 1:
      return {Shape::uniform, milliseconds(20), milliseconds(60)};
    case 2:
      return {Shape::uniform, milliseconds(50), milliseconds(100)};
    default:
      return {Shape::uniform, milliseconds(1), milliseconds(400)};
  }
}

/// About as long as the lease, as long as a careful shop has them, or hardly anything. Of a long lease no more than a
/// second, or a run is mostly waiting.
Spread drawn_hook(Draws& draws, const Trouble& trouble, Duration of_lease) {
  const Duration lease = std::min(of_lease, milliseconds(500));
  // Who is to be struck inside has to be there for a while.
  const std::size_t long_ones = trouble.crashes || trouble.clocks || trouble.pauses || trouble.disks ? 2 : 1;
  switch (draws.weighted({5, 6, 6 * long_ones, 3 * long_ones})) {
    case 0:
      return {Shape::constant, milliseconds(5), {}};
    case 1:
      return {Shape::uniform, milliseconds(5), milliseconds(60)};
    case 2:
      return {Shape::uniform, lease / 5, draws.percent(40) ? lease * 3 / 2 : lease * 4 / 5};
    default:
      return draws.percent(40) ? Spread{Shape::constant, lease, {}}
                               : Spread{Shape::uniform, lease * 2, lease * draws.between(3, 4)};
  }
}

/// A lease that may not grow to a few round trips starves its holder for ever, and so the protocol promises nothing.
/// What a holder still has of it when its clock is as slow as can be is less than the lease.
Duration needed_cap(const Scenario& scenario) {
  const Duration round = longest_way(scenario.network) * 2 + middle_of(scenario.disk.write) * 2;
  const Duration cap = round * 2 * 1'000'000 / (1'000'000 - 2 * scenario.protocol.drift_ppm);
  constexpr std::int64_t tenth = milliseconds(100).ns;
  return {(cap.ns + tenth - 1) / tenth * tenth};
}

void add_lease(Draws draws, Scenario& scenario) {
  Options& protocol = scenario.protocol;
  protocol.drift_ppm = draws.weighed<std::int64_t>({{7, 10'000}, {1, 0}, {3, 100'000}, {2, 200'000}, {1, 400'000}});
  protocol.heartbeat = draws.weighed<Duration>(
      {{1, milliseconds(20)}, {3, milliseconds(40)}, {3, milliseconds(60)}, {6, milliseconds(100)}});
  protocol.lease = draws.weighed<Duration>({{2, milliseconds(100)},
                                            {4, milliseconds(200)},
                                            {4, milliseconds(300)},
                                            {6, milliseconds(500)},
                                            {4, seconds(1)},
                                            {2, seconds(2)}});
  protocol.heartbeat = std::min(protocol.heartbeat, protocol.lease / 5);
  const Duration least = std::max(protocol.lease, needed_cap(scenario));
  protocol.lease_cap = std::max(seconds(8), least);
  if (draws.percent(45)) protocol.lease_cap = draws.percent(70) ? least : std::max(least, protocol.lease * 4);
}

}  // namespace

void add_network(Draws draws, const Trouble& trouble, Scenario& scenario) {
  NetworkSpec& network = scenario.network;
  network.delay = drawn_delay(draws);
  if (trouble.lossy) add_losses(draws.part(), network);
  if (trouble.lost_disks) {
    // Others are heard before anybody is let in.
    network.delay = {Shape::uniform, milliseconds(1), milliseconds(10)};
    if (draws.percent(50)) network.loss = percents(1);
  }
  if (trouble.slow_ways) add_slow_ways(draws.part(), scenario);
  if (trouble.slow_disks) scenario.disk.write = drawn_write(draws);
  network.fifo = !network.reorder && draws.percent(6);
}

void add_protocol(Draws draws, const Trouble& trouble, Scenario& scenario) {
  Options& protocol = scenario.protocol;
  add_lease(draws.part(), scenario);
  Draws rare = draws.part();
  if (rare.percent(30)) protocol.suspect_after_heartbeats = static_cast<int>(rare.between(2, 8));
  protocol.retransmit = rare.weighed<Duration>(
      {{2, milliseconds(50)}, {4, milliseconds(100)}, {6, milliseconds(250)}, {1, seconds(1)}, {1, seconds(2)}});
  protocol.void_timeout = rare.among({milliseconds(600), seconds(1), seconds(2)});
  if (rare.percent(30)) protocol.kept_interests = rare.among<std::uint32_t>({0, 1, 4, 16});
  if (rare.percent(20)) protocol.batch_max = rare.among<std::uint32_t>({1, 2, 4, 16});
  if (rare.percent(6)) protocol.queue_max = rare.among<std::uint32_t>({1, 3, 10});
  if (rare.percent(trouble.changes ? 40 : 5)) protocol.tombstones_max = rare.among<std::uint32_t>({0, 1, 2});
  Draws hook = draws.part();
  scenario.hook = drawn_hook(hook, trouble, protocol.lease);
  if (hook.percent(12)) scenario.hook_declines = percents(hook.among({5, 20}));
}

}  // namespace feira::search
