// The parts of a scenario file as JSON, one function each, as the reader has them in parts.hpp. An empty list or object
// stands for a part of which all is as by default: it is left out.
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "sim/scenario/layout.hpp"
#include "sim/scenario/scenario.hpp"
#include "sim/scenario/units.hpp"

namespace feira::scenario {

Json written_buyers(const Scenario& scenario);
Json written_changes(const Scenario& scenario);
Json written_network(const Scenario& scenario);
Json written_clocks(const Scenario& scenario);
Json written_membership(const Scenario& scenario);
Json written_random_membership(const Scenario& scenario);
/// Recipes come last.
Json written_faults(const Scenario& scenario);
Json written_random_faults(const Scenario& scenario);

template <class Quantity>
Json quantity(const Quantity& value) {
  return Json::text(text(value));
}
/// "5ms", or {"uniform": ["1ms", "50ms"]}.
Json quantity(const Spread& spread);
/// One name alone, several in a list.
Json marketplace_names(const Scenario& scenario, std::span<const MarketplaceIndex> members);
Json product_names(const Scenario& scenario, std::span<const ProductIndex> products);
/// Precondition: not `all()`.
Json kind_names(const MessageKinds& kinds);

/// Whether these are the indices from zero on, all of them.
bool is_every(std::span<const std::uint32_t> indices, std::size_t count);

template <class Value>
void add_unless(Json& object, std::string_view key, const Value& value, const Value& otherwise) {
  if (!(value == otherwise)) object.add(key, quantity(value));
}

}  // namespace feira::scenario
