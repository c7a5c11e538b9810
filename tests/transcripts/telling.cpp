#include "tests/transcripts/telling.hpp"

#include <algorithm>
#include <cstdio>
#include <stdexcept>

namespace feira::transcripts {

namespace {

template <class Id>
std::string name_of(const std::map<Id, std::string>& names, Id id) {
  const auto found = names.find(id);
  return found == names.end() ? "?" : found->second;
}

template <class Id>
Id id_of(const std::map<Id, std::string>& names, const std::string& name) {
  const auto found = std::ranges::find(names, name, [](const auto& entry) { return entry.second; });
  if (found == names.end()) throw std::runtime_error("nobody told of \"" + name + "\"");
  return found->first;
}

/// "b1, b2 x3"
std::string list_text(const Names& names, const Purchases& purchases) {
  std::string out;
  for (const Purchase& p : purchases) {
    out += (out.empty() ? "" : ", ") + names.of(p.key);
    if (p.quantity != 1) out += " x" + std::to_string(p.quantity);
  }
  return out.empty() ? "nothing" : out;
}

std::string list_text(const Names& names, const Keys& keys) {
  std::string out;
  for (const IdempotencyKey key : keys) out += (out.empty() ? "" : ", ") + names.of(key);
  return out;
}

/// "b1 sold, b2 refused (sold out)"
std::string list_text(const Names& names, const Decisions& decisions) {
  std::string out;
  for (const Decision& d : decisions) {
    out += (out.empty() ? "" : ", ") + names.of(d.purchase.key) + " " + text(d.outcome);
  }
  return out;
}

std::string range_text(const std::string& origin, CountRange range) {
  const std::string first = origin + "#" + std::to_string(range.first);
  return range.first == range.last ? first : first + "-" + std::to_string(range.last);
}

std::string ranges_text(const Names& names, MarketplaceId origin, const CountRanges& ranges) {
  std::string out;
  for (const CountRange& range : ranges) out += (out.empty() ? "" : ", ") + range_text(names.of(origin), range);
  return out;
}

std::string interest_text(const Names& names, const Interest& interest) {
  std::string out = text(names, interest.id) + " in " + names.of(interest.product) + " " + text(names, interest.clock);
  if (interest.purchases_known) out += " for " + list_text(names, interest.purchases);
  return out;
}

std::string difference_text(const Names& names, const CatalogueDifference& difference) {
  std::string out = (difference.whole ? "whole catalogue of " : "catalogue of ") + names.of(difference.owner) + " " +
                    std::to_string(difference.from) + "-" + std::to_string(difference.to);
  const char* before = ": ";
  for (const Product& product : difference.products) {
    out += before + text(names, product);
    before = ", ";
  }
  return out;
}

/// "ana present, bia left"
std::string list_text(const Names& names, const MemberEntries& members) {
  std::string out;
  for (const MemberEntry& member : members) {
    out += (out.empty() ? "" : ", ") + names.of(member.id) + " " + name(member.standing);
  }
  return out;
}

/// Says what the body of a message holds.
struct BodyText {
  const Names& names;
  const Message& message;
  const std::string& lease_end;

