// "membership" and "random-membership": who joins, leaves and is evicted while the run goes on.
#include <algorithm>

#include "sim/scenario/parts.hpp"
#include "sim/scenario/units.hpp"

namespace feira::scenario {

namespace {

using Kind = MembershipSpec::Kind;

constexpr std::size_t changes_max = 100'000;

/// What the lines before say of each marketplace.
struct Told {
  bool joins = false;
  bool goes = false;
};

void check_once(Reading& reading, const Node& node, const MembershipSpec& change, std::vector<Told>& told) {
  Told& before = told[change.who];
  const std::string& name = reading.scenario.marketplaces[change.who];
  if (change.kind == Kind::join && before.joins) {
    reading.complain(node, "marketplace " + quote(name) + " joins twice", "one \"join\" for each newcomer");
  } else if (change.kind != Kind::join && before.goes) {
    reading.complain(node, "marketplace " + quote(name) + " leaves or is evicted twice",
                     "one \"leave\" or \"evict\" for each marketplace");
  }
  (change.kind == Kind::join ? before.joins : before.goes) = true;
}

void read_with(Reading& reading, const Object& object, const char* word, MembershipSpec& change) {
  const auto with = read_marketplace(reading, object.require(word));
  if (!with) return;
  change.with = *with;
  if (*with == change.who) {
    reading.complain(*object.find(word),
                     "marketplace " + quote(reading.scenario.marketplaces[*with]) + " cannot do that for itself",
                     "another marketplace");
  }
}

void read_membership_change(Reading& reading, const Node& node, std::vector<Told>& told) {
  const Object object(reading, node, "a change of the membership", {"at", "join", "sponsor", "leave", "evict", "by"});
  if (!object.valid()) return;
  MembershipSpec change;
  const Duration end = reading.scenario.run.faults_until;
  if (read_duration(reading, object.require("at"), change.at) && change.at >= end) {
    reading.complain(*object.find("at"), "somebody would come or go when the time of faults is over",
                     "less than run.faults-until, " + text(end));
  }
  const Member* kind = object.only({"join", "leave", "evict"});
  if (kind == nullptr) return;
  change.kind = kind->key == "join" ? Kind::join : kind->key == "leave" ? Kind::leave : Kind::evict;
  const auto who = read_marketplace(reading, &kind->value);
  if (!who) return;
  change.who = *who;
  for (const auto& [word, belongs_to] : {std::pair("sponsor", Kind::join), std::pair("by", Kind::evict)}) {
    if (change.kind == belongs_to) {
      read_with(reading, object, word, change);
    } else if (const Node* stray = object.find(word)) {
      reading.complain(*stray, quote(word) + " says nothing about " + quote(kind->key),
                       belongs_to == Kind::join ? "\"sponsor\" beside \"join\"" : "\"by\" beside \"evict\"");
    }
  }
  check_once(reading, kind->value, change, told);
  reading.scenario.membership.push_back(change);
}

void read_gap(Reading& reading, const Node* node, std::optional<Duration>& out) {
  if (Duration gap; read_duration(reading, node, gap, {milliseconds(10), duration_max})) out = gap;
}

}  // namespace

void read_membership(Reading& reading, const Node* node) {
  std::vector<Told> told(reading.scenario.marketplaces.size());
  read_list(reading, node, "changes of the membership", 0, changes_max,
            [&](const Node& item) { read_membership_change(reading, item, told); });
  const auto joins = [](const Told& each) { return each.joins; };
  if (node != nullptr && !told.empty() && std::ranges::all_of(told, joins)) {
    reading.complain(*node, "every marketplace joins later", "at least one that is there from the start");
  }
}

void read_random_membership(Reading& reading, const Node* node) {
  if (node == nullptr) return;
  const Object object(reading, *node, "random changes of the membership",
                      {"founders", "join", "leave", "evict", "least"});
  if (!object.valid()) return;
  RandomMembershipSpec& random = reading.scenario.random_membership;
  const auto marketplaces = static_cast<std::int64_t>(reading.scenario.marketplaces.size());
  std::uint32_t founders = 0;
  if (const Node* join = object.find("join")) {
    read_gap(reading, join, random.join);
    if (read_count(reading, object.require("founders"), founders, 1, marketplaces)) random.founders = founders;
  } else if (const Node* given = object.find("founders")) {
    reading.complain(*given, "\"founders\" without \"join\": the others would never come", "\"join\" beside it");
  }
  read_gap(reading, object.find("leave"), random.leave);
  read_gap(reading, object.find("evict"), random.evict);
  read_count(reading, object.find("least"), random.least, 1, marketplaces);
}

}  // namespace feira::scenario
