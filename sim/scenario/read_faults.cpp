// "faults" and "random-faults": what goes wrong on purpose. The shares of the network stand in "network".
#include <algorithm>
#include <array>

#include "sim/scenario/fault_plan.hpp"
#include "sim/scenario/network_faults.hpp"
#include "sim/scenario/parts.hpp"

namespace feira::scenario {

namespace {

constexpr std::size_t faults_max = 100'000;

constexpr std::array<std::string_view, 6> shape_words{"halves", "minority",        "one-isolated",
                                                      "bridge", "majorities-ring", "one-way"};

std::optional<PartitionShape> read_shape(Reading& reading, const Node* node) {
  const auto word = read_word(reading, node, "shape", shape_words);
  if (!word) return std::nullopt;
  const auto shape = static_cast<PartitionShape>(*word + 1);
  if (reading.scenario.marketplaces.size() < marketplaces_needed(shape)) {
    reading.complain(*node, "too few marketplaces for the shape " + quote(node->text),
                     "at least " + std::to_string(marketplaces_needed(shape)));
  }
  return shape;
}

void read_groups(Reading& reading, const Node& node, Fault& fault) {
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

/// [["ana", "bia"], ["caio"]], "halves", or {"groups" or "shape": ..., "kinds": ["heartbeat"]}.
void read_partition(Reading& reading, const Node& node, Fault& fault) {
  if (node.kind == Node::Kind::array) return read_groups(reading, node, fault);
  if (node.kind == Node::Kind::string) {
    fault.shape = read_shape(reading, &node).value_or(PartitionShape::halves);
    return;
  }
  if (node.kind != Node::Kind::object) {
    reading.complain_of_type(node, R"(groups, as in [["ana"], ["bia"]], a shape, as in "halves", or an object)");
    return;
  }
  const Object object(reading, node, "a partition", {"groups", "shape", "kinds"});
  if (!object.valid()) return;
  fault.messages = read_message_kinds(reading, object.find("kinds"));
  const Member* how = object.only({"groups", "shape"});
  if (how == nullptr) return;
  if (how->key == "groups") return read_groups(reading, how->value, fault);
  fault.shape = read_shape(reading, &how->value).value_or(PartitionShape::halves);
}

/// Cut, clog and hold; only of a hold the kinds of message must be given.
void read_way(Reading& reading, const Node& node, std::string_view what, Fault& fault) {
  const Object object(reading, node, what, {"from", "to", "kinds"});
  if (!object.valid()) return;
  fault.groups.push_back(read_marketplaces(reading, object.require("from")));
  fault.groups.push_back(read_marketplaces(reading, object.require("to")));
  const auto& from = fault.groups[0];
  const auto& to = fault.groups[1];
  if (from.size() == 1 && to == from) {
    reading.complain(*object.find("to"), "the " + std::string(what.substr(2)) + " leads back to where it starts",
                     "another marketplace");
  }
  fault.messages =
      read_message_kinds(reading, fault.kind == Fault::Kind::hold ? object.require("kinds") : object.find("kinds"));
}

/// The words of a fault, and among them those that say what kind it is.
struct FaultWords {
  std::vector<std::string_view> all;
  std::vector<std::string_view> kinds;
};

FaultWords fault_words() {
  FaultWords words{{"at", "for"}, {"partition", "cut", "clog", "hold", "recipe"}};
  for (const ProcessFault& each : process_faults()) words.kinds.push_back(each.word);
  words.all.insert(words.all.end(), words.kinds.begin(), words.kinds.end());
  for (const ProcessFault& each : process_faults()) {
    if (!each.detail.empty()) words.all.push_back(each.detail);
  }
  return words;
}

const ProcessFault* process_fault_called(std::string_view word) {
  for (const ProcessFault& each : process_faults()) {
    if (each.word == word) return &each;
  }
  return nullptr;
}

void read_length(Reading& reading, const Object& object, Fault& fault) {
  if (fault.kind == Fault::Kind::clock_step) {
    if (const Node* length = object.find("for")) {
      reading.complain(*length, "a clock is set in one moment", R"(no "for" beside "clock-step")");
    }
    return;
  }
  const Node* length = object.require("for");
  if (fault.kind == Fault::Kind::crash && length != nullptr && length->kind == Node::Kind::string &&
      length->text == "ever") {
    fault.for_ever = true;
    return;
  }
  read_duration(reading, length, fault.length, {spell_min, duration_max});
}

void read_fault(Reading& reading, const Node& node) {
  const FaultWords words = fault_words();
  const Object object(reading, node, "a fault", words.all);
  if (!object.valid()) return;
  Fault fault;
  const Duration end = reading.scenario.run.faults_until;
  if (read_duration(reading, object.require("at"), fault.at) && fault.at >= end) {
    reading.complain(*object.find("at"), "the fault would begin when faults are over",
                     "less than run.faults-until, " + text(end));
  }
  const Member* kind = object.only(words.kinds);
  if (kind == nullptr) return;
  if (kind->key == "recipe") {
    read_duration(reading, object.require("for"), fault.length, {spell_min, duration_max});
    return read_recipe(reading, kind->value, fault.at, fault.length);
  }
  if (const ProcessFault* of_process = process_fault_called(kind->key)) {
    read_process_fault(reading, object, *of_process, fault);
  } else if (kind->key == "partition") {
    fault.kind = Fault::Kind::partition;
    read_partition(reading, kind->value, fault);
  } else if (kind->key == "cut") {
    fault.kind = Fault::Kind::cut;
    read_way(reading, kind->value, "a cut", fault);
  } else if (kind->key == "clog") {
    fault.kind = Fault::Kind::clog;
    read_way(reading, kind->value, "a clog", fault);
  } else {
    fault.kind = Fault::Kind::hold;
    read_way(reading, kind->value, "a hold", fault);
  }
  read_length(reading, object, fault);
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

/// `object` has "every", and "for" unless it is about one moment.
RandomFaultSpec read_spells(Reading& reading, const Object& object, bool of_each, bool lasts) {
  RandomFaultSpec random;
  if (const Node* every = object.require("every");
      read_duration(reading, every, random.every, {spell_min, duration_max})) {
    check_frequency(reading, *every, random.every, of_each);
  }
  if (lasts) read_spread(reading, object.require("for"), random.length, {spell_min, duration_max});
  return random;
}

/// Of each marketplace.
std::optional<RandomFaultSpec> read_random_fault(Reading& reading, const Node* node, const ProcessFault& kind) {
  if (node == nullptr) return std::nullopt;
  const bool lasts = kind.kind != Fault::Kind::clock_step;
  std::vector<std::string_view> words{"every"};
  if (lasts) words.push_back("for");
  if (!kind.detail.empty()) words.push_back(kind.detail);
  const Object object(reading, *node, "a random fault", words);
  if (!object.valid()) return std::nullopt;
  RandomFaultSpec random = read_spells(reading, object, true, lasts);
  read_process_fault(reading, object, kind, random);
  return random;
}

/// Of the network as a whole.
std::optional<RandomFaultSpec> read_random_way(Reading& reading, const Node* node) {
  if (node == nullptr) return std::nullopt;
  const Object object(reading, *node, "a random fault of the network", {"every", "for", "kinds"});
  if (!object.valid()) return std::nullopt;
  RandomFaultSpec random = read_spells(reading, object, false, true);
  random.messages = read_message_kinds(reading, object.find("kinds"));
  return random;
}

std::optional<RandomFaultSpec> read_random_partition(Reading& reading, const Node* node) {
  if (node == nullptr) return std::nullopt;
  const Object object(reading, *node, "random partitions", {"every", "for", "shapes", "kinds"});
  if (!object.valid()) return std::nullopt;
  RandomFaultSpec random = read_spells(reading, object, false, true);
  random.messages = read_message_kinds(reading, object.find("kinds"));
  read_list(reading, object.find("shapes"), "shapes", 1, shape_words.size(), [&](const Node& item) {
    if (const auto shape = read_shape(reading, &item)) random.shapes.push_back(*shape);
  });
  return random;
}

}  // namespace

void read_faults(Reading& reading, const Node* node) {
  read_list(reading, node, "faults", 0, faults_max, [&](const Node& item) { read_fault(reading, item); });
}

void read_random_faults(Reading& reading, const Node* node) {
  if (node == nullptr) return;
  std::vector<std::string_view> words;
  for (const ProcessFault& each : process_faults()) words.push_back(each.word);
  words.insert(words.end(), {"partition", "cut", "clog", "hold"});
  const Object object(reading, *node, "random faults", words);
  if (!object.valid()) return;
  auto& random = reading.scenario.random_faults;
  for (const ProcessFault& each : process_faults()) {
    random.*each.random = read_random_fault(reading, object.find(each.word), each);
  }
  random.partition = read_random_partition(reading, object.find("partition"));
  random.cut = read_random_way(reading, object.find("cut"));
  random.clog = read_random_way(reading, object.find("clog"));
  random.hold = read_random_way(reading, object.find("hold"));
}

}  // namespace feira::scenario
