// "protocol", "run", "explore", "ablate", "reach" and "expect": how the marketplaces are set, how long a run is, what
// an exploration may choose, and what it must show.
#include <algorithm>
#include <array>
#include <limits>
#include <optional>

#include "sim/scenario/catalogue.hpp"
#include "sim/scenario/lease_fit.hpp"
#include "sim/scenario/parts.hpp"

namespace feira::scenario {

namespace {

constexpr std::int64_t count_max = 1'000'000'000;
constexpr Share drift_max{400'000};
constexpr std::int64_t explore_budget_max = 100;

/// A lease adapts between five heartbeats and the cap; what is not given is fitted to what is.
void read_lease(Reading& reading, const Object& object, Options& options) {
  const Node* lease = object.find("lease");
  const Node* cap = object.find("lease-cap");
  const Node* heartbeat = object.find("heartbeat");
  const auto read_given = [&reading](const Node* node, Duration least) {
    Duration value;
    return read_duration(reading, node, value, {least, duration_max}) ? std::optional(value) : std::nullopt;
  };
  const LeaseWords given{read_given(lease, milliseconds(1)), read_given(cap, milliseconds(1)),
                         read_given(heartbeat, microseconds(10))};
  options = fit_lease(options, given);
  if (given.lease && given.heartbeat && options.lease < options.heartbeat * 5) {
    reading.complain(*lease, "lease " + quote(lease->text) + " is shorter than five heartbeats",
                     "at least " + text(options.heartbeat * 5));
  }
  if (given.cap && options.lease_cap < options.lease) {
    reading.complain(*cap, "lease cap " + quote(cap->text) + " is below the lease", "at least " + text(options.lease));
  }
}

void read_drift_bound(Reading& reading, const Node* node, Options& options) {
  Share drift;
  if (!read_share(reading, node, drift)) return;
  if (drift > drift_max) {
    reading.complain(*node, "drift " + quote(node->text) + " is out of range", "at most 40%");
    return;
  }
  options.drift_ppm = drift.per_million;
}

void read_ablation(Reading& reading, const Node& node, std::vector<std::string>& given) {
  const auto known = names(ablations());
  const auto word = read_word(reading, &node, "ablation", known);
  if (!word) return;
  if (std::find(given.begin(), given.end(), node.text) != given.end()) {
    reading.complain(node, "ablation " + quote(node.text) + " is named twice", "each name once");
    return;
  }
  given.push_back(node.text);
  reading.scenario.ablate.add(static_cast<Ablation>(*word));
}

void add_reach(Reading& reading, std::size_t offset, std::string_view situation, std::uint64_t at_least) {
  auto& reach = reading.scenario.reach;
  const bool again =
      std::any_of(reach.begin(), reach.end(), [&](const ReachSpec& spec) { return spec.situation == situation; });
  if (again) {
    reading.complain(offset, "situation " + quote(situation) + " is named twice", "each name once");
    return;
  }
  reach.push_back({std::string(situation), at_least});
}

void read_counted_situations(Reading& reading, const Node& node, Words known) {
  for (const Member& member : node.members) {
    if (std::find(known.begin(), known.end(), member.key) == known.end()) {
      reading.complain(member.offset, "unknown situation " + quote(member.key), one_of(known), {member.key, known});
      continue;
    }
    std::uint64_t at_least = 1;
    if (read_count(reading, &member.value, at_least, 1, std::numeric_limits<std::int64_t>::max())) {
      add_reach(reading, member.offset, member.key, at_least);
    }
  }
}

}  // namespace

void read_protocol(Reading& reading, const Node* node) {
  if (node == nullptr) return;
  const Object object(
      reading, *node, "the protocol",
      {"lease", "lease-cap", "heartbeat", "suspect-after", "drift", "retransmit", "void-timeout", "kept-interests",
       "batch-max", "queue-max", "tombstones-max", "hook", "hook-declines", "arbiter"});
  if (!object.valid()) return;
  auto& options = reading.scenario.protocol;
  read_lease(reading, object, options);
  read_count(reading, object.find("suspect-after"), options.suspect_after_heartbeats, 1, 1'000'000);
  read_drift_bound(reading, object.find("drift"), options);
  read_duration(reading, object.find("retransmit"), options.retransmit, {microseconds(10), duration_max});
  read_duration(reading, object.find("void-timeout"), options.void_timeout, {milliseconds(1), duration_max});
  read_count(reading, object.find("kept-interests"), options.kept_interests, 0, count_max);
  read_count(reading, object.find("batch-max"), options.batch_max, 1, count_max);
  read_count(reading, object.find("queue-max"), options.queue_max, 1, count_max);
  read_count(reading, object.find("tombstones-max"), options.tombstones_max, 0, count_max);
  read_spread(reading, object.find("hook"), reading.scenario.hook);
  read_share(reading, object.find("hook-declines"), reading.scenario.hook_declines);
  constexpr std::array<std::string_view, 1> arbiters{"owner"};
  read_word(reading, object.find("arbiter"), "arbiter", arbiters);
}

void read_run(Reading& reading, const Node* node) {
  if (node == nullptr) return;
  const Object object(reading, *node, "the run", {"faults-until", "settle", "seeds"});
  if (!object.valid()) return;
  auto& run = reading.scenario.run;
  read_duration(reading, object.find("faults-until"), run.faults_until);
  read_duration(reading, object.find("settle"), run.settle, positive);
  read_count(reading, object.find("seeds"), run.seeds, 1, std::numeric_limits<std::int64_t>::max());
}

void read_explore(Reading& reading, const Node* node) {
  if (node == nullptr) return;
  const Object object(reading, *node, "an exploration", {"losses", "duplicates", "crashes", "timers"});
  if (!object.valid()) return;
  auto& explore = reading.scenario.explore;
  read_count(reading, object.find("losses"), explore.losses, 0, explore_budget_max);
  read_count(reading, object.find("duplicates"), explore.duplicates, 0, explore_budget_max);
  read_count(reading, object.find("crashes"), explore.crashes, 0, explore_budget_max);
  read_count(reading, object.find("timers"), explore.timers, 0, explore_budget_max);
}

void read_ablations(Reading& reading, const Node* node) {
  std::vector<std::string> given;
  read_list(reading, node, "ablations", 0, 1000, [&](const Node& item) { read_ablation(reading, item, given); });
}

void read_reach(Reading& reading, const Node* node) {
  const auto known = names(situations());
  read_list(reading, node, "situations", 0, 1000, [&](const Node& item) {
    if (item.kind == Node::Kind::object) {
      read_counted_situations(reading, item, known);
    } else if (read_word(reading, &item, "situation", known)) {
      add_reach(reading, item.offset, item.text, 1);
    }
  });
}

void read_expectation(Reading& reading, const Node* node) {
  if (node == nullptr) return;
  if (node->kind != Node::Kind::object) {
    constexpr std::array<std::string_view, 1> words{"all-hold"};
    if (node->kind == Node::Kind::string) {
      read_word(reading, node, "expectation", words);
    } else {
      reading.complain_of_type(*node, R"("all-hold" or {"fails": [...]})");
    }
    return;
  }
  const Object object(reading, *node, "an expectation", {"fails"});
  const auto known = names(properties());
  auto& fails = reading.scenario.expect.fails;
  read_list(reading, object.require("fails"), "properties", 1, 1000, [&](const Node& item) {
    if (!read_word(reading, &item, "property", known)) return;
    if (std::find(fails.begin(), fails.end(), item.text) != fails.end()) {
      reading.complain(item, "property " + quote(item.text) + " is named twice", "each name once");
      return;
    }
    fails.push_back(item.text);
  });
}

}  // namespace feira::scenario