  std::string operator()(const Heartbeat& body) const {
    const std::string out = "heartbeat " + text(names, message.clock) + " versions " + text(names, body.versions);
    return body.members.empty() ? out : out + " members " + list_text(names, body.members);
  }
  std::string operator()(const InterestTold& body) const { return "interest " + interest_text(names, body.interest); }
  std::string operator()(const InterestsWanted& body) const {
    return "wants interests " + ranges_text(names, body.origin, body.ranges);
  }
  std::string operator()(const Settled& body) const {
    return "settled " + ranges_text(names, message.from, body.ranges);
  }
  std::string operator()(const Grant& body) const {
    std::string out = "grant " + text(names, body.interest) + " " + names.of(body.product) + " token " +
                      text(body.token) + " until " + lease_end + ", stock " + std::to_string(body.stock) + " at " +
                      text(body.price);
    if (body.removed) out += ", removed";
    if (!body.decided.empty()) out += ", decided already " + list_text(names, body.decided);
    return out;
  }
  std::string operator()(const Commit& body) const {
    std::string out = "commit " + text(names, body.interest.id) + " token " + text(body.token);
    if (!body.confirmed.empty()) out += " confirmed " + list_text(names, body.confirmed);
    if (!body.declined.empty()) out += " declined " + list_text(names, body.declined);
    return out;
  }
  std::string operator()(const Release& body) const {
    return "release " + text(names, body.interest) + " token " + text(body.token);
  }
  std::string operator()(const LastWord& body) const {
    const std::string out = "last word on " + text(names, body.interest) + (body.ended ? ": ended" : ": decided");
    return body.decisions.empty() ? out : out + ", " + list_text(names, body.decisions);
  }
  std::string operator()(const Cancel& body) const {
    return "cancel " + names.of(body.key) + " of " + names.of(body.product);
  }
  std::string operator()(const CancelAnswer& body) const {
    return "cancel answer " + names.of(body.decision.purchase.key) + " " + text(body.decision.outcome);
  }
  std::string operator()(const CatalogueWanted& body) const {
    return "wants catalogue of " + names.of(body.owner) + " above " + std::to_string(body.have);
  }
  std::string operator()(const CatalogueDifference& body) const { return difference_text(names, body); }
  std::string operator()(const Hello&) const { return "hello"; }
  std::string operator()(const Welcome& body) const {
    std::string out =
        "welcome with clock " + text(names, message.clock) + ", members " + list_text(names, body.members);
    for (const CatalogueDifference& each : body.catalogues) out += ", " + difference_text(names, each);
    return out;
  }
};

struct RecordText {
  const Names& names;

  std::string operator()(const Started& record) const {
    return "begins life " + std::to_string(record.incarnation.value);
  }
  std::string operator()(const InterestMade& record) const {
    const std::string out = "makes interest " + interest_text(names, record.interest);
    if (!record.closes) return out;
    return out + ", and closes #" + std::to_string(*record.closes);
  }
  std::string operator()(const InterestClosed& record) const {
    return "closes its interest #" + std::to_string(record.number);
  }
  std::string operator()(const Voided& record) const {
    return "voids " + range_text(names.of(record.origin), record.range);
  }
  std::string operator()(const Decided& record) const {
    std::string out = "decides " + list_text(names, record.decisions);
    if (record.interest) out += " by " + text(names, *record.interest);
    if (record.token) out += " token " + text(*record.token);
    return out + "; " + names.of(record.product) + " stock " + std::to_string(record.stock) + ", version " +
           std::to_string(record.version);
  }
  std::string operator()(const ProductChanged& record) const {
    static constexpr std::array words{"registers", "restocks", "withdraws", "reprices", "removes"};
    const std::string quantity = record.quantity == 0 ? "" : " " + std::to_string(record.quantity);
    return words.at(static_cast<std::size_t>(record.kind)) + quantity + ": " + text(names, record.product) +
           ", version " + std::to_string(record.product.version);
  }
  std::string operator()(const LeaseBound& record) const {
    return "bounds its leases by " + seconds_text(record.longest.ns);
  }
  std::string operator()(const FrontierMarked&) const { return "marks its frontier"; }
  std::string operator()(const ReplicaAdvanced& record) const {
    return "takes " + difference_text(names, record.difference);
  }
  std::string operator()(const Joined& record) const { return "joins " + list_text(names, record.members); }
  std::string operator()(const MemberChanged& record) const {
    return "notes " + names.of(record.member.id) + " " + name(record.member.standing);
  }
  std::string operator()(const LeaveBegun&) const { return "begins to leave"; }
};

struct AnswerText {
  const Names& names;

