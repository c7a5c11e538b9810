#include "sim/scenario/describe.hpp"

#include <cstddef>
#include <optional>
#include <string_view>

#include "sim/scenario/catalogue.hpp"
#include "sim/scenario/process_faults.hpp"
#include "sim/scenario/units.hpp"

namespace feira::scenario {

namespace {

std::string counted(std::size_t count, std::string_view one, std::string_view many) {
  return std::to_string(count) + ' ' + std::string(count == 1 ? one : many);
}

bool is_unit_letter(char c) { return c == '%' || (c >= 'a' && c <= 'z'); }

/// "5ms" as "5 ms": prose has a space before the unit.
std::string spaced(const std::string& quantity) {
  std::size_t digits = 0;
  while (digits < quantity.size() && !is_unit_letter(quantity[digits])) ++digits;
  return quantity.substr(0, digits) + ' ' + quantity.substr(digits);
}

std::string_view unit_of(std::string_view quantity) {
  std::size_t digits = 0;
  while (digits < quantity.size() && !is_unit_letter(quantity[digits])) ++digits;
  return quantity.substr(digits);
}

/// "1-50 ms", or "500 us-2 s" when the units differ.
std::string range(Duration low, Duration high) {
  const std::string from = text(low);
  const std::string to = text(high);
  if (low == high) return spaced(from);
  const bool same_unit = unit_of(from) == unit_of(to) || low.ns == 0;
  return (same_unit ? from.substr(0, from.size() - unit_of(from).size()) : spaced(from)) + '-' + spaced(to);
}

std::string prose(const Spread& spread) {
  switch (spread.shape) {
    case Spread::Shape::constant:
      return spaced(text(spread.low));
    case Spread::Shape::uniform:
      return range(spread.low, spread.high);
    case Spread::Shape::exponential:
      return "exponential " + spaced(text(spread.low));
    case Spread::Shape::heavy_tail:
      return "heavy-tail " + range(spread.low, spread.high);
  }
  return {};
}

void add_share(std::string& line, std::string_view what, Share share) {
  if (share.per_million > 0) line += ", " + std::string(what) + ' ' + spaced(text(share));
}

void add_count(std::string& line, std::size_t count, std::string_view one, std::string_view many) {
  if (count > 0) line += ", " + counted(count, one, many);
}

void add_random(std::string& line, std::string_view what, const std::optional<RandomFaultSpec>& random) {
  if (random)
    line += ", " + std::string(what) + " every " + spaced(text(random->every)) +
            (random->length == Spread{} ? "" : " for " + prose(random->length));
}

std::size_t buyer_count(const Scenario& scenario) {
  std::size_t count = 0;
  for (const BuyersSpec& group : scenario.buyers) count += group.count;
  return count;
}

std::string ablated(const Scenario& scenario) {
  std::string list;
  for (const Entry& entry : ablations()) {
    if (!scenario.ablate.has(*find_ablation(entry.name))) continue;
    list += (list.empty() ? "" : ", ") + std::string(entry.name);
  }
  return list;
}

std::string expected(const Scenario& scenario) {
  if (scenario.expect.fails.empty()) return "all-hold";
  std::string list = "fails ";
  for (std::size_t i = 0; i < scenario.expect.fails.size(); ++i) list += (i > 0 ? ", " : "") + scenario.expect.fails[i];
  return list;
}

std::string reorder_setting(const std::optional<ReorderSpec>& reorder) {
  return reorder ? text(reorder->share) + " by " + text(reorder->by) : "none";
}

/// What such faults say beside when and for how long, for the list of settings.
std::string detail(Fault::Kind kind, const RandomFaultSpec& random) {
  switch (kind) {
    case Fault::Kind::crash:
      return random.keeps == Keeps::any ? ""
                                        : ", keeps " + std::string(keeps_words[static_cast<std::size_t>(random.keeps)]);
    case Fault::Kind::suspend:
      return random.clock_stops ? ", clock stops" : ", clock goes on";
    case Fault::Kind::slow:
      return ", step " + text(random.each);
    case Fault::Kind::slow_disk:
      return ", write " + text(random.each);
    case Fault::Kind::drift:
      return ", rate " + text_of_rate(random.amount_min) + " to " + text_of_rate(random.amount_max);
    case Fault::Kind::clock_step:
      return ", by " + text_with_sign(Duration{random.amount_min}) + " to " +
             text_with_sign(Duration{random.amount_max});
    default:
      return {};
  }
}

void add_random_setting(std::vector<Setting>& list, std::string_view kind, const std::optional<RandomFaultSpec>& random,
                        const std::string& detail) {
  const std::string path = "random-faults." + std::string(kind);
  if (!random) return list.push_back({path, "none"});
  const std::string length = random->length == Spread{} ? "" : " for " + text(random->length);
  list.push_back({path, "every " + text(random->every) + length + detail});
}

}  // namespace

std::string text(const ExploreSpec& explore) {
  std::string list;
  const auto add = [&list](std::size_t count, std::string_view one, std::string_view many) {
    if (count > 0) list += (list.empty() ? "" : ", ") + counted(count, one, many);
  };
  add(explore.losses, "loss", "losses");
  add(explore.duplicates, "duplicate", "duplicates");
  add(explore.crashes, "crash", "crashes");
  add(explore.timers, "timer", "timers");
  return list.empty() ? "none" : list;
}

std::string describe(const Scenario& scenario) {
  std::string line = counted(scenario.marketplaces.size(), "marketplace", "marketplaces");
  line += ", " + counted(scenario.products.size(), "product", "products");
  line += ", " + counted(buyer_count(scenario), "buyer", "buyers");
  line += ", delay " + prose(scenario.network.delay);
  add_share(line, "loss", scenario.network.loss);
  add_share(line, "duplicates", scenario.network.duplicate);
  add_share(line, "late copies", scenario.network.late);
  add_share(line, "corrupted", scenario.network.corrupt);
  if (scenario.network.reorder) add_share(line, "reordered", scenario.network.reorder->share);
  if (scenario.network.fifo) line += ", in order";
  if (scenario.encode) line += ", encoded";
  add_count(line, scenario.network.links.size(), "link of its own", "links of their own");
  add_count(line, scenario.messages.size(), "given message", "given messages");
  add_count(line, scenario.changes.size(), "change", "changes");
  add_count(line, scenario.faults.size(), "given fault", "given faults");
  add_count(line, scenario.recipes.size(), "recipe", "recipes");
  for (const ProcessFault& each : process_faults()) {
    add_random(line, each.plural, scenario.random_faults.*each.random);
  }
  add_random(line, "partitions", scenario.random_faults.partition);
  add_random(line, "cuts", scenario.random_faults.cut);
  add_random(line, "clogs", scenario.random_faults.clog);
  add_random(line, "holds", scenario.random_faults.hold);
  add_count(line, scenario.membership.size(), "change of the members", "changes of the members");
  const RandomMembershipSpec& random = scenario.random_membership;
  if (random.founders) line += ", " + counted(*random.founders, "founder", "founders");
  if (random.leave) line += ", leaving every " + spaced(text(*random.leave));
  if (random.evict) line += ", evictions every " + spaced(text(*random.evict));
  if (scenario.swarm) line += ", swarm";
  if (const std::string list = ablated(scenario); !list.empty()) line += ", without " + list;
  return line;
}

std::vector<Setting> settings(const Scenario& scenario) {
  const Options& protocol = scenario.protocol;
  const std::string without = ablated(scenario);
  std::vector<Setting> list{
      {"network.delay", text(scenario.network.delay)},
      {"network.loss", text(scenario.network.loss)},
      {"network.duplicate", text(scenario.network.duplicate)},
      {"network.late", text(scenario.network.late)},
      {"network.late-after", text(scenario.network.late_after)},
      {"network.corrupt", text(scenario.network.corrupt)},
      {"network.reorder", reorder_setting(scenario.network.reorder)},
      {"network.fifo", scenario.network.fifo ? "in order" : "none"},
      {"encode", scenario.encode ? "messages and records" : "none"},
      {"disk.write", text(scenario.disk.write)},
      {"protocol.lease", text(protocol.lease)},
      {"protocol.lease-cap", text(protocol.lease_cap)},
      {"protocol.heartbeat", text(protocol.heartbeat)},
      {"protocol.suspect-after", std::to_string(protocol.suspect_after_heartbeats)},
      {"protocol.drift", text(Share{protocol.drift_ppm})},
      {"protocol.retransmit", text(protocol.retransmit)},
      {"protocol.void-timeout", text(protocol.void_timeout)},
      {"protocol.kept-interests", std::to_string(protocol.kept_interests)},
      {"protocol.batch-max", std::to_string(protocol.batch_max)},
      {"protocol.queue-max", std::to_string(protocol.queue_max)},
      {"protocol.tombstones-max", std::to_string(protocol.tombstones_max)},
      {"protocol.hook", text(scenario.hook)},
      {"protocol.hook-declines", text(scenario.hook_declines)},
      {"protocol.arbiter", "owner"},
  };
  for (const ProcessFault& each : process_faults()) {
    const auto& random = scenario.random_faults.*each.random;
    add_random_setting(list, each.word, random, random ? detail(each.kind, *random) : std::string());
  }
  add_random_setting(list, "partition", scenario.random_faults.partition, "");
  add_random_setting(list, "cut", scenario.random_faults.cut, "");
  add_random_setting(list, "clog", scenario.random_faults.clog, "");
  add_random_setting(list, "hold", scenario.random_faults.hold, "");
  list.push_back({"swarm", scenario.swarm ? "each seed draws its own" : "none"});
  list.push_back({"run.faults-until", text(scenario.run.faults_until)});
  list.push_back({"run.settle", text(scenario.run.settle)});
  list.push_back({"run.seeds", std::to_string(scenario.run.seeds)});
  list.push_back({"explore", text(scenario.explore)});
  list.push_back({"ablate", without.empty() ? "none" : without});
  list.push_back({"expect", expected(scenario)});
  return list;
}

}  // namespace feira::scenario
