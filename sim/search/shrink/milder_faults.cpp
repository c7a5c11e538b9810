// Milder faults, shorter delays.
#include <algorithm>
#include <utility>

#include "sim/scenario/network_faults.hpp"
#include "sim/search/shrink/milder.hpp"

namespace feira::search {

using scenario::Fault;
using scenario::Keeps;
using scenario::MessageOverride;
using scenario::PartitionShape;
using scenario::Scenario;
using scenario::Spread;

namespace {

using Kind = Fault::Kind;

/// The scenario with one change to one of its faults.
template <class Change>
Scenario with_fault(const Scenario& scenario, std::size_t place, Change&& change) {
  Scenario changed = scenario;
  change(changed.faults[place]);
  return changed;
}

/// What would do less harm in its place.
std::vector<Kind> milder_kinds(Kind kind) {
  switch (kind) {
    case Kind::crash:
    case Kind::lose_disk:
    case Kind::old_disk:
    case Kind::flip_bits:
      return kind == Kind::crash ? std::vector{Kind::pause} : std::vector{Kind::pause, Kind::crash};
    case Kind::suspend:
    case Kind::slow:
      return {Kind::pause};
    case Kind::slow_disk:
    case Kind::full_disk:
      return {Kind::stall};
    case Kind::partition:
    case Kind::cut:
    case Kind::clog:
    case Kind::hold:
    case Kind::pause:
    case Kind::stall:
    case Kind::read_error:
    case Kind::drift:
    case Kind::clock_step:
      break;
  }
  return {};
}

Fault of_another_kind(const Fault& fault, Kind kind) {
  Fault other;
  other.at = fault.at;
  other.length = fault.for_ever ? seconds(1) : fault.length;
  other.kind = kind;
  other.process = fault.process;
  other.groups = fault.groups;
  other.messages = fault.messages;
  return other;
}

/// A partition one way only; a cut as a clog, in which nothing is lost.
std::vector<Fault> milder_ways(const Fault& fault) {
  std::vector<Fault> milder;
  if (fault.kind == Kind::partition && fault.groups.size() == 2 && fault.shape == PartitionShape::groups) {
    milder = {of_another_kind(fault, Kind::cut), of_another_kind(fault, Kind::cut)};
    std::swap(milder[1].groups[0], milder[1].groups[1]);
  }
  if (fault.kind == Kind::cut) milder.push_back(of_another_kind(fault, Kind::clog));
  return milder;
}

/// One sender and one receiver less, as long as there are some.
std::vector<Fault> narrower_ways(const Fault& fault) {
  std::vector<Fault> narrower;
  if (!scenario::is_of_the_network(fault.kind) || fault.kind == Kind::partition) return narrower;
  for (std::size_t side = 0; side < 2; ++side) {
    for (std::size_t place = 0; fault.groups[side].size() > 1 && place < fault.groups[side].size(); ++place) {
      Fault less = fault;
      less.groups[side].erase(less.groups[side].begin() + static_cast<std::ptrdiff_t>(place));
      const bool to_itself = less.groups[0].size() == 1 && less.groups[0] == less.groups[1];
      if (!to_itself) narrower.push_back(std::move(less));
    }
  }
  return narrower;
}

/// The same for messages of one kind only.
std::vector<Fault> of_single_kinds(const Fault& fault) {
  std::vector<Fault> single;
  if (!scenario::is_of_the_network(fault.kind)) return single;
  for (std::size_t kind = 0; kind < message_kinds; ++kind) {
    const auto only = static_cast<MessageKind>(kind);
    if (!fault.messages.has(only)) continue;
    Fault& less = single.emplace_back(fault);
    less.messages = {};
    less.messages.add(only);
  }
  // It was of one kind before.
  if (single.size() == 1) single.clear();
  return single;
}

void add_weaker(std::vector<Milder>& list, const Scenario& scenario, std::size_t place) {
  const Fault& fault = scenario.faults[place];
  Milder kinds{"kinds of fault", {}};
  for (const Fault& milder : milder_ways(fault)) {
    kinds.ways.push_back(with_fault(scenario, place, [&](Fault& each) { each = milder; }));
  }
  for (const Fault& milder : of_single_kinds(fault)) {
    kinds.ways.push_back(with_fault(scenario, place, [&](Fault& each) { each = milder; }));
  }
  for (const Fault& milder : narrower_ways(fault)) {
    kinds.ways.push_back(with_fault(scenario, place, [&](Fault& each) { each = milder; }));
  }
  for (const Kind kind : milder_kinds(fault.kind)) {
    kinds.ways.push_back(with_fault(scenario, place, [&](Fault& each) { each = of_another_kind(fault, kind); }));
  }
  if (fault.for_ever) {
    kinds.ways.push_back(with_fault(scenario, place, [&](Fault& each) { each = of_another_kind(fault, fault.kind); }));
  }
  list.push_back(std::move(kinds));
  if (fault.kind != Kind::crash || fault.keeps == Keeps::all) return;
  Milder keeps{"what crashes keep", {}};
  for (const Keeps milder : {Keeps::all, Keeps::synced}) {
    if (milder == fault.keeps) break;
    keeps.ways.push_back(with_fault(scenario, place, [&](Fault& each) { each.keeps = milder; }));
  }
  list.push_back(std::move(keeps));
}

/// Steps of a clock in nanoseconds, rates in parts per million: the same sign, less of it.
std::vector<std::int64_t> smaller_amounts(const Fault& fault) {
  const std::int64_t sign = fault.amount < 0 ? -1 : 1;
  std::vector<std::int64_t> smaller;
  if (fault.kind == Kind::clock_step) {
    for (const Duration each : round_below(Duration{fault.amount * sign})) smaller.push_back(each.ns * sign);
  } else if (fault.kind == Kind::drift) {
    for (const std::int64_t percent : {1, 2, 5, 10, 20, 50, 100, 200, 500}) {
      if (percent * 10'000 < fault.amount * sign) smaller.push_back(percent * 10'000 * sign);
    }
  }
  return smaller;
}

void add_shorter(std::vector<Milder>& list, const Scenario& scenario, std::size_t place) {
  const Fault& fault = scenario.faults[place];
  Milder lengths{"lengths of faults", {}};
  for (const Duration length : round_below(fault.length)) {
    lengths.ways.push_back(with_fault(scenario, place, [&](Fault& each) { each.length = length; }));
  }
  list.push_back(std::move(lengths));
  Milder amounts{"what clocks do", {}};
  for (const std::int64_t amount : smaller_amounts(fault)) {
    amounts.ways.push_back(with_fault(scenario, place, [&](Fault& each) { each.amount = amount; }));
  }
  list.push_back(std::move(amounts));
  if (fault.kind != Kind::slow && fault.kind != Kind::slow_disk) return;
  Milder spreads{"slow spells", {}};
  for (const Duration each_takes : round_below(std::max(fault.each.low, fault.each.high))) {
    spreads.ways.push_back(
        with_fault(scenario, place, [&](Fault& each) { each.each = Spread{Spread::Shape::constant, each_takes, {}}; }));
  }
  list.push_back(std::move(spreads));
}

/// A lost message arrives after all, but late; the sooner the milder.
void add_delays_for_losses(std::vector<Milder>& list, const Scenario& scenario) {
  for (std::size_t place = 0; place < scenario.messages.size(); ++place) {
    if (!scenario.messages[place].lost) continue;
    Milder later{"losses", {}};
    for (const Duration delay : {milliseconds(100), milliseconds(500), seconds(1), seconds(2), seconds(5)}) {
      Scenario& way = later.ways.emplace_back(scenario);
      way.messages[place].lost = false;
      way.messages[place].delay = delay;
    }
    list.push_back(std::move(later));
  }
}

/// An earlier message in its place: then what comes before it is not needed.
void add_earlier_messages(std::vector<Milder>& list, const Scenario& scenario) {
  for (std::size_t place = 0; place < scenario.messages.size(); ++place) {
    Milder earlier{"messages", {}};
    for (std::uint32_t ordinal = 1; ordinal < std::min(scenario.messages[place].message.ordinal, 9U); ++ordinal) {
      earlier.ways.push_back(scenario);
      earlier.ways.back().messages[place].message.ordinal = ordinal;
    }
    list.push_back(std::move(earlier));
  }
}

/// A buyer less, so that later messages on its ways have lower numbers: all of them, or one.
void add_buyers_with_messages(std::vector<Milder>& list, const Scenario& scenario) {
  const auto lower = [](MessageOverride& given) {
    if (given.message.ordinal > 1) --given.message.ordinal;
  };
  for (std::size_t group = 0; !scenario.messages.empty() && group < scenario.buyers.size(); ++group) {
    Scenario less = scenario;
    less.buyers.erase(less.buyers.begin() + static_cast<std::ptrdiff_t>(group));
    Milder fewer{"buyers", {less}};
    std::ranges::for_each(fewer.ways.back().messages, lower);
    for (std::size_t place = 0; scenario.messages.size() > 1 && place < scenario.messages.size(); ++place) {
      fewer.ways.push_back(less);
      lower(fewer.ways.back().messages[place]);
    }
    list.push_back(std::move(fewer));
  }
}

}  // namespace

std::vector<Milder> milder_faults(const Scenario& scenario) {
  std::vector<Milder> list;
  for (std::size_t place = 0; place < scenario.faults.size(); ++place) {
    add_weaker(list, scenario, place);
    add_shorter(list, scenario, place);
  }
  add_delays_for_losses(list, scenario);
  add_earlier_messages(list, scenario);
  add_buyers_with_messages(list, scenario);
  return list;
}

std::vector<Milder> holds_for_slowness(const Scenario& scenario) {
  std::vector<Milder> list;
  Duration begin = seconds(1);
  for (const scenario::BuyersSpec& group : scenario.buyers) begin = std::min(begin, group.start);
  for (std::size_t place = 0; place < scenario.network.links.size(); ++place) {
    const scenario::LinkSpec& link = scenario.network.links[place];
    Milder holds{"slow links", {}};
    // Beyond the last kind: all of them.
    for (std::size_t kind = 0; kind <= message_kinds; ++kind) {
      for (const int length : {250, 500, 600, 750, 1'000, 1'500, 2'000}) {
        Scenario& way = holds.ways.emplace_back(scenario);
        way.network.links.erase(way.network.links.begin() + static_cast<std::ptrdiff_t>(place));
        Fault& hold = way.faults.emplace_back();
        hold.kind = kind < message_kinds ? Kind::hold : Kind::clog;
        hold.at = begin;
        hold.length = milliseconds(length);
        hold.groups = {{link.from}, {link.to}};
        if (kind < message_kinds) hold.messages.add(static_cast<MessageKind>(kind));
      }
    }
    list.push_back(std::move(holds));
  }
  return list;
}

std::vector<Milder> shorter_delays(const Scenario& scenario) {
  std::vector<Milder> list;
  const auto add = [&list](std::string_view what, Duration now, auto&& with) {
    Milder shorter{what, {}};
    for (const Duration each : round_below(now)) shorter.ways.push_back(with(each));
    if (!shorter.ways.empty()) list.push_back(std::move(shorter));
  };
  // Of what is drawn at most, the most is still no longer.
  const auto add_spread = [&add, &list](std::string_view what, const Spread& now, auto&& with) {
    const bool is_drawn = now.shape != Spread::Shape::constant;
    const Duration longest = now.shape == Spread::Shape::exponential ? now.low * 4 : now.high;
    add(what, is_drawn ? longest : now.low, with);
    if (is_drawn) list.push_back({what, {with(longest)}});
  };
  for (std::size_t place = 0; place < scenario.messages.size(); ++place) {
    const MessageOverride& given = scenario.messages[place];
    const auto with = [&scenario, place](std::optional<Duration> MessageOverride::* part) {
      return [&scenario, place, part](Duration value) {
        Scenario changed = scenario;
        changed.messages[place].*part = value;
        return changed;
      };
    };
    if (given.delay) add("delays of messages", *given.delay, with(&MessageOverride::delay));
    if (given.again_after) add("copies of messages", *given.again_after, with(&MessageOverride::again_after));
  }
  const auto constant = [](Duration value) { return Spread{Spread::Shape::constant, value, {}}; };
  for (std::size_t place = 0; place < scenario.network.links.size(); ++place) {
    const Spread& delay = scenario.network.links[place].delay;
    add_spread("slow links", delay, [&](Duration value) {
      Scenario changed = scenario;
      changed.network.links[place].delay = constant(value);
      return changed;
    });
  }
  for (std::size_t place = 0; place < scenario.network.kinds.size(); ++place) {
    const Spread& delay = scenario.network.kinds[place].delay;
    add_spread("slow kinds of message", delay, [&](Duration value) {
      Scenario changed = scenario;
      changed.network.kinds[place].delay = constant(value);
      return changed;
    });
  }
  const Scenario usual;
  if (scenario.hook != usual.hook)
    add_spread("hooks", scenario.hook, [&](Duration value) {
      Scenario changed = scenario;
      changed.hook = constant(value);
      return changed;
    });
  if (scenario.disk != usual.disk)
    add_spread("disks", scenario.disk.write, [&](Duration value) {
      Scenario changed = scenario;
      changed.disk.write = constant(value);
      return changed;
    });
  return list;
}

}  // namespace feira::search
