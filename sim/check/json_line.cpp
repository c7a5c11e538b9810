#include "sim/check/json_line.hpp"

#include <array>

#include "sim/check/directory.hpp"
#include "sim/check/json_writer.hpp"

namespace feira::check {
namespace {

const char* outcome_name(Outcome outcome) {
  static constexpr std::array<const char*, 7> names = {"sold",
                                                       "refused-sold-out",
                                                       "refused-removed",
                                                       "refused-cancelled",
                                                       "refused-declined",
                                                       "refused-invalid",
                                                       "refused-price-changed"};
  return names[static_cast<std::size_t>(outcome)];
}

const char* change_name(ChangeKind kind) {
  static constexpr std::array<const char*, 5> names = {"registered", "restocked", "withdrawn", "repriced", "removed"};
  return names[static_cast<std::size_t>(kind)];
}

/// The parts of which events are made; each writes members into the object that is open.
class Parts {
 public:
  Parts(JsonWriter& json, const Names& names) : json_(json), names_(names) {}

  void clock(std::string_view name, const VectorClock& clock) {
    json_.name(name);
    json_.open('{');
    for (const VectorClock::Entry& entry : clock.entries()) json_.member(names_.of(entry.marketplace), entry.count);
    json_.close('}');
  }
  void token(FencingToken token) { json_.member("token", text(token)); }
  void purchase(const Purchase& purchase) {
    json_.member("key", text(purchase.key));
    json_.member("quantity", purchase.quantity);
    json_.member("price", purchase.price.minor);
  }
  void decisions(const Decisions& decisions) {
    json_.name("decisions");
    json_.open('[');
    for (const Decision& decision : decisions) {
      json_.open('{');
      this->decision(decision);
      json_.close('}');
    }
    json_.close(']');
  }
  void decision(const Decision& decision) {
    json_.member("outcome", outcome_name(decision.outcome));
    purchase(decision.purchase);
  }
  void interest(const Interest& interest) {
    json_.member("interest", names_.of(interest.id));
    json_.member("product", names_.of(interest.product));
    clock("interest-clock", interest.clock);
    if (!interest.purchases_known) return;
    json_.name("purchases");
    json_.open('[');
    for (const Purchase& each : interest.purchases) {
      json_.open('{');
      purchase(each);
      json_.close('}');
    }
    json_.close(']');
  }
  void keys(std::string_view name, const Keys& keys) {
    json_.name(name);
    json_.open('[');
    for (const IdempotencyKey& key : keys) json_.value(text(key));
    json_.close(']');
  }
  void range(CountRange range) {
    json_.member("first", range.first);
    json_.member("last", range.last);
  }
  void ranges(const CountRanges& ranges) {
    json_.name("ranges");
    json_.open('[');
    for (const CountRange& each : ranges) {
      json_.open('{');
      range(each);
      json_.close('}');
    }
    json_.close(']');
  }
  void product(const Product& product) {
    json_.member("product", names_.of(product.id));
    json_.member("version", product.version);
    json_.member("stock", product.stock);
    json_.member("price", product.price.minor);
    json_.member("removed", product.removed);
  }
  void difference(const CatalogueDifference& difference) {
    json_.member("owner", names_.of(difference.owner));
    json_.member("from", difference.from);
    json_.member("to", difference.to);
    json_.member("whole", difference.whole);
    json_.name("products");
    json_.open('[');
    for (const Product& each : difference.products) {
      json_.open('{');
      product(each);
      json_.close('}');
    }
    json_.close(']');
  }

  void member(const MemberEntry& member) {
    json_.member("member", names_.of(member.id));
    json_.member("standing", std::string_view(name(member.standing)));
  }
  void members(const MemberEntries& members) {
    json_.name("members");
    json_.open('[');
    for (const MemberEntry& each : members) {
      json_.open('{');
      member(each);
      json_.close('}');
    }
    json_.close(']');
  }

