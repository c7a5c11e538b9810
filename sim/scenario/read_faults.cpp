// "faults" and "random-faults": what goes wrong on purpose. The shares of the network stand in "network".
#include <algorithm>

#include "sim/scenario/fault_plan.hpp"
#include "sim/scenario/parts.hpp"

namespace feira::scenario {

namespace {

constexpr std::size_t faults_max = 100'000;

void read_partition(Reading& reading, const Node& node, Fault& fault) {
  std::vector<bool> taken(reading.scenario.marketplaces.size());
  std::size_t named = 0;
  read_list(reading, &node, "groups of marketplaces", 1, marketplaces_max, [&](const Node& group) {
    const auto members = read_marketplaces(reading, &group);
    for (const MarketplaceIndex member : members) {
      if (taken[member]) {
        reading.complain(group, "marketplace " + quote(reading.scenario.marketplaces[member]) + " is in two groups",
                         "each marketplace in one group at most");
      }
      named += taken[member] ? 0 : 1;
      taken[member] = true;
    }
    fault.groups.push_back(members);
  });
  if (fault.groups.size() == 1 && named == taken.size() && named > 0) {
    reading.complain(node, "the only group holds every marketplace", "at least one marketplace outside, or two groups");
  }
}

void read_cut(Reading& reading, const Node& node, Fault& fault) {
  const Object object(reading, node, "a cut", {"from", "to"});
  if (!object.valid()) return;
  fault.groups.push_back(read_marketplaces(reading, object.require("from")));
  fault.groups.push_back(read_marketplaces(reading, object.require("to")));
  const auto& from = fault.groups[0];
  const auto& to = fault.groups[1];
  if (from.size() == 1 && to == from) {
    reading.complain(*object.find("to"), "the cut leads back to where it starts", "another marketplace");
  }
}

void read_fault(Reading& reading, const Node& node) {
  const Object object(reading, node, "a fault", {"at", "for", "partition", "cut", "crash", "pause", "lose-disk", "old-disk"});
  if (!object.valid()) return;
  Fault fault;
  const Duration end = reading.scenario.run.faults_until;
  if (read_duration(reading, object.require("at"), fault.at) && fault.at >= end) {
    reading.complain(*object.find("at"), "the fault would begin when faults are over",
                     "less than run.faults-until, " + text(end));
  }
  read_duration(reading, object.require("for"), fault.length, {spell_min, duration_max});
  const Member* kind = object.only({"partition", "cut", "crash", "pause", "lose-disk", "old-disk"});
  if (kind == nullptr) return;
  if (kind->key == "partition") {
    fault.kind = Fault::Kind::partition;
    read_partition(reading, kind->value, fault);
  } else if (kind->key == "cut") {
    fault.kind = Fault::Kind::cut;
    read_cut(reading, kind->value, fault);
  } else {
    fault.kind = kind->key == "crash"       ? Fault::Kind::crash
                 : kind->key == "pause"     ? Fault::Kind::pause
                 : kind->key == "lose-disk" ? Fault::Kind::lose_disk
                                            : Fault::Kind::old_disk;
    if (const auto process = read_marketplace(reading, &kind->value)) fault.process = *process;
  }
  reading.scenario.faults.push_back(std::move(fault));
}

/// The plan is made before the run, so the number of its spells is bounded here.
void check_frequency(Reading& reading, const Node& node, Duration every, bool of_each) {
  const auto subjects = of_each ? static_cast<std::int64_t>(reading.scenario.marketplaces.size()) : 1;
  const std::int64_t spells = reading.scenario.run.faults_until.ns / every.ns;
  if (spells <= static_cast<std::int64_t>(faults_max) / std::max<std::int64_t>(subjects, 1)) return;
  reading.complain(node, "so often that there would be more than 100000 faults before run.faults-until",
                   "a longer gap");
}

std::optional<RandomFaultSpec> read_random_fault(Reading& reading, const Node* node, bool of_each) {
  if (node == nullptr) return std::nullopt;
  const Object object(reading, *node, "a random fault", {"every", "for"});
  if (!object.valid()) return std::nullopt;
  RandomFaultSpec random;
  if (const Node* every = object.require("every");
      read_duration(reading, every, random.every, {spell_min, duration_max})) {
    check_frequency(reading, *every, random.every, of_each);
  }
  read_spread(reading, object.require("for"), random.length, {spell_min, duration_max});
  return random;
}

}  // namespace

void read_faults(Reading& reading, const Node* node) {
  read_list(reading, node, "faults", 0, faults_max, [&](const Node& item) { read_fault(reading, item); });
}

void read_random_faults(Reading& reading, const Node* node) {
  if (node == nullptr) return;
  const Object object(reading, *node, "random faults",
                      {"crash", "pause", "partition", "cut", "lose-disk", "old-disk"});
  if (!object.valid()) return;
  auto& random = reading.scenario.random_faults;
  random.crash = read_random_fault(reading, object.find("crash"), true);
  random.pause = read_random_fault(reading, object.find("pause"), true);
  random.partition = read_random_fault(reading, object.find("partition"), false);
  random.cut = read_random_fault(reading, object.find("cut"), false);
  random.lose_disk = read_random_fault(reading, object.find("lose-disk"), true);
  random.old_disk = read_random_fault(reading, object.find("old-disk"), true);
}

}  // namespace feira::scenario
