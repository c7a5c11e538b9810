// "faults" and "random-faults", recipes among them.
#include <array>

#include "sim/scenario/network_faults.hpp"
#include "sim/scenario/process_faults.hpp"
#include "sim/scenario/recipes.hpp"
#include "sim/scenario/written_parts.hpp"

namespace feira::scenario {

namespace {

constexpr std::string_view word_of(PartitionShape shape) {
  switch (shape) {
    case PartitionShape::groups:
      return "groups";
    case PartitionShape::halves:
      return "halves";
    case PartitionShape::minority:
      return "minority";
    case PartitionShape::one_isolated:
      return "one-isolated";
    case PartitionShape::bridge:
      return "bridge";
    case PartitionShape::majorities_ring:
      return "majorities-ring";
    case PartitionShape::one_way:
      return "one-way";
  }
  return {};
}

Json rate(std::int64_t per_million) { return Json::text(text_of_rate(per_million)); }
Json offset(std::int64_t ns) { return Json::text(text_with_sign(Duration{ns})); }

Json written_groups(const Scenario& scenario, const Fault& fault) {
  Json groups = Json::list();
  for (const auto& group : fault.groups) {
    Json names = Json::list();
    for (const MarketplaceIndex member : group) names.add(Json::text(scenario.marketplaces[member]));
    groups.add(std::move(names));
  }
  return groups;
}

Json written_partition(const Scenario& scenario, const Fault& fault) {
  const bool grouped = fault.shape == PartitionShape::groups;
  Json how = grouped ? written_groups(scenario, fault) : Json::text(word_of(fault.shape));
  if (fault.messages.all()) return how;
  Json object = Json::object();
  return object.add(grouped ? "groups" : "shape", std::move(how)).add("kinds", kind_names(fault.messages));
}

/// Cut, clog and hold.
Json written_way(const Scenario& scenario, const Fault& fault) {
  Json way = Json::object();
  way.add("from", marketplace_names(scenario, fault.groups[0]));
  way.add("to", marketplace_names(scenario, fault.groups[1]));
  if (!fault.messages.all()) way.add("kinds", kind_names(fault.messages));
  return way;
}

/// What crashes, suspensions, slow spells and slow disks say, given or random.
template <class Spec>
void add_common_detail(Json& object, Fault::Kind kind, const Spec& spec) {
  switch (kind) {
    case Fault::Kind::crash:
      if (spec.keeps != Keeps::any) object.add("keeps", Json::text(keeps_words[static_cast<std::size_t>(spec.keeps)]));
      return;
    case Fault::Kind::suspend:
      if (!spec.clock_stops) object.add("clock", Json::text(clock_words[0]));
      return;
    case Fault::Kind::slow:
      object.add("step", quantity(spec.each));
      return;
    case Fault::Kind::slow_disk:
      object.add("write", quantity(spec.each));
      return;
    default:
      return;
  }
}

Json written_fault(const Scenario& scenario, const Fault& fault) {
  Json object = Json::object();
  object.add("at", quantity(fault.at));
  if (fault.for_ever) {
    object.add("for", Json::text("ever"));
  } else if (fault.kind != Fault::Kind::clock_step) {
    object.add("for", quantity(fault.length));
  }
  if (fault.kind == Fault::Kind::partition) return object.add("partition", written_partition(scenario, fault));
  if (is_of_the_network(fault.kind)) {
    const std::string_view word = fault.kind == Fault::Kind::cut    ? "cut"
                                  : fault.kind == Fault::Kind::clog ? "clog"
                                                                    : "hold";
    return object.add(word, written_way(scenario, fault));
  }
  object.add(process_fault(fault.kind).word, Json::text(scenario.marketplaces[fault.process]));
  add_common_detail(object, fault.kind, fault);
  if (fault.kind == Fault::Kind::drift) object.add("rate", rate(fault.amount));
  if (fault.kind == Fault::Kind::clock_step) object.add("by", offset(fault.amount));
  return object;
}

Json written_value(const Scenario& scenario, const RecipeParameter& parameter, std::int64_t value) {
  switch (parameter.sort) {
    case RecipeParameter::Sort::duration:
      return quantity(Duration{value});
    case RecipeParameter::Sort::share:
      return quantity(Share{value});
    case RecipeParameter::Sort::count:
      return Json::number(static_cast<std::uint64_t>(value));
    case RecipeParameter::Sort::marketplace:
      return Json::text(scenario.marketplaces[static_cast<std::size_t>(value)]);
    case RecipeParameter::Sort::product:
      return Json::text(scenario.products[static_cast<std::size_t>(value)].id);
  }
  return Json::object();
}

Json written_recipe(const Scenario& scenario, const RecipeSpec& spec) {
  const Recipe& recipe = recipe_table()[spec.recipe];
  Json parameters = Json::object();
  bool usual = true;
  parameters.add("name", Json::text(recipe.name));
  for (std::size_t i = 0; i < recipe.parameters.size(); ++i) {
    if (spec.values[i] == recipe.parameters[i].otherwise) continue;
    usual = false;
    parameters.add(recipe.parameters[i].name, written_value(scenario, recipe.parameters[i], spec.values[i]));
  }
  Json object = Json::object();
  object.add("at", quantity(spec.at)).add("for", quantity(spec.length));
  return object.add("recipe", usual ? Json::text(recipe.name) : std::move(parameters));
}

Json written_amounts(const RandomFaultSpec& random, Json (*one)(std::int64_t)) {
  if (random.amount_min == random.amount_max) return one(random.amount_min);
  Json both = Json::list();
  return both.add(one(random.amount_min)).add(one(random.amount_max));
}

void add_random(Json& object, std::string_view word, Fault::Kind kind, const std::optional<RandomFaultSpec>& random) {
  if (!random) return;
  Json spells = Json::object();
  spells.add("every", quantity(random->every));
  if (kind != Fault::Kind::clock_step) spells.add("for", quantity(random->length));
  if (!random->shapes.empty()) {
    Json shapes = Json::list();
    for (const PartitionShape shape : random->shapes) shapes.add(Json::text(word_of(shape)));
    spells.add("shapes", std::move(shapes));
  }
  if (!random->messages.all()) spells.add("kinds", kind_names(random->messages));
  add_common_detail(spells, kind, *random);
  if (kind == Fault::Kind::drift) spells.add("rate", written_amounts(*random, rate));
  if (kind == Fault::Kind::clock_step) spells.add("by", written_amounts(*random, offset));
  object.add(word, std::move(spells));
}

}  // namespace

Json written_faults(const Scenario& scenario) {
  Json list = Json::list();
  for (const Fault& fault : scenario.faults) list.add(written_fault(scenario, fault));
  for (const RecipeSpec& recipe : scenario.recipes) list.add(written_recipe(scenario, recipe));
  return list;
}

Json written_random_faults(const Scenario& scenario) {
  const RandomFaultsSpec& random = scenario.random_faults;
  Json object = Json::object();
  for (const ProcessFault& each : process_faults()) add_random(object, each.word, each.kind, random.*each.random);
  add_random(object, "partition", Fault::Kind::partition, random.partition);
  add_random(object, "cut", Fault::Kind::cut, random.cut);
  add_random(object, "clog", Fault::Kind::clog, random.clog);
  add_random(object, "hold", Fault::Kind::hold, random.hold);
  return object;
}

}  // namespace feira::scenario
