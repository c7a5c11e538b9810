// "network", "disk" and "clocks": what the marketplaces run on.
#include <algorithm>

#include "sim/scenario/parts.hpp"

namespace feira::scenario {

namespace {

constexpr std::size_t links_max = 100'000;

bool has_link(const NetworkSpec& network, MarketplaceIndex from, MarketplaceIndex to) {
  return std::any_of(network.links.begin(), network.links.end(),
                     [&](const LinkSpec& link) { return link.from == from && link.to == to; });
}

void add_link(Reading& reading, const Node& node, const LinkSpec& link) {
  auto& network = reading.scenario.network;
  const auto& names = reading.scenario.marketplaces;
  if (has_link(network, link.from, link.to)) {
    reading.complain(node,
                     "the link from " + quote(names[link.from]) + " to " + quote(names[link.to]) + " is given twice",
                     "each directed link once");
    return;
  }
  network.links.push_back(link);
}

void read_link(Reading& reading, const Node& node) {
  const Object object(reading, node, "a link", {"from", "to", "delay", "both-ways"});
  if (!object.valid()) return;
  LinkSpec link;
  bool both_ways = false;
  const auto from = read_marketplace(reading, object.require("from"));
  const auto to = read_marketplace(reading, object.require("to"));
  const bool delay = read_spread(reading, object.require("delay"), link.delay);
  read_bool(reading, object.find("both-ways"), both_ways);
  if (!from || !to || !delay) return;
  if (*from == *to) {
    reading.complain(*object.find("to"), "the link leads back to where it starts", "another marketplace");
    return;
  }
  link.from = *from;
  link.to = *to;
  add_link(reading, node, link);
  if (both_ways) add_link(reading, node, LinkSpec{link.to, link.from, link.delay});
}

void read_reorder(Reading& reading, const Node* node) {
  if (node == nullptr) return;
  const Object object(reading, *node, "reorder", {"kinds", "share", "by"});
  if (!object.valid()) return;
  ReorderSpec reorder;
  reorder.messages = read_message_kinds(reading, object.find("kinds"));
  read_share(reading, object.require("share"), reorder.share);
  read_spread(reading, object.find("by"), reorder.by);
  reading.scenario.network.reorder = reorder;
}

/// {"grant": {"delay": "300ms"}, ...}
void read_kinds(Reading& reading, const Node* node) {
  if (node == nullptr) return;
  if (node->kind != Node::Kind::object) {
    reading.complain_of_type(*node, R"(kinds of message, as in {"grant": {"delay": "300ms"}})");
    return;
  }
  const auto words = message_kind_words();
  for (const Member& member : node->members) {
    const auto word = std::ranges::find(words, member.key);
    if (word == words.end()) {
      reading.complain(member.offset, "unknown kind of message " + quote(member.key), one_of(words),
                       {member.key, words});
      continue;
    }
    const Object object(reading, member.value, "a kind of message", {"delay"});
    if (!object.valid()) continue;
    KindDelaySpec own{static_cast<MessageKind>(word - words.begin()), {}};
    if (read_spread(reading, object.require("delay"), own.delay)) reading.scenario.network.kinds.push_back(own);
  }
}

void read_clock(Reading& reading, const Member& member) {
  const auto& names = reading.scenario.marketplaces;
  const Object object(reading, member.value, "a clock", {"drift", "origin"});
  if (!object.valid()) return;
  const auto found = std::find(names.begin(), names.end(), member.key);
  if (found == names.end()) {
    if (names.empty()) return;
    const std::vector<std::string_view> known(names.begin(), names.end());
    reading.complain(member.offset, "unknown marketplace " + quote(member.key), one_of(known), {member.key, known});
    return;
  }
  ClockSpec& clock = reading.scenario.clocks[static_cast<std::size_t>(found - names.begin())];
  if (member.value.members.empty()) reading.complain(member.value, "a clock says nothing", "drift or origin");
  std::int64_t rate = 0;
  if (read_drift(reading, object.find("drift"), rate)) clock.drift_ppm = rate;
  Duration origin;
  if (read_offset(reading, object.find("origin"), origin)) clock.origin = LocalTime{origin.ns};
}

}  // namespace

void read_network(Reading& reading, const Node* node) {
  if (node == nullptr) return;
  const Object object(
      reading, *node, "the network",
      {"delay", "loss", "duplicate", "late", "late-after", "links", "corrupt", "reorder", "kinds", "fifo"});
  if (!object.valid()) return;
  auto& network = reading.scenario.network;
  read_spread(reading, object.find("delay"), network.delay);
  read_share(reading, object.find("loss"), network.loss);
  read_share(reading, object.find("duplicate"), network.duplicate);
  read_share(reading, object.find("late"), network.late);
  read_spread(reading, object.find("late-after"), network.late_after);
  read_list(reading, object.find("links"), "links", 0, links_max, [&](const Node& item) { read_link(reading, item); });
  read_share(reading, object.find("corrupt"), network.corrupt);
  read_reorder(reading, object.find("reorder"));
  read_kinds(reading, object.find("kinds"));
  read_bool(reading, object.find("fifo"), network.fifo);
  if (network.fifo && network.reorder) {
    reading.complain(*object.find("fifo"), "a network that keeps the order of messages cannot reorder them",
                     "either fifo or reorder");
  }
}

void read_disk(Reading& reading, const Node* node) {
  if (node == nullptr) return;
  const Object object(reading, *node, "the disk", {"write"});
  if (object.valid()) read_spread(reading, object.find("write"), reading.scenario.disk.write);
}

void read_clocks(Reading& reading, const Node* node) {
  if (node == nullptr) return;
  if (node->kind != Node::Kind::object) {
    reading.complain_of_type(*node, R"(clocks by marketplace, as in {"ana": {"drift": "-0.5%"}})");
    return;
  }
  for (const Member& member : node->members) read_clock(reading, member);
}

}  // namespace feira::scenario
