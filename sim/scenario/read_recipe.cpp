// A recipe among the faults: "swizzle", or {"name": "swizzle", "links": "30%"}.
#include <algorithm>

#include "sim/scenario/catalogue.hpp"
#include "sim/scenario/parts.hpp"
#include "sim/scenario/recipes.hpp"

namespace feira::scenario {

namespace {

using Sort = RecipeParameter::Sort;

void read_value(Reading& reading, const Node* node, const RecipeParameter& parameter, std::int64_t& value) {
  if (node == nullptr) return;
  switch (parameter.sort) {
    case Sort::duration: {
      Duration duration{value};
      read_duration(reading, node, duration, {Duration{parameter.low}, Duration{parameter.high}});
      value = duration.ns;
      return;
    }
    case Sort::share: {
      Share share{value};
      if (read_share(reading, node, share) &&
          (share.per_million < parameter.low || share.per_million > parameter.high)) {
        reading.complain(*node, std::string(parameter.name) + ' ' + quote(node->text) + " is out of range",
                         text(Share{parameter.low}) + " to " + text(Share{parameter.high}));
      }
      value = share.per_million;
      return;
    }
    case Sort::count:
      read_integer(reading, node, value, parameter.low, parameter.high);
      return;
    case Sort::marketplace:
      if (const auto index = read_marketplace(reading, node)) value = *index;
      return;
    case Sort::product:
      if (const auto index = read_product(reading, node)) value = *index;
      return;
  }
}

/// Complains of words that are no parameters of this recipe.
void read_parameters(Reading& reading, const Node& node, const Recipe& recipe, RecipeSpec& spec) {
  std::vector<std::string_view> words{"name"};
  for (const RecipeParameter& parameter : recipe.parameters) words.push_back(parameter.name);
  for (const Member& member : node.members) {
    const auto word = std::ranges::find(words, member.key);
    if (word == words.end()) {
      reading.complain(member.offset, "unknown word " + quote(member.key) + " in the recipe " + quote(recipe.name),
                       one_of(words), {member.key, words});
    } else if (word != words.begin()) {
      const auto place = static_cast<std::size_t>(word - words.begin()) - 1;
      read_value(reading, &member.value, recipe.parameters[place], spec.values[place]);
    }
  }
}

const Node* name_of(Reading& reading, const Node& node) {
  if (node.kind == Node::Kind::string) return &node;
  if (node.kind != Node::Kind::object) {
    reading.complain_of_type(node, R"(a recipe's name, as in "swizzle", or an object with its name)");
    return nullptr;
  }
  const auto name = std::ranges::find(node.members, std::string_view("name"), &Member::key);
  if (name != node.members.end()) return &name->value;
  reading.complain(node, "the recipe has no name", "a word \"name\"");
  return nullptr;
}

}  // namespace

void read_recipe(Reading& reading, const Node& node, Duration at, Duration length) {
  const Node* name = name_of(reading, node);
  if (name == nullptr) return;
  const auto known = names(recipes());
  const auto index = read_word(reading, name, "recipe", known);
  if (!index) return;
  const Recipe& recipe = recipe_table()[*index];
  RecipeSpec spec{at, length, *index, {}};
  for (const RecipeParameter& parameter : recipe.parameters) spec.values.push_back(parameter.otherwise);
  if (node.kind == Node::Kind::object) read_parameters(reading, node, recipe, spec);
  reading.scenario.recipes.push_back(std::move(spec));
  if (reading.scenario.marketplaces.size() < recipe.marketplaces_needed) {
    reading.complain(node, "too few marketplaces for the recipe " + quote(recipe.name),
                     "at least " + std::to_string(recipe.marketplaces_needed));
  }
}

}  // namespace feira::scenario
