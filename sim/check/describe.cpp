#include "sim/check/describe.hpp"

#include <array>

#include "sim/check/directory.hpp"

namespace feira::check {
namespace {

std::string text(const CountRanges& ranges) {
  std::string out;
  for (const CountRange& range : ranges) {
    if (!out.empty()) out += ", ";
    out += std::to_string(range.first);
    if (range.last != range.first) out += "-" + std::to_string(range.last);
  }
  return out;
}

std::string text(const Keys& keys) {
  std::string out;
  for (const IdempotencyKey& key : keys) out += " " + check::text(key);
  return out;
}

std::string text(const Decisions& decisions) {
  std::string out;
  for (const Decision& decision : decisions) {
    if (!out.empty()) out += "; ";
    out += check::text(decision.purchase.key) + " " + check::text(decision.outcome);
  }
  return out;
}

std::string text(const Purchases& purchases) {
  std::string out;
  for (const Purchase& purchase : purchases) {
    out += " " + check::text(purchase.key) + " x" + std::to_string(purchase.quantity);
  }
  return out;
}

std::string text(const Interest& interest, const Names& names) {
  std::string out = names.of(interest.id) + " for " + names.of(interest.product) + " " + names.of(interest.clock);
  if (interest.purchases_known) out += ", purchases" + text(interest.purchases);
  return out;
}

std::string text(const MemberEntry& member, const Names& names) {
  return names.of(member.id) + " " + name(member.standing);
}

std::string text(const MemberEntries& members, const Names& names) {
  std::string out;
  for (const MemberEntry& member : members) out += (out.empty() ? "" : ", ") + text(member, names);
  return out;
}

struct Body {
  const Names& names;

  std::string operator()(const Heartbeat& heartbeat) const {
    return heartbeat.members.empty() ? std::string() : ", " + text(heartbeat.members, names) + ",";
  }
  std::string operator()(const InterestTold& told) const { return " " + text(told.interest, names) + ", sent with"; }
  std::string operator()(const InterestsWanted& wanted) const {
    return " of " + names.of(wanted.origin) + ": " + text(wanted.ranges);
  }
  std::string operator()(const Settled& settled) const { return " " + text(settled.ranges); }
  std::string operator()(const Grant& grant) const {
    std::string out = " " + names.of(grant.product) + " to " + names.of(grant.interest) + ", token " +
                      check::text(grant.token) + ", stock " + std::to_string(grant.stock);
    if (!grant.decided.empty()) out += ", decided" + text(grant.decided);
    return out;
  }
  std::string operator()(const Commit& commit) const {
    std::string out = " " + names.of(commit.interest.product) + " " + names.of(commit.interest.id) + ", token " +
                      check::text(commit.token);
    if (!commit.confirmed.empty()) out += ", confirmed" + text(commit.confirmed);
    if (!commit.declined.empty()) out += ", declined" + text(commit.declined);
    return out;
  }
  std::string operator()(const Release& release) const {
    return " " + names.of(release.product) + " " + names.of(release.interest) + ", token " + check::text(release.token);
  }
  std::string operator()(const LastWord& word) const {
    std::string out = " on " + names.of(word.interest) + ": " + (word.ended ? "ended" : "decided");
    if (!word.decisions.empty()) out += " (" + text(word.decisions) + ")";
    return out;
  }
  std::string operator()(const Cancel& cancel) const {
    return " " + check::text(cancel.key) + " of " + names.of(cancel.product);
  }
  std::string operator()(const CancelAnswer& answer) const {
    return " " + check::text(answer.decision.purchase.key) + " of " + names.of(answer.product) + ": " +
           check::text(answer.decision.outcome);
  }
  std::string operator()(const CatalogueWanted& wanted) const {
    return " of " + names.of(wanted.owner) + " above version " + std::to_string(wanted.have);
  }
  std::string operator()(const CatalogueDifference& difference) const {
    return " of " + names.of(difference.owner) + " from version " + std::to_string(difference.from) + " to " +
           std::to_string(difference.to) + (difference.whole ? ", whole" : "");
  }
  std::string operator()(const Hello&) const { return {}; }
  std::string operator()(const Welcome& welcome) const { return ": " + text(welcome.members, names) + "; clock"; }
};

struct RecordText {
  const Names& names;
  const Record& record;

