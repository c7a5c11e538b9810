// What goes wrong: mostly given faults, which a person can read and cut away one by one, and sometimes random ones.
#include <algorithm>
#include <array>
#include <vector>

#include "sim/scenario/catalogue.hpp"
#include "sim/scenario/fault_plan.hpp"
#include "sim/scenario/network_faults.hpp"
#include "sim/scenario/recipes.hpp"
#include "sim/scenario/stable_order.hpp"
#include "sim/search/generate/parts.hpp"

namespace feira::search {

namespace {

using scenario::Fault;
using scenario::Keeps;
using scenario::MarketplaceIndex;
using scenario::PartitionShape;
using scenario::RandomFaultSpec;
using scenario::Scenario;
using scenario::Spread;
using Kind = scenario::Fault::Kind;
using Shape = scenario::Spread::Shape;

/// Short: a crash from which a marketplace is back before anybody has missed it. Long: others lose patience.
Duration drawn_length(Draws& draws) {
  switch (draws.weighted({5, 5, 4})) {
    case 0:
      return draws.time_between(milliseconds(10), milliseconds(50));
    case 1:
      return draws.time_between(milliseconds(50), milliseconds(700));
    default:
      return draws.time_between(milliseconds(700), seconds(4));
  }
}

/// Before faults are over, and over by then.
void place(Fault& fault, Duration at, Duration length, const Scenario& scenario) {
  const Duration until = scenario.run.faults_until;
  fault.at = std::min(at, until - milliseconds(20));
  fault.length = std::min(length, until - fault.at);
}

Fault fault_in(Draws& draws, Kind kind, const Window& window, const Scenario& scenario) {
  Fault fault;
  fault.kind = kind;
  const Duration at = draws.time_between(window.begin, window.end + milliseconds(300));
  const Duration length = drawn_length(draws);
  place(fault, at, length, scenario);
  return fault;
}

Keeps drawn_keeps(Draws& draws) {
  return draws.weighed<Keeps>({{6, Keeps::any}, {1, Keeps::all}, {2, Keeps::synced}, {2, Keeps::torn}});
}

/// Often the same one again and again.
void add_crashes(Draws draws, const Window& window, Scenario& scenario) {
  const bool same = draws.percent(50);
  const bool short_ones = draws.percent(60);
  MarketplaceIndex victim = draw_victim(draws, scenario);
  for (std::int64_t count = draws.up_to(1, 6); count > 0; --count) {
    Fault fault = fault_in(draws, Kind::crash, window, scenario);
    if (short_ones) place(fault, fault.at, draws.time_between(milliseconds(10), milliseconds(60)), scenario);
    fault.process = victim;
    fault.keeps = drawn_keeps(draws);
    scenario.faults.push_back(fault);
    if (!same) victim = draw_victim(draws, scenario);
  }
}

void add_for_ever(Draws draws, const Window& window, Scenario& scenario) {
  Fault fault = fault_in(draws, Kind::crash, window, scenario);
  fault.process = draw_victim(draws, scenario);
  fault.for_ever = true;
  fault.length = {};
  scenario.faults.push_back(fault);
}

void add_pauses(Draws draws, const Window& window, Scenario& scenario) {
  for (std::int64_t count = draws.up_to(1, 3); count > 0; --count) {
    const auto kind = draws.weighed<Kind>({{5, Kind::pause}, {2, Kind::suspend}, {3, Kind::slow}});
    Fault fault = fault_in(draws, kind, window, scenario);
    fault.process = draw_victim(draws, scenario);
    // A lease is not safe with a clock that stands still; docs/faults.md.
    if (kind == Kind::suspend) fault.clock_stops = false;
    if (kind == Kind::slow) fault.each = {Shape::exponential, draws.among({milliseconds(1), milliseconds(4)}), {}};
    scenario.faults.push_back(fault);
  }
}

void add_disk_faults(Draws draws, const Window& window, Scenario& scenario) {
  for (std::int64_t count = draws.up_to(1, 3); count > 0; --count) {
    const auto kind =
        draws.weighed<Kind>({{4, Kind::stall}, {2, Kind::full_disk}, {2, Kind::slow_disk}, {2, Kind::read_error}});
    Fault fault = fault_in(draws, kind, window, scenario);
    // A stalled owner tells nobody anything; a stalled holder may think itself inside.
    fault.process = kind == Kind::stall ? static_cast<MarketplaceIndex>(draws.below(scenario.marketplaces.size()))
                                        : draw_victim(draws, scenario);
    if (kind == Kind::slow_disk)
      fault.each = {Shape::exponential, draws.among({milliseconds(20), milliseconds(80)}), {}};
    scenario.faults.push_back(fault);
    if (kind != Kind::read_error) continue;
    // It is noticed by who has crashed, shortly before where there is a before.
    Fault crash = fault;
    crash.kind = Kind::crash;
    place(crash, std::max(fault.at - milliseconds(10), Duration{}),
          draws.time_between(milliseconds(10), milliseconds(100)), scenario);
    scenario.faults.push_back(crash);
  }
}

scenario::MessageKinds drawn_kinds(Draws& draws, bool one) {
  scenario::MessageKinds kinds;
  if (!one && draws.percent(80)) return kinds;
  kinds.add(draws.weighed<MessageKind>({{3, MessageKind::heartbeat},
                                        {4, MessageKind::interest},
                                        {4, MessageKind::grant},
                                        {4, MessageKind::commit},
                                        {2, MessageKind::release},
                                        {3, MessageKind::last_word},
                                        {1, MessageKind::catalogue_difference},
                                        {1, MessageKind::interests_wanted}}));
  return kinds;
}

/// One is parted from all others, or marketplaces from a drawn shape's other side.
void draw_partition(Draws& draws, const Scenario& scenario, Fault& fault) {
  const auto count = static_cast<MarketplaceIndex>(scenario.marketplaces.size());
  if (draws.percent(60)) {
    const MarketplaceIndex alone = draw_victim(draws, scenario);
    fault.groups = {{alone}, {}};
    for (MarketplaceIndex other = 0; other < count; ++other) {
      if (other != alone) fault.groups[1].push_back(other);
    }
    return;
  }
  std::vector<PartitionShape> shapes{PartitionShape::halves, PartitionShape::minority, PartitionShape::one_isolated,
                                     PartitionShape::one_way};
  if (count >= 3) shapes.insert(shapes.end(), {PartitionShape::bridge, PartitionShape::majorities_ring});
  fault.shape = draws.one_of(shapes);
}

/// One way, or a marketplace deaf or silent to all.
void draw_way(Draws& draws, const Scenario& scenario, Fault& fault) {
  const auto count = static_cast<std::int64_t>(scenario.marketplaces.size());
  const MarketplaceIndex one = draw_victim(draws, scenario);
  std::vector<MarketplaceIndex> others;
  if (draws.percent(70)) {
    others = {static_cast<MarketplaceIndex>((one + draws.between(1, count - 1)) % count)};
  } else {
    for (MarketplaceIndex other = 0; other < count; ++other) {
      if (other != one) others.push_back(other);
    }
  }
  fault.groups = {{one}, others};
  if (draws.percent(50)) std::swap(fault.groups[0], fault.groups[1]);
}

void add_ways(Draws draws, const Window& window, Scenario& scenario) {
  for (std::int64_t count = draws.up_to(1, 4); count > 0; --count) {
    const auto kind = draws.weighed<Kind>({{4, Kind::partition}, {4, Kind::cut}, {3, Kind::clog}, {3, Kind::hold}});
    Fault fault = fault_in(draws, kind, window, scenario);
    if (kind == Kind::partition) {
      draw_partition(draws, scenario, fault);
    } else {
      draw_way(draws, scenario, fault);
    }
    fault.messages = drawn_kinds(draws, kind == Kind::hold);
    scenario.faults.push_back(fault);
  }
}

/// Of an owner: everybody knows the version of its catalogue. The run goes on long enough for it to be noticed, and for
/// the marketplace to join anew.
void add_lost_disk(Draws draws, const Window& window, Scenario& scenario) {
  Fault fault = fault_in(draws, Kind::lose_disk, window, scenario);
  fault.process = scenario.products[draws.below(scenario.products.size())].owner;
  scenario.run.faults_until = std::max(scenario.run.faults_until, fault.at + fault.length + seconds(5));
  scenario.faults.push_back(fault);
}

void add_flipped_bits(Draws draws, const Window& window, Scenario& scenario) {
  Fault fault = fault_in(draws, Kind::flip_bits, window, scenario);
  fault.process = draw_victim(draws, scenario);
  scenario.faults.push_back(fault);
}

/// Swizzle, split-brain, rolling-restart, gc-pause and flash-sale; newcomers and leavers come by themselves.
void add_recipe(Draws draws, const Window& window, Scenario& scenario) {
  constexpr std::array words{"swizzle", "split-brain", "rolling-restart", "gc-pause", "flash-sale"};
  const std::string_view word = words[draws.below(words.size())];
  const auto known = scenario::names(scenario::recipes());
  scenario::RecipeSpec recipe;
  recipe.recipe = static_cast<std::size_t>(std::ranges::find(known, word) - known.begin());
  recipe.at = draws.time_between(window.begin, window.end);
  recipe.length = std::min(draws.time_between(milliseconds(500), seconds(3)), scenario.run.faults_until - recipe.at);
  for (const auto& parameter : scenario::recipe_table()[recipe.recipe].parameters) {
    recipe.values.push_back(parameter.otherwise);
    if (parameter.name == "buyers") recipe.values.back() = draws.up_to(5, 30);
    if (parameter.name == "every") recipe.values.back() = milliseconds(500).ns;
    if (parameter.name == "longest") recipe.values.back() = seconds(1).ns;
  }
  scenario.recipes.push_back(recipe);
}

/// Spells that come by chance: what a person would write to let a scenario run over many seeds.
void add_random_faults(Draws draws, const Trouble& trouble, Scenario& scenario) {
  RandomFaultSpec spec;
  spec.every = draws.among({milliseconds(500), seconds(1), seconds(3)});
  spec.length = draws.percent(50) ? Spread{Shape::uniform, milliseconds(20), milliseconds(500)}
                                  : Spread{Shape::exponential, milliseconds(300), {}};
  auto& random = scenario.random_faults;
  if (trouble.crashes) {
    random.crash = spec;
    random.crash->keeps = drawn_keeps(draws);
  }
  if (trouble.pauses) random.pause = spec;
  if (trouble.ways) {
    std::optional<RandomFaultSpec>& way = *draws.among({&random.partition, &random.cut, &random.clog, &random.hold});
    way = spec;
    if (&way == &random.partition && draws.percent(50)) way->shapes = {PartitionShape::halves, PartitionShape::one_way};
  }
  if (trouble.disks) {
    std::optional<RandomFaultSpec>& disk = *draws.among({&random.stall, &random.full_disk, &random.slow_disk});
    disk = spec;
    if (random.slow_disk) random.slow_disk->each = {Shape::exponential, milliseconds(40), {}};
  }
}

}  // namespace

void add_faults(Draws draws, const Trouble& trouble, const Window& window, Scenario& scenario) {
  // Each kind has its own draws, whether it comes or not.
  Draws crashes = draws.part();
  Draws pauses = draws.part();
  Draws disks = draws.part();
  Draws ways = draws.part();
  Draws others = draws.part();
  Draws recipes = draws.part();
  Draws random = draws.part();
  // How far a clock may go back is reckoned from the given faults, so with it there are no others.
  if (!trouble.clocks && random.percent(20)) {
    add_random_faults(random.part(), trouble, scenario);
  } else {
    if (trouble.crashes) add_crashes(crashes.part(), window, scenario);
    if (trouble.pauses) add_pauses(pauses.part(), window, scenario);
    if (trouble.disks) add_disk_faults(disks.part(), window, scenario);
    if (trouble.ways) add_ways(ways.part(), window, scenario);
  }
  if (trouble.for_ever) add_for_ever(others.part(), window, scenario);
  if (trouble.flipped_bits) add_flipped_bits(others.part(), window, scenario);
  if (trouble.lost_disks) add_lost_disk(others.part(), window, scenario);
  if (trouble.recipes && !trouble.clocks) add_recipe(recipes.part(), window, scenario);
  scenario::sort_stably(scenario.faults, [](const Fault& fault) { return fault.at; });
}

}  // namespace feira::search