  // Messages.
  void operator()(const Heartbeat& heartbeat) {
    clock("versions", heartbeat.versions);
    if (!heartbeat.members.empty()) members(heartbeat.members);
  }
  void operator()(const InterestTold& told) { interest(told.interest); }
  void operator()(const InterestsWanted& wanted) {
    json_.member("origin", names_.of(wanted.origin));
    ranges(wanted.ranges);
  }
  void operator()(const Settled& settled) { ranges(settled.ranges); }
  void operator()(const Grant& grant) {
    json_.member("interest", names_.of(grant.interest));
    json_.member("product", names_.of(grant.product));
    token(grant.token);
    json_.member("holder-incarnation", grant.holder_incarnation.value);
    json_.member("until", std::to_string(grant.until.ns));
    json_.member("lease", grant.lease.ns);
    json_.member("stock", grant.stock);
    json_.member("price", grant.price.minor);
    json_.member("removed", grant.removed);
    keys("decided", grant.decided);
  }
  void operator()(const Commit& commit) {
    interest(commit.interest);
    token(commit.token);
    keys("confirmed", commit.confirmed);
    keys("declined", commit.declined);
  }
  void operator()(const Release& release) {
    json_.member("interest", names_.of(release.interest));
    json_.member("product", names_.of(release.product));
    token(release.token);
  }
  void operator()(const LastWord& word) {
    json_.member("interest", names_.of(word.interest));
    json_.member("product", names_.of(word.product));
    json_.member("ended", word.ended);
    decisions(word.decisions);
  }
  void operator()(const Cancel& cancel) {
    json_.member("product", names_.of(cancel.product));
    json_.member("key", text(cancel.key));
  }
  void operator()(const CancelAnswer& answer) {
    json_.member("product", names_.of(answer.product));
    decision(answer.decision);
  }
  void operator()(const CatalogueWanted& wanted) {
    json_.member("owner", names_.of(wanted.owner));
    json_.member("have", wanted.have);
  }
  void operator()(const CatalogueDifference& each) { difference(each); }

  void operator()(const Hello&) {}
  void operator()(const Welcome& welcome) {
    members(welcome.members);
    json_.name("catalogues");
    json_.open('[');
    for (const CatalogueDifference& each : welcome.catalogues) {
      json_.open('{');
      difference(each);
      json_.close('}');
    }
    json_.close(']');
  }

  // Records.
  void operator()(const Started& started) { json_.member("incarnation", started.incarnation.value); }
  void operator()(const InterestMade& made) {
    interest(made.interest);
    if (made.closes) json_.member("closes", *made.closes);
  }
  void operator()(const InterestClosed& closed) { json_.member("number", closed.number); }
  void operator()(const Voided& voided) {
    json_.member("origin", names_.of(voided.origin));
    range(voided.range);
  }
  void operator()(const Decided& decided) {
    json_.member("product", names_.of(decided.product));
    if (decided.token) token(*decided.token);
    if (decided.interest) json_.member("interest", names_.of(*decided.interest));
    decisions(decided.decisions);
    json_.member("stock", decided.stock);
    json_.member("version", decided.version);
  }
  void operator()(const ProductChanged& changed) {
    json_.member("change", change_name(changed.kind));
    json_.member("quantity", changed.quantity);
    product(changed.product);
  }
  void operator()(const LeaseBound& bound) { json_.member("longest", bound.longest.ns); }
  void operator()(const FrontierMarked&) {}
  void operator()(const ReplicaAdvanced& advanced) { difference(advanced.difference); }

  void operator()(const Joined& joined) { members(joined.members); }
  void operator()(const MemberChanged& changed) { member(changed.member); }
  void operator()(const LeaveBegun&) {}

  // Answers.
  void operator()(const feira::Answered& answered) {
    json_.member("answer", "answered");
    decision(answered.decision);
  }
  void operator()(const Pending&) { json_.member("answer", "pending"); }
  void operator()(const NotAccepted& not_accepted) {
    json_.member("answer", "not-accepted");
    static constexpr std::array<const char*, 4> reasons = {"unknown-product", "queue-full", "leaving",
                                                           "not-yet-a-member"};
    json_.member("reason", reasons[static_cast<std::size_t>(not_accepted.reason)]);
  }
  void operator()(const Misuse&) { json_.member("answer", "misuse"); }
  void operator()(const ChangeMade& made) {
    json_.member("answer", "change-made");
    json_.member("product", names_.of(made.product));
    json_.member("version", made.version);
  }
  void operator()(const ChangeRefused& refused) {
    static constexpr std::array<const char*, 7> reasons = {"not-the-owner",    "unknown-product",  "removed",
                                                           "invalid-quantity", "not-enough-stock", "leaving",
                                                           "not-yet-a-member"};
    json_.member("answer", "change-refused");
    json_.member("reason", reasons[static_cast<std::size_t>(refused.reason)]);
  }

  void operator()(const Unknown&) { json_.member("answer", "unknown"); }
  void operator()(const MemberNoted& noted) {
    json_.member("answer", "member-noted");
    json_.member("member", names_.of(noted.member));
  }

