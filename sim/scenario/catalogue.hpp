// What there is to talk about: properties that are checked, mechanisms that can be ablated, situations that runs count,
// faults that scenarios can ask for, recipes that go by a name. Each with a paragraph and its source. `feira list` and
// `feira explain` print it; the reader takes the valid words from it.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "core/config.hpp"

namespace feira::scenario {

enum class Topic : std::uint8_t { property, ablation, situation, fault, recipe };

/// "property", "ablation", ...
std::string_view name(Topic topic);

struct Entry {
  Topic topic = Topic::property;
  std::string_view name;
  /// A paragraph without line breaks.
  std::string_view text;
  std::string_view source;
};

/// In the order in which verdicts show them.
std::span<const Entry> properties();
/// In the order of `Ablation`.
std::span<const Entry> ablations();
std::span<const Entry> situations();
std::span<const Entry> faults();
/// In the order of `recipe_table()`.
std::span<const Entry> recipes();

/// All that goes by this name: some properties and ablations share one.
std::vector<Entry> explain(std::string_view name);
/// Names of one topic, or of all.
std::vector<std::string_view> names(std::span<const Entry> entries);
std::vector<std::string_view> all_names();

std::optional<Ablation> find_ablation(std::string_view name);

}  // namespace feira::scenario