  std::string operator()(const Started& started) const {
    return "begins incarnation " + std::to_string(started.incarnation.value);
  }
  std::string operator()(const InterestMade& made) const {
    std::string out = "makes interest " + text(made.interest, names);
    if (made.closes) out += ", in place of #" + std::to_string(*made.closes);
    return out;
  }
  std::string operator()(const InterestClosed& closed) const {
    return "closes its interest #" + std::to_string(closed.number);
  }
  std::string operator()(const Voided& voided) const {
    return "voids " + names.of(voided.origin) + "'s interests " + text(CountRanges{voided.range});
  }
  std::string operator()(const Decided& decided) const {
    std::string out = "decides on " + names.of(decided.product) + ": " + text(decided.decisions) + ", " +
                      std::to_string(decided.stock) + " left, version " + std::to_string(decided.version);
    if (decided.token) out += ", token " + check::text(*decided.token);
    if (decided.interest) out += ", for " + names.of(*decided.interest);
    return out;
  }
  std::string operator()(const ProductChanged& changed) const {
    static constexpr std::array<const char*, 5> verbs = {"registers", "restocks", "withdraws", "reprices", "removes"};
    std::string out = verbs[static_cast<std::size_t>(changed.kind)];
    if (changed.kind != ChangeKind::repriced) out += " " + std::to_string(changed.quantity);
    return out + " " + names.of(changed.product.id) + ", " + std::to_string(changed.product.stock) + " left, version " +
           std::to_string(changed.product.version);
  }
  std::string operator()(const LeaseBound& bound) const {
    return "bounds its leases by " + std::to_string(bound.longest.ns / 1'000'000) + " ms";
  }
  std::string operator()(const FrontierMarked&) const { return "marks its frontier " + names.of(record.frontier); }
  std::string operator()(const ReplicaAdvanced& advanced) const {
    return "takes " + names.of(advanced.difference.owner) + "'s catalogue to version " +
           std::to_string(advanced.difference.to);
  }
  std::string operator()(const Joined&) const {
    return "joins with clock " + names.of(record.clock) + " and frontier " + names.of(record.frontier);
  }
  std::string operator()(const MemberChanged& changed) const { return "notes: " + text(changed.member, names); }
  std::string operator()(const LeaveBegun&) const { return "begins to leave"; }
};

struct AnswerText {
  const Names& names;

  std::string operator()(const feira::Answered& answered) const {
    return std::string(check::text(answered.decision.outcome));
  }
  std::string operator()(const Pending&) const { return "pending"; }
  std::string operator()(const NotAccepted& not_accepted) const {
    static constexpr std::array<const char*, 4> reasons = {"unknown product", "queue full", "leaving",
                                                           "not yet a member"};
    return std::string("not accepted: ") + reasons[static_cast<std::size_t>(not_accepted.reason)];
  }
  std::string operator()(const Misuse&) const { return "misuse of the key"; }
  std::string operator()(const ChangeMade& made) const {
    return names.of(made.product) + " changed, version " + std::to_string(made.version);
  }
  std::string operator()(const ChangeRefused& refused) const {
    static constexpr std::array<const char*, 7> reasons = {"not the owner",    "unknown product",  "removed",
                                                           "invalid quantity", "not enough stock", "leaving",
                                                           "not yet a member"};
    return std::string("change refused: ") + reasons[static_cast<std::size_t>(refused.reason)];
  }
  std::string operator()(const Unknown&) const { return "unknown: the owner is gone"; }
  std::string operator()(const MemberNoted& noted) const { return names.of(noted.member) + " noted"; }
};

struct ChangeText {
  const Names& names;

  std::string operator()(const RegisterProduct& product) const {
    return "register " + std::to_string(product.stock) + " " + product.name;
  }
  std::string operator()(const Restock& restock) const {
    return "restock " + names.of(restock.product) + " by " + std::to_string(restock.quantity);
  }
  std::string operator()(const Withdraw& withdraw) const {
    return "withdraw " + std::to_string(withdraw.quantity) + " " + names.of(withdraw.product);
  }
  std::string operator()(const Reprice& reprice) const { return "reprice " + names.of(reprice.product); }
  std::string operator()(const RemoveProduct& remove) const { return "remove " + names.of(remove.product); }
};

}  // namespace

std::string describe(const Message& message, const Names& names) {
  return name(message.kind()) + std::visit(Body{names}, message.body) + " " + names.of(message.clock);
}

std::string describe(const Record& record, const Names& names) {
  return std::visit(RecordText{names, record}, record.body);
}

std::string describe(const Answer& answer, const Names& names) { return std::visit(AnswerText{names}, answer); }

std::string describe(const Change& change, const Names& names) { return std::visit(ChangeText{names}, change); }

std::string describe(const Invocation& invocation, const Names& names) {
  const std::string key = text(invocation.purchase.key);
  switch (invocation.kind) {
    case InvocationKind::buy:
      return "is asked for " + std::to_string(invocation.purchase.quantity) + " " + names.of(invocation.product) +
             ", key " + key;
    case InvocationKind::cancel:
      return "is asked to cancel " + key + " of " + names.of(invocation.product);
    case InvocationKind::change:
      break;
  }
  if (invocation.change == nullptr) return "is asked to change " + names.of(invocation.product);
  return "is asked to " + describe(*invocation.change, names);
}

}  // namespace feira::check