  std::string operator()(const Answered& answer) const { return text(answer.decision.outcome); }
  std::string operator()(const Pending&) const { return "pending"; }
  std::string operator()(const NotAccepted& answer) const {
    static constexpr std::array words{"unknown product", "queue full", "leaving", "not yet a member"};
    return std::string("not accepted (") + words.at(static_cast<std::size_t>(answer.reason)) + ")";
  }
  std::string operator()(const Misuse&) const { return "misuse of the key"; }
  std::string operator()(const ChangeMade& answer) const { return "made, version " + std::to_string(answer.version); }
  std::string operator()(const ChangeRefused& answer) const {
    static constexpr std::array words{"not the owner",    "unknown product", "removed",         "invalid quantity",
                                      "not enough stock", "leaving",         "not yet a member"};
    return std::string("refused (") + words.at(static_cast<std::size_t>(answer.reason)) + ")";
  }
  std::string operator()(const Unknown&) const { return "unknown"; }
  std::string operator()(const MemberNoted& answer) const { return names.of(answer.member) + " noted"; }
};

}  // namespace

void Names::add(MarketplaceId id, const std::string& name) { marketplaces_[id] = name; }
void Names::add(ProductId id, const std::string& name) { products_[id] = name; }
MarketplaceId Names::marketplace(const std::string& name) const { return id_of(marketplaces_, name); }
ProductId Names::product(const std::string& name) const { return id_of(products_, name); }

IdempotencyKey Names::key(const std::string& name) {
  const auto found = std::ranges::find(keys_, name);
  const auto number = static_cast<std::uint64_t>(found - keys_.begin()) + 1;
  if (found == keys_.end()) keys_.push_back(name);
  return {0, number};
}

std::string Names::of(MarketplaceId id) const { return name_of(marketplaces_, id); }
std::string Names::of(ProductId id) const { return name_of(products_, id); }
std::string Names::of(IdempotencyKey key) const {
  return key.low == 0 || key.low > keys_.size() ? "?" : keys_[key.low - 1];
}

std::string seconds_text(std::int64_t ns) {
  std::array<char, 40> buffer{};
  std::snprintf(buffer.data(), buffer.size(), "%lld.%09lld", static_cast<long long>(ns / 1'000'000'000),
                static_cast<long long>(ns % 1'000'000'000));
  std::string out = buffer.data();
  out.erase(out.find_last_not_of('0') + 1);
  if (out.ends_with('.')) out.pop_back();
  return out + " s";
}

std::string text(const Money& money) {
  std::array<char, 40> buffer{};
  std::snprintf(buffer.data(), buffer.size(), "%lld.%02lld %s", static_cast<long long>(money.minor / 100),
                static_cast<long long>(money.minor % 100), money.currency.code.data());
  return buffer.data();
}

std::string text(const Names& names, const VectorClock& clock) {
  std::string out;
  for (const auto& entry : clock.entries()) {
    out += (out.empty() ? "" : ", ") + names.of(entry.marketplace) + " " + std::to_string(entry.count);
  }
  return "{" + out + "}";
}

std::string text(const Names& names, InterestId id) { return names.of(id.origin) + "#" + std::to_string(id.number); }

std::string text(FencingToken token) { return std::to_string(token.epoch) + "." + std::to_string(token.counter); }

std::string text(Outcome outcome) {
  static constexpr std::array words{"sold",
                                    "refused (sold out)",
                                    "refused (removed)",
                                    "refused (cancelled)",
                                    "refused (declined)",
                                    "refused (invalid)",
                                    "refused (price changed)"};
  return words.at(static_cast<std::size_t>(outcome));
}

std::string text(const Names& names, const Product& product) {
  if (product.removed) return names.of(product.id) + " removed";
  return names.of(product.id) + " stock " + std::to_string(product.stock) + " at " + text(product.price);
}

std::string text(const Names& names, const Message& message, const std::string& lease_end) {
  return std::visit(BodyText{names, message, lease_end}, message.body);
}

std::string short_text(const Names& names, const Message& message) {
  const std::string kind = name(message.kind());
  if (const auto* told = std::get_if<InterestTold>(&message.body)) return kind + " " + text(names, told->interest.id);
  if (const auto* grant = std::get_if<Grant>(&message.body)) {
    return kind + " " + text(names, grant->interest) + " token " + text(grant->token);
  }
  if (const auto* commit = std::get_if<Commit>(&message.body)) {
    return kind + " " + text(names, commit->interest.id) + " token " + text(commit->token);
  }
  if (const auto* word = std::get_if<LastWord>(&message.body)) return kind + " " + text(names, word->interest);
  return kind;
}

std::string text(const Names& names, const RecordBody& record) { return std::visit(RecordText{names}, record); }

std::string text(const Names& names, const Answer& answer) { return std::visit(AnswerText{names}, answer); }

}  // namespace feira::transcripts