  // Changes asked for.
  void operator()(const RegisterProduct& registered) {
    json_.member("change", "register");
    json_.member("name", registered.name);
    json_.member("stock", registered.stock);
    json_.member("price", registered.price.minor);
  }
  void operator()(const Restock& restock) {
    json_.member("change", "restock");
    json_.member("quantity", restock.quantity);
  }
  void operator()(const Withdraw& withdraw) {
    json_.member("change", "withdraw");
    json_.member("quantity", withdraw.quantity);
  }
  void operator()(const Reprice& reprice) {
    json_.member("change", "reprice");
    json_.member("price", reprice.price.minor);
  }
  void operator()(const RemoveProduct&) { json_.member("change", "remove"); }

 private:
  JsonWriter& json_;
  const Names& names_;
};

void write_message(JsonWriter& json, const Message& message, const Names& names) {
  Parts parts(json, names);
  json.name("message");
  json.open('{');
  json.member("kind", std::string_view(name(message.kind())));
  json.member("from", names.of(message.from));
  json.member("incarnation", message.incarnation.value);
  json.member("sent", std::to_string(message.sent.ns));
  parts.clock("clock", message.clock);
  std::visit(parts, message.body);
  json.close('}');
}

void write_record(JsonWriter& json, const Record& record, const Names& names) {
  Parts parts(json, names);
  json.name("record");
  json.open('{');
  json.member("kind", std::string_view(name(record.kind())));
  parts.clock("clock", record.clock);
  parts.clock("frontier", record.frontier);
  std::visit(parts, record.body);
  json.close('}');
}

void write_invocation(JsonWriter& json, const Invocation& asked, const Names& names) {
  static constexpr std::array<const char*, 3> kinds = {"buy", "cancel", "change"};
  Parts parts(json, names);
  json.name("invocation");
  json.open('{');
  json.member("kind", kinds[static_cast<std::size_t>(asked.kind)]);
  json.member("client", asked.client);
  if (asked.product != ProductId{}) json.member("product", names.of(asked.product));
  if (asked.kind == InvocationKind::buy) parts.purchase(asked.purchase);
  if (asked.kind == InvocationKind::cancel) json.member("key", text(asked.purchase.key));
  if (asked.change != nullptr) std::visit(parts, *asked.change);
  if (asked.token_from != RequestId{}) json.member("token-from", asked.token_from.value);
  if (asked.may_give_up) json.member("may-give-up", true);
  json.close('}');
}

void write_rest(JsonWriter& json, const Event& event, const Names& names) {
  if (event.message != nullptr) write_message(json, *event.message, names);
  if (event.record != nullptr) write_record(json, *event.record, names);
  if (event.reply != nullptr) {
    Parts parts(json, names);
    json.name("reply");
    json.open('{');
    std::visit(parts, event.reply->answer);
    parts.clock("clock", event.reply->clock);
    json.close('}');
  }
  if (event.hook != nullptr) {
    Parts parts(json, names);
    json.name("hook");
    json.open('{');
    json.member("product", names.of(event.hook->product));
    parts.purchase(event.hook->purchase);
    parts.token(event.hook->token);
    json.member("until", std::to_string(event.hook->until.ns));
    json.close('}');
  }
  if (event.delivery != nullptr) {
    json.member("interest", names.of(event.delivery->interest));
    json.member("product", names.of(event.delivery->product));
  }
  if (event.invocation != nullptr) write_invocation(json, *event.invocation, names);
  if (!event.label.empty()) json.member("label", event.label);
}

}  // namespace

void json_line(const Event& event, const Names& names, std::string& out) {
  JsonWriter json(out);
  json.open('{');
  json.member("number", event.number);
  json.member("time", event.time.ns);
  if (event.process != MarketplaceId{}) json.member("local", std::to_string(event.local.ns));
  json.member("kind", std::string_view(name(event.kind)));
  if (event.process != MarketplaceId{}) json.member("process", names.of(event.process));
  if (event.peer != MarketplaceId{}) json.member("peer", names.of(event.peer));
  if (event.except != MarketplaceId{}) json.member("except", names.of(event.except));
  if (event.id != 0) json.member("id", event.id);
  if (event.kind == EventKind::send) json.member("departed", event.departed);
  if (event.kind == EventKind::receive || event.kind == EventKind::drop) json.member("last", event.last);
  if (event.kind == EventKind::hook_end) json.member("confirmed", event.confirmed);
  if (event.kind == EventKind::hook_start || event.kind == EventKind::lease_moved)
    json.member("lease-end", event.lease_end.ns);
  if (event.made != 0) json.member("made", event.made);
  write_rest(json, event, names);
  json.close('}');
  out += '\n';
}

std::string json_line(const Event& event, const Names& names) {
  std::string out;
  json_line(event, names, out);
  return out;
}

}  // namespace feira::check
