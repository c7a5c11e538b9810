#include "sim/scenario/catalogue.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <iterator>

namespace feira::scenario {

namespace {

std::array<std::span<const Entry>, 5> topics() {
  return {properties(), ablations(), situations(), faults(), recipes()};
}

}  // namespace

std::string_view name(Topic topic) {
  switch (topic) {
    case Topic::property:
      return "property";
    case Topic::ablation:
      return "ablation";
    case Topic::situation:
      return "situation";
    case Topic::fault:
      return "fault";
    case Topic::recipe:
      return "recipe";
  }
  return {};
}

std::vector<Entry> explain(std::string_view name) {
  std::vector<Entry> found;
  for (const auto& entries : topics()) {
    std::copy_if(entries.begin(), entries.end(), std::back_inserter(found),
                 [&](const Entry& entry) { return entry.name == name; });
  }
  return found;
}

std::vector<std::string_view> names(std::span<const Entry> entries) {
  std::vector<std::string_view> list;
  for (const Entry& entry : entries) list.push_back(entry.name);
  return list;
}

std::vector<std::string_view> all_names() {
  std::vector<std::string_view> list;
  for (const auto& entries : topics()) {
    for (const Entry& entry : entries) {
      if (std::find(list.begin(), list.end(), entry.name) == list.end()) list.push_back(entry.name);
    }
  }
  return list;
}

std::optional<Ablation> find_ablation(std::string_view name) {
  for (std::size_t i = 0; i < ablations().size(); ++i) {
    if (ablations()[i].name == name) return static_cast<Ablation>(i);
  }
  return std::nullopt;
}

}  // namespace feira::scenario
