// Hashes of values: over all fields in a fixed order, so that they are the same on every compiler and library. Not for
// adversaries, and not for files: only to tell states and contents apart within one version of the program.
//
// A hasher that is given a moment hashes local times by their distance from it, so that two states which differ by a
// shift of time alone hash alike. That is for whoever lets all marketplaces read one clock (other clocks' times stand
// in states too: what a member told, when a grant ends) and starts it away from zero, which is hashed as "never set".
#pragma once

#include <boost/container/small_vector.hpp>
#include <concepts>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <variant>
#include <vector>

#include "core/effect.hpp"
#include "core/input.hpp"
#include "core/journal/journal_head.hpp"

namespace feira {

class Hasher {
 public:
  Hasher() = default;
  /// Hashes local times relative to `now`, which is not zero.
  explicit Hasher(LocalTime now) : now_(now) {}

  void word(std::uint64_t value) {
    state_ = (state_ ^ value) * 0x9E3779B97F4A7C15U;
    state_ ^= state_ >> 29U;
  }

  template <class... Values>
  void add(const Values&... values) {
    (one(values), ...);
  }

  [[nodiscard]] std::uint64_t result() const { return state_ ^ state_ >> 32U; }

 private:
  template <class Number>
    requires std::integral<Number>
  void one(Number value) {
    word(static_cast<std::uint64_t>(value));
  }
  template <class Choice>
    requires std::is_enum_v<Choice>
  void one(Choice value) {
    word(static_cast<std::uint64_t>(value));
  }
  void one(std::string_view text) {
    word(text.size());
    for (const char letter : text) word(static_cast<unsigned char>(letter));
  }
  void one(const std::string& text) { one(std::string_view(text)); }
  template <class Value>
  void one(const std::optional<Value>& value) {
    word(value ? 1 : 0);
    if (value) one(*value);
  }
  template <class... Choices>
  void one(const std::variant<Choices...>& value) {
    word(value.index());
    std::visit([this](const auto& choice) { this->one(choice); }, value);
  }
  template <class Value, std::size_t room>
  void one(const boost::container::small_vector<Value, room>& values) {
    word(values.size());
    for (const Value& value : values) one(value);
  }
  template <class Value>
  void one(const std::vector<Value>& values) {
    word(values.size());
    for (const Value& value : values) one(value);
  }
  /// The rooms of the core say themselves what their state is.
  template <class Room>
    requires requires(const Room& room, Hasher& hasher) { room.hash_into(hasher); }
  void one(const Room& room) {
    room.hash_into(*this);
  }

  void one(MarketplaceId id) { word(id.value); }
  void one(ProductId id) { word(std::uint64_t{id.owner.value} << 32U | id.local); }
  void one(IdempotencyKey key) { add(key.high, key.low); }
  void one(RequestId id) { word(id.value); }
  void one(Incarnation incarnation) { word(incarnation.value); }
  void one(FencingToken token) { add(token.epoch, token.counter); }
  void one(const Currency& currency) {
    std::uint64_t letters = 0;
    for (const char letter : currency.code) letters = letters << 8U | static_cast<unsigned char>(letter);
    word(letters);
  }
  void one(const Money& money) { add(money.minor, money.currency); }
  void one(Duration duration) { one(duration.ns); }
  void one(LocalTime time) {
    if (now_ == LocalTime{}) return one(time.ns);
    if (time == never || time == LocalTime{}) return add(true, time.ns);
    add(false, time - now_);
  }
  void one(const VectorClock::Entry& entry) { add(entry.marketplace, entry.count); }
  void one(const VectorClock& clock) { one(clock.entries()); }
  void one(const CountRange& range) { add(range.first, range.last); }
  void one(const InterestId& id) { add(id.origin, id.number); }
  void one(const Interest& interest) {
    add(interest.id, interest.product, interest.clock, interest.purchases, interest.purchases_known);
  }
  void one(const Purchase& purchase) { add(purchase.key, purchase.quantity, purchase.price); }
  void one(const Decision& decision) { add(decision.purchase, decision.outcome); }
  void one(const Product& product) {
    add(product.id, product.version, product.name, product.sku, product.price, product.stock, product.removed);
  }
  void one(const CatalogueDifference& difference) {
    add(difference.owner, difference.from, difference.to, difference.whole, difference.products);
  }

  // Messages
  void one(const Heartbeat& heartbeat) { add(heartbeat.versions, heartbeat.members); }
  void one(const Hello& hello) { one(hello.name); }
  void one(const Welcome& welcome) { add(welcome.members, welcome.catalogues); }
  void one(const InterestTold& told) { one(told.interest); }
  void one(const InterestsWanted& wanted) { add(wanted.origin, wanted.ranges); }
  void one(const Settled& settled) { one(settled.ranges); }
  void one(const Grant& grant) {
    add(grant.interest, grant.product, grant.token, grant.holder_incarnation, grant.until, grant.lease, grant.stock,
        grant.price, grant.removed, grant.decided);
  }
  void one(const Commit& commit) { add(commit.interest, commit.token, commit.confirmed, commit.declined); }
  void one(const Release& release) { add(release.interest, release.product, release.token); }
  void one(const LastWord& last) { add(last.interest, last.product, last.ended, last.decisions); }
  void one(const Cancel& cancel) { add(cancel.product, cancel.key); }
  void one(const CancelAnswer& answer) { add(answer.product, answer.decision); }
  void one(const CatalogueWanted& wanted) { add(wanted.owner, wanted.have); }

  // Records
  void one(const Started& started) { one(started.incarnation); }
  void one(const InterestMade& made) { add(made.interest, made.closes); }
  void one(const InterestClosed& closed) { one(closed.number); }
  void one(const Voided& voided) { add(voided.origin, voided.range); }
  void one(const Decided& decided) {
    add(decided.product, decided.token, decided.interest, decided.decisions, decided.stock, decided.version);
  }
  void one(const ProductChanged& changed) { add(changed.kind, changed.quantity, changed.product); }
  void one(const LeaseBound& bound) { one(bound.longest); }
  void one(const FrontierMarked&) {}
  void one(const ReplicaAdvanced& advanced) { one(advanced.difference); }
  void one(const Joined& joined) { one(joined.members); }
  void one(const MemberChanged& changed) { one(changed.member); }
  void one(const LeaveBegun&) {}

  // Answers
  void one(const Answered& answered) { one(answered.decision); }
  void one(const Pending&) {}
  void one(const NotAccepted& not_accepted) { one(not_accepted.reason); }
  void one(const Misuse&) {}
  void one(const ChangeMade& made) { add(made.product, made.version); }
  void one(const ChangeRefused& refused) { one(refused.reason); }
  void one(const Unknown&) {}
  void one(const MemberNoted& noted) { one(noted.member); }

  // Questions
  void one(const RegisterProduct& change) { add(change.name, change.sku, change.price, change.stock); }
  void one(const Restock& change) { add(change.product, change.quantity); }
  void one(const Withdraw& change) { add(change.product, change.quantity); }
  void one(const Reprice& change) { add(change.product, change.price); }
  void one(const RemoveProduct& change) { one(change.product); }

  std::uint64_t state_ = 0x243F6A8885A308D3U;
  LocalTime now_;
};

}  // namespace feira
