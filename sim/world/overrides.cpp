#include "sim/world/overrides.hpp"

#include <algorithm>

#include "sim/scenario/message_address.hpp"

namespace feira::sim {

namespace {

constexpr std::string_view label_start = "message: ";

scenario::MessageAddress address(const Overrides::Entry& entry) { return entry.given.message; }

}  // namespace

Overrides::Overrides(const scenario::Scenario& scenario) {
  for (const scenario::MessageOverride& given : scenario.messages) {
    Entry entry{given};
    scenario::MessageOverride part = given;
    part.again_after.reset();
    if (given.delay) entry.delay_label = std::string(label_start) + scenario::describe(part, scenario);
    part = given;
    part.delay.reset();
    entry.arrival_label = std::string(label_start) + scenario::describe(part, scenario);
    entries_.push_back(std::move(entry));
  }
  std::ranges::sort(entries_, {}, address);
}

Overrides::Entry* Overrides::find(const scenario::MessageAddress& message) {
  const auto found = std::ranges::lower_bound(entries_, message, {}, address);
  return found != entries_.end() && found->given.message == message ? &*found : nullptr;
}

std::vector<std::string> Overrides::missed() const {
  std::vector<std::string> missed;
  for (const Entry& entry : entries_) {
    const bool changes_arrival = entry.given.lost || entry.given.again_after;
    if (entry.given.delay && !entry.delayed) missed.push_back(entry.delay_label.substr(label_start.size()));
    if (changes_arrival && !entry.arrived) missed.push_back(entry.arrival_label.substr(label_start.size()));
  }
  return missed;
}

}  // namespace feira::sim
