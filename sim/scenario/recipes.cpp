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

constexpr std::array swizzle_parameters{RecipeParameter{"links", Sort::share, 500'000, 1, 1'000'000}};
constexpr std::array split_brain_parameters{RecipeParameter{"uneven", Sort::share, 250'000, 0, 900'000}};

constexpr std::array table{
    Recipe{"swizzle", 2, swizzle_parameters, swizzle},
    Recipe{"split-brain", 2, split_brain_parameters, split_brain},
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
