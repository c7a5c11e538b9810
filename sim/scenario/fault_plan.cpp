#include "sim/scenario/fault_plan.hpp"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <utility>

#include "sim/chance/chance.hpp"
#include "sim/chance/draw.hpp"
#include "sim/scenario/membership_plan.hpp"
#include "sim/scenario/network_faults.hpp"
#include "sim/scenario/process_faults.hpp"
#include "sim/scenario/stable_order.hpp"
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

std::int64_t draw_amount(const Chance& chance, const RandomFaultSpec& random, const Address& address) {
  if (random.amount_min == random.amount_max) return random.amount_min;
  return chance::between(chance.bits(address), random.amount_min, random.amount_max);
}

/// The given faults of one kind at one marketplace and the random ones, in the order of their beginnings.
std::vector<Fault> faults_of(const Scenario& scenario, const Chance& chance, const ProcessFault& kind,
                             MarketplaceIndex process) {
  const Duration until = scenario.run.faults_until;
  std::vector<Fault> faults;
  for (const Fault& fault : scenario.faults) {
    if (fault.kind != kind.kind || fault.process != process || fault.at >= until) continue;
    faults.push_back(fault);
    faults.back().length = std::min(fault.length, until - fault.at);
  }
  if (const auto& random = scenario.random_faults.*kind.random) {
    for (const DrawnSpell& drawn : draw_spells(chance, *random, kind.kind, process, until)) {
      Fault fault;
      fault.at = drawn.spell.begin;
      if (kind.kind != Fault::Kind::clock_step) fault.length = drawn.spell.end - drawn.spell.begin;
      fault.kind = kind.kind;
      fault.process = process;
      fault.keeps = random->keeps;
      fault.clock_stops = random->clock_stops;
      fault.each = random->each;
      fault.amount = draw_amount(chance, *random, address_of(Stream::fault_choice, kind.kind, process, drawn.ordinal));
      faults.push_back(std::move(fault));
    }
  }
  sort_stably(faults, [](const Fault& fault) { return fault.at; });
  return faults;
}

Duration end_of(const Fault& fault) { return fault.at + fault.length; }

/// Faults that overlap or touch become one, which is like the first of them; nothing comes after one that is for ever.
std::vector<Fault> merged(std::vector<Fault> faults) {
  std::vector<Fault> result;
  for (Fault& fault : faults) {
    if (result.empty() || end_of(result.back()) < fault.at) {
      if (!result.empty() && result.back().for_ever) return result;
      result.push_back(std::move(fault));
      continue;
    }
    Fault& before = result.back();
    if (before.for_ever) return result;
    before.for_ever = fault.for_ever;
    before.length = fault.for_ever ? Duration{} : std::max(end_of(before), end_of(fault)) - before.at;
  }
  return result;
}

/// Where two overlap, the later takes the place of the earlier.
std::vector<Fault> replaced(std::vector<Fault> faults) {
  std::vector<Fault> result;
  for (Fault& fault : faults) {
    if (!result.empty() && fault.at < end_of(result.back())) {
      result.back().length = fault.at - result.back().at;
      if (result.back().length < spell_min) result.pop_back();
    }
    result.push_back(std::move(fault));
  }
  return result;
}

/// What is left of `fault` outside of `holes`, which are sorted and merged; pieces that are too short are left out.
void add_outside(const Fault& fault, const std::vector<Fault>& holes, std::vector<Fault>& plan) {
  Duration begin = fault.at;
  const auto keep = [&](Duration end) {
    if (begin + spell_min > end) return;
    plan.push_back(fault);
    plan.back().at = begin;
    plan.back().length = end - begin;
  };
  for (const Fault& hole : holes) {
    if (!hole.for_ever && end_of(hole) <= begin) continue;
    if (hole.at >= end_of(fault)) break;
    keep(hole.at);
    if (hole.for_ever) return;
    begin = end_of(hole);
  }
  keep(end_of(fault));
}

void add_process_faults(const Scenario& scenario, const Chance& chance, std::vector<Fault>& plan) {
  for (MarketplaceIndex process = 0; process < scenario.marketplaces.size(); ++process) {
    std::vector<Fault> crashes;
    for (const ProcessFault& kind : process_faults()) {
      std::vector<Fault> faults = faults_of(scenario, chance, kind, process);
      if (faults.empty()) continue;
      switch (kind.hold) {
        case Hold::down:
          crashes = merged(std::move(faults));
          plan.insert(plan.end(), crashes.begin(), crashes.end());
          break;
        case Hold::lost:
          faults = merged(std::move(faults));
          plan.insert(plan.end(), faults.begin(), faults.end());
          break;
        case Hold::paused:
          for (const Fault& pause : merged(std::move(faults))) add_outside(pause, crashes, plan);
          break;
        case Hold::none:
          faults = replaced(std::move(faults));
          plan.insert(plan.end(), faults.begin(), faults.end());
          break;
      }
    }
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

std::string_view kept(Keeps keeps) {
  switch (keeps) {
    case Keeps::any:
      break;
    case Keeps::all:
      return "every record";
    case Keeps::synced:
      return "only what was durable";
    case Keeps::torn:
      return "a torn record";
  }
  return {};
}

/// What a fault of one marketplace says beside its kind.
std::string detail(const Fault& fault) {
  switch (fault.kind) {
    case Fault::Kind::crash:
      return fault.keeps == Keeps::any ? "" : " keeping " + std::string(kept(fault.keeps));
    case Fault::Kind::suspend:
      return fault.clock_stops ? " with its clock" : "";
    case Fault::Kind::slow:
      return ", each step " + text(fault.each);
    case Fault::Kind::slow_disk:
      return ", each write " + text(fault.each);
    case Fault::Kind::drift:
      return " by " + text_of_rate(fault.amount);
    case Fault::Kind::clock_step:
      return ' ' + text(Duration{fault.amount < 0 ? -fault.amount : fault.amount}) +
             (fault.amount < 0 ? " back" : " forward");
    default:
      return {};
  }
}

std::string subject(const Fault& fault, const Scenario& scenario) {
  if (!is_of_the_network(fault.kind)) {
    return scenario.marketplaces[fault.process] + ' ' + std::string(process_fault(fault.kind).verb) + detail(fault);
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
  const std::string what = subject(fault, scenario) + ", ";
  if (fault.for_ever) return what + "for good from " + text(fault.at);
  if (fault.length == Duration{}) return what + text(fault.at);
  return what + text(fault.at) + '-' + text(end_of(fault));
}

}  // namespace feira::scenario
