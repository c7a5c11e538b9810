#include "sim/scenario/swarm_kinds.hpp"

#include <algorithm>
#include <array>
#include <optional>

#include "sim/scenario/fault_plan.hpp"
#include "sim/scenario/units.hpp"

namespace feira::scenario {

namespace {

/// Spells of one kind do not come more often than this, unless the file itself has them so.
constexpr Duration gap_min = milliseconds(250);

/// A share of the part `part` of a scenario. Scaled it stays at or below `most` millionths, or what the file has.
template <auto part, auto share, std::int64_t most>
constexpr SwarmKind share_of(std::string_view name, std::uint32_t address) {
  return {name, address, [](const Scenario& scenario) { return (scenario.*part.*share).per_million > 0; },
          [](Scenario& scenario) { (scenario.*part.*share).per_million = 0; },
          [](Scenario& scenario, SwarmFactor factor) {
            std::int64_t& weight = (scenario.*part.*share).per_million;
            const std::int64_t cap = std::max(weight, most);
            weight = std::clamp<std::int64_t>(weight * factor.eighths / 8, 1, cap);
            return text(scenario.*part.*share);
          }};
}

/// Random spells of a kind, and the given faults of the same kind.
template <std::optional<RandomFaultSpec> RandomFaultsSpec::* spells, Fault::Kind kind>
constexpr SwarmKind spells_of(std::string_view name, std::uint32_t address) {
  return {name, address,
          [](const Scenario& scenario) {
            return (scenario.random_faults.*spells).has_value() ||
                   std::ranges::any_of(scenario.faults, [](const Fault& fault) { return fault.kind == kind; });
          },
          [](Scenario& scenario) {
            (scenario.random_faults.*spells).reset();
            std::erase_if(scenario.faults, [](const Fault& fault) { return fault.kind == kind; });
          },
          [](Scenario& scenario, SwarmFactor factor) {
            std::optional<RandomFaultSpec>& random = scenario.random_faults.*spells;
            if (!random) return std::string("as given");
            const Duration floor = std::min(random->every, gap_min);
            random->every = std::max(Duration{random->every.ns * 8 / factor.eighths}, floor);
            return "every " + text(random->every);
          }};
}

constexpr SwarmKind reordering(std::string_view name, std::uint32_t address) {
  return {name, address, [](const Scenario& scenario) { return scenario.network.reorder.has_value(); },
          [](Scenario& scenario) { scenario.network.reorder.reset(); },
          [](Scenario& scenario, SwarmFactor factor) {
            std::int64_t& weight = scenario.network.reorder->share.per_million;
            weight = std::clamp<std::int64_t>(weight * factor.eighths / 8, 1, 1'000'000);
            return text(scenario.network.reorder->share);
          }};
}

constexpr SwarmKind slow_links(std::string_view name, std::uint32_t address) {
  return {name, address, [](const Scenario& scenario) { return !scenario.network.links.empty(); },
          [](Scenario& scenario) { scenario.network.links.clear(); },
          [](Scenario&, SwarmFactor) { return std::string("as given"); }};
}

constexpr SwarmKind given_recipes(std::string_view name, std::uint32_t address) {
  return {name, address, [](const Scenario& scenario) { return !scenario.recipes.empty(); },
          [](Scenario& scenario) { scenario.recipes.clear(); },
          [](Scenario&, SwarmFactor) { return std::string("as given"); }};
}

constexpr SwarmKind given_clocks(std::string_view name, std::uint32_t address) {
  return {name, address,
          [](const Scenario& scenario) {
            return std::ranges::any_of(scenario.clocks,
                                       [](const ClockSpec& clock) { return clock.drift_ppm.has_value(); });
          },
          [](Scenario& scenario) {
            for (ClockSpec& clock : scenario.clocks) clock.drift_ppm.reset();
          },
          [](Scenario&, SwarmFactor) { return std::string("as given"); }};
}

/// Those who leave, or are evicted, at random.
template <std::optional<Duration> RandomMembershipSpec::* gap>
constexpr SwarmKind goings(std::string_view name, std::uint32_t address) {
  return {name, address, [](const Scenario& scenario) { return (scenario.random_membership.*gap).has_value(); },
          [](Scenario& scenario) { (scenario.random_membership.*gap).reset(); },
          [](Scenario& scenario, SwarmFactor factor) {
            Duration& every = *(scenario.random_membership.*gap);
            every = std::max(Duration{every.ns * 8 / factor.eighths}, std::min(every, gap_min));
            return "every " + text(every);
          }};
}

/// Without newcomers everybody is there from the start.
constexpr SwarmKind newcomers(std::string_view name, std::uint32_t address) {
  SwarmKind kind = goings<&RandomMembershipSpec::join>(name, address);
  kind.switch_off = [](Scenario& scenario) {
    scenario.random_membership.join.reset();
    scenario.random_membership.founders.reset();
  };
  return kind;
}

// Appending a line is all that a new kind needs. An address is never used again.
constexpr std::array kinds{
    share_of<&Scenario::network, &NetworkSpec::loss, 250'000>("loss", 1),
    share_of<&Scenario::network, &NetworkSpec::duplicate, 500'000>("duplicate", 2),
    share_of<&Scenario::network, &NetworkSpec::late, 250'000>("late", 3),
    share_of<&Scenario::network, &NetworkSpec::corrupt, 250'000>("corrupt", 6),
    reordering("reorder", 7),
    slow_links("slow-link", 4),
    given_clocks("clock-drift", 5),
    spells_of<&RandomFaultsSpec::crash, Fault::Kind::crash>("crash", 16),
    spells_of<&RandomFaultsSpec::pause, Fault::Kind::pause>("pause", 17),
    spells_of<&RandomFaultsSpec::partition, Fault::Kind::partition>("partition", 18),
    spells_of<&RandomFaultsSpec::cut, Fault::Kind::cut>("cut", 19),
    spells_of<&RandomFaultsSpec::clog, Fault::Kind::clog>("clog", 20),
    spells_of<&RandomFaultsSpec::hold, Fault::Kind::hold>("hold", 21),
    given_recipes("recipe", 32),
    spells_of<&RandomFaultsSpec::lose_disk, Fault::Kind::lose_disk>("lose-disk", 40),
    spells_of<&RandomFaultsSpec::old_disk, Fault::Kind::old_disk>("old-disk", 41),
    newcomers("join", 48),
    goings<&RandomMembershipSpec::leave>("leave", 49),
    goings<&RandomMembershipSpec::evict>("evict", 50),
    spells_of<&RandomFaultsSpec::suspend, Fault::Kind::suspend>("suspend", 42),
    spells_of<&RandomFaultsSpec::slow, Fault::Kind::slow>("slow", 43),
    spells_of<&RandomFaultsSpec::slow_disk, Fault::Kind::slow_disk>("slow-disk", 44),
    spells_of<&RandomFaultsSpec::stall, Fault::Kind::stall>("stall", 45),
    spells_of<&RandomFaultsSpec::full_disk, Fault::Kind::full_disk>("full-disk", 46),
    spells_of<&RandomFaultsSpec::read_error, Fault::Kind::read_error>("read-error", 47),
    spells_of<&RandomFaultsSpec::drift, Fault::Kind::drift>("drift", 51),
    spells_of<&RandomFaultsSpec::clock_step, Fault::Kind::clock_step>("clock-step", 52),
    spells_of<&RandomFaultsSpec::flip_bits, Fault::Kind::flip_bits>("flip-bits", 53),
};

}  // namespace

std::span<const SwarmKind> swarm_kinds() { return kinds; }

}  // namespace feira::scenario
