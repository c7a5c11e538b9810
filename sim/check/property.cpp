#include "sim/check/property.hpp"

#include <algorithm>
#include <array>

namespace feira::check {
namespace {

constexpr std::array<const char*, property_count> names = {
    "mutual-exclusion", "fencing",         "no-oversell",     "conservation", "at-most-once",  "atomic",
    "durable",          "clock-condition", "causal-delivery", "grant-order",  "single-writer", "answered",
    "convergence",      "bounded-bypass",  "repair",          "linearizable"};

}  // namespace

const char* name(Property property) { return names[static_cast<std::size_t>(property)]; }

std::optional<Property> property_named(std::string_view name) {
  const auto found = std::find(names.begin(), names.end(), name);
  if (found == names.end()) return std::nullopt;
  return static_cast<Property>(found - names.begin());
}

void Findings::add(Moment now, ProductId product, std::string sentence, std::vector<std::uint64_t> events) {
  if (++violations_ > 1) return;
  std::erase(events, 0U);  // an event that was never seen
  std::sort(events.begin(), events.end());
  events.erase(std::unique(events.begin(), events.end()), events.end());
  first_ = Violation{property_, std::move(sentence), std::move(events), now.time, product};
}

std::string counted(std::uint64_t count, std::string_view noun) {
  std::string out = std::to_string(count) + " " + std::string(noun);
  if (count == 1) return out;
  if (noun.ends_with("y")) return out.replace(out.size() - 1, 1, "ies");
  return out + (noun.ends_with("sh") ? "es" : "s");
}

}  // namespace feira::check
