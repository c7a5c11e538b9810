// Recipes: well-known mishaps by name, each a few faults (or buyers, or changes) that belong together.
//
// A recipe is expanded before the run into what it is made of, explicit parts of the scenario like any other, so that
// the plan shows them and each can be cut away alone. Its draws are addressed by the recipe and its beginning.
//
// A new recipe is a line in the table of recipes.cpp and an entry in catalogue/recipes.cpp.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include "sim/chance/chance.hpp"
#include "sim/scenario/scenario.hpp"

namespace feira::scenario {

/// What can be set of a recipe: {"recipe": {"name": "swizzle", "links": "30%"}}.
struct RecipeParameter {
  enum class Sort : std::uint8_t { duration, share, count, marketplace, product };
  std::string_view name;
  Sort sort = Sort::count;
  /// In nanoseconds, millionths, or a number: the default and the bounds, both included. (Of a marketplace or product
  /// only the default counts: its place in the file.)
  std::int64_t otherwise = 0;
  std::int64_t low = 0;
  std::int64_t high = 0;
};

struct Recipe {
  /// As in the catalogue.
  std::string_view name;
  std::size_t marketplaces_needed = 1;
  std::span<const RecipeParameter> parameters;
  /// Adds what it is made of to `scenario`; `chance` is this recipe's own.
  void (*apply)(Scenario& scenario, const RecipeSpec& recipe, const chance::Chance& chance) = nullptr;
};

std::span<const Recipe> recipe_table();

/// The scenario with its recipes expanded for this seed, and none left.
Scenario with_recipes(Scenario scenario, std::uint64_t seed);

}  // namespace feira::scenario
