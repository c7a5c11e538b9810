#include "sim/scenario/recipes.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <utility>
#include <vector>

#include "sim/chance/draw.hpp"
#include "sim/scenario/fault_plan.hpp"

namespace feira::scenario {

namespace {

using chance::Address;
using chance::Chance;
using chance::Stream;
using Sort = RecipeParameter::Sort;

// Purposes of a recipe's draws.
constexpr std::uint8_t choice = 0;
constexpr std::uint8_t another_order = 1;
constexpr std::uint8_t gap = 2;
constexpr std::uint8_t length = 3;
constexpr std::uint8_t moment = 4;
constexpr std::uint8_t company = 5;

std::vector<std::uint32_t> drawn_order(std::size_t count, const Chance& chance, std::uint8_t purpose) {
  std::vector<std::uint32_t> order(count);
  for (std::size_t i = 0; i < count; ++i) order[i] = static_cast<std::uint32_t>(i);
  chance::shuffle<std::uint32_t>(chance, {.purpose = purpose}, order);
  return order;
}

Fault network_fault(Fault::Kind kind, Duration begin, Duration end, std::vector<MarketplaceIndex> from,
                    std::vector<MarketplaceIndex> to) {
  Fault fault;
  fault.kind = kind;
  fault.at = begin;
  fault.length = std::max(end - begin, spell_min);
  fault.groups = {std::move(from), std::move(to)};
  return fault;
}

/// Clogs a share of all links, one after the other over the first third of the time, and frees them in another order
/// over the last third.
void swizzle(Scenario& scenario, const RecipeSpec& recipe, const Chance& chance) {
  constexpr std::size_t links_max = 10'000;
  const std::size_t count = scenario.marketplaces.size();
  const std::size_t all = count * (count - 1);
  const auto share = static_cast<std::size_t>(recipe.values[0]);
  const std::size_t links = std::min(std::max<std::size_t>(all * share / 1'000'000, 1), std::min(all, links_max));
  const auto chosen = drawn_order(all, chance, choice);
  const auto freed = drawn_order(links, chance, another_order);
  for (std::size_t i = 0; i < links; ++i) {
    const auto from = static_cast<MarketplaceIndex>(chosen[i] / (count - 1));
    const auto other = static_cast<MarketplaceIndex>(chosen[i] % (count - 1));
    const MarketplaceIndex to = other < from ? other : other + 1;
    const auto step = [&](std::size_t place) {
      return recipe.length / 3 * static_cast<std::int64_t>(place) / static_cast<std::int64_t>(links);
    };
    const Duration begin = recipe.at + step(i);
    const Duration end = recipe.at + recipe.length - step(freed[i]);
    scenario.faults.push_back(network_fault(Fault::Kind::clog, begin, end, {from}, {to}));
  }
}

/// Two halves lose each other unevenly: first one of them is not heard any more, then neither is, then only the other
/// is not heard.
void split_brain(Scenario& scenario, const RecipeSpec& recipe, const Chance& chance) {
  const auto order = drawn_order(scenario.marketplaces.size(), chance, choice);
  const auto middle = order.begin() + static_cast<std::ptrdiff_t>(order.size() / 2);
  std::vector<MarketplaceIndex> one(order.begin(), middle);
  std::vector<MarketplaceIndex> other(middle, order.end());
  std::sort(one.begin(), one.end());
  std::sort(other.begin(), other.end());
  const Duration end = recipe.at + recipe.length;
  const Duration uneven = recipe.length * recipe.values[0] / 1'000'000;
  scenario.faults.push_back(network_fault(Fault::Kind::cut, recipe.at, end - uneven, one, other));
  scenario.faults.push_back(network_fault(Fault::Kind::cut, recipe.at + uneven, end, other, one));
}

Fault process_fault(Fault::Kind kind, MarketplaceIndex process, Duration begin, Duration end) {
  Fault fault;
  fault.kind = kind;
  fault.at = begin;
  fault.length = std::max(end - begin, spell_min);
  fault.process = process;
  return fault;
}

/// Crashes one marketplace after the other, each in its own turn and for a share of it.
void rolling_restart(Scenario& scenario, const RecipeSpec& recipe, const Chance& chance) {
  const auto order = drawn_order(scenario.marketplaces.size(), chance, choice);
  const auto count = static_cast<std::int64_t>(order.size());
  const Duration down = recipe.length / count * recipe.values[0] / 1'000'000;
  for (std::int64_t turn = 0; turn < count; ++turn) {
    const Duration begin = recipe.at + recipe.length * turn / count;
    const MarketplaceIndex who = order[static_cast<std::size_t>(turn)];
    scenario.faults.push_back(process_fault(Fault::Kind::crash, who, begin, begin + down));
  }
}

/// Each marketplace pauses now and then, mostly for a short while and seldom for a long one.
void gc_pause(Scenario& scenario, const RecipeSpec& recipe, const Chance& chance) {
  constexpr std::uint64_t pauses_max = 10'000;
  constexpr Duration shortest = milliseconds(10);
  const Duration end = recipe.at + recipe.length;
  const std::uint64_t pauses_of_each = std::max<std::uint64_t>(pauses_max / scenario.marketplaces.size(), 1);
  for (MarketplaceIndex who = 0; who < scenario.marketplaces.size(); ++who) {
    Duration at = recipe.at;
    for (std::uint64_t ordinal = 1; ordinal <= pauses_of_each; ++ordinal) {
      const auto bits = [&](std::uint8_t purpose) {
        return chance.bits({.a = who, .ordinal = ordinal, .purpose = purpose});
      };
      at = at + std::max(Duration{chance::exponential(bits(gap), recipe.values[0])}, spell_min);
      if (at + spell_min > end) break;
      const Duration pause{chance::heavy_tail(bits(length), shortest.ns, recipe.values[1])};
      scenario.faults.push_back(process_fault(Fault::Kind::pause, who, at, std::min(at + pause, end)));
      at = at + pause;
    }
  }
}

/// Those of whom "membership" and "random-membership" say nothing yet, in a drawn order.
std::vector<MarketplaceIndex> settled(const Scenario& scenario, const Chance& chance) {
  std::vector<MarketplaceIndex> free = drawn_order(scenario.marketplaces.size(), chance, choice);
  const auto founders = scenario.random_membership.founders;
  std::erase_if(free, [&](MarketplaceIndex who) {
    return (founders && who >= *founders) ||
           std::ranges::any_of(scenario.membership, [who](const MembershipSpec& told) {
             return told.who == who || (told.kind != MembershipSpec::Kind::leave && told.with == who);
           });
  });
  return free;
}

/// Some join, some leave and some are evicted, each at a moment of its own. At least one marketplace is there all the
/// time; it and its like let the newcomers in and evict.
void churn(Scenario& scenario, const RecipeSpec& recipe, const Chance& chance) {
  using Kind = MembershipSpec::Kind;
  const std::vector<MarketplaceIndex> order = settled(scenario, chance);
  std::vector<Kind> changes;
  for (const auto& [kind, times] : {std::pair(Kind::join, recipe.values[0]), std::pair(Kind::leave, recipe.values[1]),
                                    std::pair(Kind::evict, recipe.values[2])}) {
    changes.insert(changes.end(), static_cast<std::size_t>(times), kind);
  }
  if (order.empty()) return;
  changes.resize(std::min(changes.size(), order.size() - 1));
  const std::size_t stay = order.size() - changes.size();
  const Duration last = std::min(recipe.at + recipe.length, scenario.run.faults_until) - Duration{1};
  for (std::size_t i = 0; i < changes.size(); ++i) {
    const MarketplaceIndex who = order[stay + i];
    const auto bits = [&](std::uint8_t purpose) { return chance.bits({.a = who, .purpose = purpose}); };
    MembershipSpec change{{chance::between(bits(moment), recipe.at.ns, last.ns)}, changes[i], who, {}};
    if (change.kind != Kind::leave) change.with = order[chance::below(bits(company), stay)];
    scenario.membership.push_back(change);
  }
}

/// A burst of buyers who all want one product, everywhere, and ask again as long as they have no decision.
void flash_sale(Scenario& scenario, const RecipeSpec& recipe, const Chance&) {
  BuyersSpec crowd;
  crowd.count = static_cast<std::uint32_t>(recipe.values[1]);
  for (MarketplaceIndex at = 0; at < scenario.marketplaces.size(); ++at) crowd.at.push_back(at);
  crowd.buy.products = {static_cast<ProductIndex>(recipe.values[0])};
  crowd.start = recipe.at;
  crowd.arrive.window = std::min(recipe.length, scenario.run.faults_until - recipe.at);
  crowd.patience = Duration{recipe.values[2]};
  scenario.buyers.push_back(std::move(crowd));
}

constexpr std::array swizzle_parameters{RecipeParameter{"links", Sort::share, 500'000, 1, 1'000'000}};
constexpr std::array split_brain_parameters{RecipeParameter{"uneven", Sort::share, 250'000, 0, 900'000}};
constexpr std::array rolling_restart_parameters{RecipeParameter{"down", Sort::share, 500'000, 1, 900'000}};
constexpr std::array gc_pause_parameters{
    RecipeParameter{"every", Sort::duration, seconds(2).ns, milliseconds(10).ns, seconds(3600).ns},
    RecipeParameter{"longest", Sort::duration, seconds(2).ns, milliseconds(10).ns, seconds(3600).ns}};
constexpr std::array churn_parameters{RecipeParameter{"join", Sort::count, 1, 0, 1000},
                                      RecipeParameter{"leave", Sort::count, 1, 0, 1000},
                                      RecipeParameter{"evict", Sort::count, 1, 0, 1000}};
constexpr std::array flash_sale_parameters{
    RecipeParameter{"product", Sort::product}, RecipeParameter{"buyers", Sort::count, 50, 1, 10'000},
    RecipeParameter{"patience", Sort::duration, seconds(1).ns, milliseconds(1).ns, seconds(3600).ns}};

constexpr std::array table{
    Recipe{"swizzle", 2, swizzle_parameters, swizzle},
    Recipe{"split-brain", 2, split_brain_parameters, split_brain},
    Recipe{"rolling-restart", 1, rolling_restart_parameters, rolling_restart},
    Recipe{"gc-pause", 1, gc_pause_parameters, gc_pause},
    Recipe{"churn", 4, churn_parameters, churn},
    Recipe{"flash-sale", 1, flash_sale_parameters, flash_sale},
};

/// By its name's place in the table and its beginning, so that no other recipe moves its draws.
Address address_of(const RecipeSpec& recipe) {
  const auto at = static_cast<std::uint64_t>(recipe.at.ns);
  return {.stream = Stream::recipe,
          .a = static_cast<std::uint32_t>(at),
          .b = static_cast<std::uint32_t>(at >> 32U),
          .kind = static_cast<std::uint8_t>(recipe.recipe)};
}

}  // namespace

std::span<const Recipe> recipe_table() { return table; }

Scenario with_recipes(Scenario scenario, std::uint64_t seed) {
  const Chance chance(seed);
  for (const RecipeSpec& recipe : std::exchange(scenario.recipes, {})) {
    table[recipe.recipe].apply(scenario, recipe, chance.about(address_of(recipe)));
  }
  return scenario;
}

}  // namespace feira::scenario
