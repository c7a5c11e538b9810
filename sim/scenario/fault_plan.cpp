#include "sim/scenario/fault_plan.hpp"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <utility>

#include "sim/chance/chance.hpp"
#include "sim/chance/draw.hpp"
#include "sim/scenario/membership_plan.hpp"
#include "sim/scenario/network_faults.hpp"
#include "sim/scenario/units.hpp"

namespace feira::scenario {

namespace {

using chance::Address;
using chance::Chance;
using chance::Stream;

/// From `begin` up to, not including, `end`.
struct Spell {
  Duration begin;
  Duration end;
};

constexpr std::uint32_t of_the_network = 0;

Address address_of(Stream stream, Fault::Kind kind, std::uint32_t subject, std::uint64_t ordinal) {
  return Address{.stream = stream, .a = static_cast<std::uint32_t>(kind), .b = subject, .ordinal = ordinal};
}

Duration draw_length(const Spread& spread, std::uint64_t bits) {
  switch (spread.shape) {
    case Spread::Shape::constant:
      return spread.low;
    case Spread::Shape::uniform:
      return {chance::between(bits, spread.low.ns, spread.high.ns)};
    case Spread::Shape::exponential:
      return {chance::exponential(bits, spread.low.ns)};
    case Spread::Shape::heavy_tail:
      return {chance::heavy_tail(bits, spread.low.ns, spread.high.ns)};
  }
  return spread.low;
}

/// One random spell, and its number among those of its kind and subject.
struct DrawnSpell {
  Spell spell;
  std::uint64_t ordinal = 0;
};

/// Gaps run from beginning to beginning, so that a longer spell delays no later one.
std::vector<DrawnSpell> draw_spells(const Chance& chance, const RandomFaultSpec& spec, Fault::Kind kind,
                                    std::uint32_t subject, Duration until) {
  std::vector<DrawnSpell> spells;
  Duration at{};
  for (std::uint64_t ordinal = 1;; ++ordinal) {
    const std::uint64_t gap_bits = chance.bits(address_of(Stream::fault_gap, kind, subject, ordinal));
    const Duration gap{chance::exponential(gap_bits, spec.every.ns)};
    at = at + std::max(gap, spell_min);
    if (at + spell_min > until) return spells;
    const std::uint64_t length_bits = chance.bits(address_of(Stream::fault_length, kind, subject, ordinal));
    const Duration length = std::max(draw_length(spec.length, length_bits), spell_min);
    spells.push_back({{at, std::min(at + length, until)}, ordinal});
  }
}

/// Spells that overlap or touch become one; the result is sorted.
std::vector<Spell> merged(std::vector<Spell> spells) {
  std::sort(spells.begin(), spells.end(), [](const Spell& a, const Spell& b) { return a.begin < b.begin; });
  std::vector<Spell> result;
  for (const Spell& spell : spells) {
    if (!result.empty() && spell.begin <= result.back().end) {
      result.back().end = std::max(result.back().end, spell.end);
    } else {
      result.push_back(spell);
    }
  }
  return result;
}

/// What is left of `spells` outside of `holes`, both sorted and merged; pieces that are too short are left out.
std::vector<Spell> without(const std::vector<Spell>& spells, const std::vector<Spell>& holes) {
  std::vector<Spell> result;
  const auto keep = [&](Duration begin, Duration end) {
    if (begin + spell_min <= end) result.push_back({begin, end});
  };
  for (const Spell& spell : spells) {
    Duration begin = spell.begin;
    for (const Spell& hole : holes) {
      if (hole.end <= begin || hole.begin >= spell.end) continue;
      keep(begin, hole.begin);
      begin = hole.end;
    }
    keep(begin, spell.end);
  }
  return result;
}

std::vector<Spell> spells_of(const Scenario& scenario, const Chance& chance, Fault::Kind kind, MarketplaceIndex process,
                             const std::optional<RandomFaultSpec>& random) {
  const Duration until = scenario.run.faults_until;
  std::vector<Spell> spells;
  for (const Fault& fault : scenario.faults) {
    if (fault.kind != kind || fault.process != process || fault.at >= until) continue;
    spells.push_back({fault.at, std::min(fault.at + fault.length, until)});
  }
  if (random) {
    for (const DrawnSpell& drawn : draw_spells(chance, *random, kind, process, until)) spells.push_back(drawn.spell);
  }
  return merged(std::move(spells));
}

Fault process_fault(Fault::Kind kind, MarketplaceIndex process, const Spell& spell) {
  Fault fault;
  fault.at = spell.begin;
  fault.length = spell.end - spell.begin;
  fault.kind = kind;
  fault.process = process;
  return fault;
}

void add_process_faults(const Scenario& scenario, const Chance& chance, std::vector<Fault>& plan) {
  const auto& random = scenario.random_faults;
  for (MarketplaceIndex process = 0; process < scenario.marketplaces.size(); ++process) {
    const auto crashes = spells_of(scenario, chance, Fault::Kind::crash, process, random.crash);
    const auto pauses = spells_of(scenario, chance, Fault::Kind::pause, process, random.pause);
    for (const Spell& spell : crashes) plan.push_back(process_fault(Fault::Kind::crash, process, spell));
    for (const auto& [kind, spec] : {std::pair(Fault::Kind::lose_disk, random.lose_disk),
                                     std::pair(Fault::Kind::old_disk, random.old_disk)}) {
      for (const Spell& spell : spells_of(scenario, chance, kind, process, spec)) {
        plan.push_back(process_fault(kind, process, spell));
      }
    }
    for (const Spell& spell : without(pauses, crashes))
      plan.push_back(process_fault(Fault::Kind::pause, process, spell));
  }
}

void add_random_network_faults(const Scenario& scenario, const Chance& chance, Fault::Kind kind,
                               const std::optional<RandomFaultSpec>& random, std::vector<Fault>& plan) {
  const std::size_t count = scenario.marketplaces.size();
  if (!random || count < 2) return;
  for (const DrawnSpell& drawn : draw_spells(chance, *random, kind, of_the_network, scenario.run.faults_until)) {
    Fault fault;
    fault.at = drawn.spell.begin;
    fault.length = drawn.spell.end - drawn.spell.begin;
    fault.kind = kind;
    draw_choice(chance, address_of(Stream::fault_choice, kind, of_the_network, drawn.ordinal), *random, count, fault);
    plan.push_back(std::move(fault));
  }
}

/// Of a given fault by its kind and its beginning, so that no other given fault moves it.
Address address_of_given(const Fault& fault) {
  const auto at = static_cast<std::uint64_t>(fault.at.ns);
  return {.stream = Stream::given_fault_choice,
          .a = static_cast<std::uint32_t>(at),
          .b = static_cast<std::uint32_t>(at >> 32U),
          .kind = static_cast<std::uint8_t>(fault.kind)};
}

void add_given_network_faults(const Scenario& scenario, const Chance& chance, std::vector<Fault>& plan) {
  for (const Fault& fault : scenario.faults) {
    if (!is_of_the_network(fault.kind) || fault.at >= scenario.run.faults_until) continue;
    plan.push_back(fault);
    Fault& planned = plan.back();
    planned.length = std::min(fault.length, scenario.run.faults_until - fault.at);
    if (planned.groups.empty()) {
      planned.groups = draw_shape(chance, address_of_given(fault), planned.shape, scenario.marketplaces.size());
    }
  }
}

/// Of faults that begin together, the one that was added first comes first.
std::vector<Fault> sorted_by_time(std::vector<Fault> faults) {
  std::vector<std::pair<Duration, std::size_t>> order;
  order.reserve(faults.size());
  for (std::size_t i = 0; i < faults.size(); ++i) order.emplace_back(faults[i].at, i);
  std::sort(order.begin(), order.end());
  std::vector<Fault> sorted;
  sorted.reserve(faults.size());
  for (const auto& [at, i] : order) sorted.push_back(std::move(faults[i]));
  return sorted;
}

std::string subject(const Fault& fault, const Scenario& scenario) {
  switch (fault.kind) {
    case Fault::Kind::crash:
      return scenario.marketplaces[fault.process] + " crashes";
    case Fault::Kind::pause:
      return scenario.marketplaces[fault.process] + " pauses";
    case Fault::Kind::lose_disk:
      return scenario.marketplaces[fault.process] + " loses its disk";
    case Fault::Kind::old_disk:
      return scenario.marketplaces[fault.process] + " is restored from an old backup";
    case Fault::Kind::partition:
    case Fault::Kind::cut:
    case Fault::Kind::clog:
    case Fault::Kind::hold:
      break;
  }
  return describe_network_fault(fault, scenario);
}

}  // namespace

FaultPlan expand(const Scenario& scenario, std::uint64_t seed) {
  const Chance chance(seed);
  std::vector<Fault> faults;
  add_given_network_faults(scenario, chance, faults);
  add_random_network_faults(scenario, chance, Fault::Kind::partition, scenario.random_faults.partition, faults);
  add_random_network_faults(scenario, chance, Fault::Kind::cut, scenario.random_faults.cut, faults);
  add_random_network_faults(scenario, chance, Fault::Kind::clog, scenario.random_faults.clog, faults);
  add_random_network_faults(scenario, chance, Fault::Kind::hold, scenario.random_faults.hold, faults);
  add_process_faults(scenario, chance, faults);
  return FaultPlan{sorted_by_time(std::move(faults)), membership_plan(scenario, seed)};
}

std::string describe(const Fault& fault, const Scenario& scenario) {
  return subject(fault, scenario) + ", " + text(fault.at) + '-' + text(fault.at + fault.length);
}

}  // namespace feira::scenario
