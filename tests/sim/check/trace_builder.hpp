// A vocabulary for hand-written traces: each call states one fact, gives it the next number and shows it to the
// checkers. Marketplaces are ana, bia, caio and davi; products are named by their owner and a number.
#pragma once

#include <gtest/gtest.h>

#include <functional>
#include <initializer_list>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "sim/check/checkers.hpp"
#include "sim/check/names.hpp"

namespace feira::check {

inline constexpr MarketplaceId ana{11};
inline constexpr MarketplaceId bia{22};
inline constexpr MarketplaceId caio{33};
inline constexpr MarketplaceId davi{44};
inline constexpr ProductId umbrella{ana, 1};
inline constexpr ProductId lamp{ana, 2};

inline std::vector<Member> four_members() { return {{ana, "ana"}, {bia, "bia"}, {caio, "caio"}, {davi, "davi"}}; }
inline Names four_names() { return {four_members(), {{umbrella, "umbrella"}, {lamp, "lamp"}}}; }

inline VectorClock clock_of(std::initializer_list<std::pair<MarketplaceId, Count>> components) {
  VectorClock clock;
  for (const auto& [marketplace, count] : components) clock.set(marketplace, count);
  return clock;
}

inline IdempotencyKey key(std::uint64_t number) { return {7, number}; }
inline Purchase purchase(std::uint64_t number, std::uint32_t quantity = 1) {
  return {key(number), quantity, Money{1000, {}}};
}
inline Decision sold(std::uint64_t number, std::uint32_t quantity = 1) {
  return {purchase(number, quantity), Outcome::sold};
}
inline Decision refused(std::uint64_t number, Outcome outcome = Outcome::refused_sold_out) {
  return {purchase(number), outcome};
}

class TraceBuilder {
 public:
  /// Numbers of events, for what a violation is to name.
  [[nodiscard]] std::uint64_t last() const { return number_; }
  void at(std::int64_t milliseconds) { time_.ns = milliseconds * 1'000'000; }
  /// Everybody who wants to see the events too.
  void tell(std::function<void(const Event&)> observer) { observer_ = std::move(observer); }

  // Messages.
  std::uint64_t send(MarketplaceId from, MarketplaceId to, Body body = Heartbeat{}, bool departed = true) {
    sent_.push_back({from, to, Message{from, {}, {}, {}, std::move(body)}});
    Event event = make(EventKind::send, from);
    event.peer = to;
    event.id = sent_.size();
    event.departed = departed;
    event.message = &sent_.back().message;
    show(event);
    return event.id;
  }
  std::uint64_t broadcast(MarketplaceId from, Body body = Heartbeat{}) { return send(from, {}, std::move(body)); }
  std::uint64_t held_back(MarketplaceId from, MarketplaceId to, Body body = Heartbeat{}) {
    return send(from, to, std::move(body), false);
  }
  void depart(std::uint64_t message) {
    Event event = make(EventKind::depart, sent_[message - 1].from);
    event.id = message;
    show(event);
  }
  void receive(MarketplaceId by, std::uint64_t message, bool last = false, std::string_view label = {}) {
    Event event = make(EventKind::receive, by);
    event.peer = sent_[message - 1].from;
    event.id = message;
    event.last = last;
    event.label = label;
    event.message = &sent_[message - 1].message;
    show(event);
  }
  void drop(MarketplaceId by, std::uint64_t message) {
    Event event = make(EventKind::drop, by);
    event.peer = sent_[message - 1].from;
    event.id = message;
    event.last = true;
    event.label = "loss";
    event.message = &sent_[message - 1].message;
    show(event);
  }
  /// Sent, departed and received.
  void pass(MarketplaceId from, MarketplaceId to, Body body = Heartbeat{}) {
    const std::uint64_t message = send(from, to, std::move(body));
    receive(to, message, true);
  }

  // Records.
  RecordNumber record(MarketplaceId by, RecordBody body, const VectorClock& frontier = {}) {
    const Record record{{}, frontier, std::move(body)};
    Event event = make(EventKind::record, by);
    event.id = ++records_[by];
    event.record = &record;
    show(event);
    return event.id;
  }
  void durable(MarketplaceId by) {
    Event event = make(EventKind::durable, by);
    event.id = records_[by];
    show(event);
  }
  void durable(MarketplaceId by, RecordNumber through) {
    Event event = make(EventKind::durable, by);
    event.id = through;
    show(event);
  }
  /// Made, with this clock; returns its event.
  std::uint64_t interest(MarketplaceId by, Count count, const VectorClock& clock, ProductId product = umbrella,
                         const VectorClock& frontier = {}) {
    record(by, InterestMade{Interest{{by, count}, product, clock, {}, false}, {}}, frontier);
    return number_;
  }
  /// Made and durable; returns the event that made it.
  std::uint64_t durable_interest(MarketplaceId by, Count count, const VectorClock& clock,
                                 ProductId product = umbrella) {
    const std::uint64_t made = interest(by, count, clock, product);
    durable(by);
    return made;
  }
  void deliver(MarketplaceId by, MarketplaceId origin, Count count, ProductId product = umbrella) {
    const Delivery delivery{{origin, count}, product};
    Event event = make(EventKind::deliver, by);
    event.delivery = &delivery;
    show(event);
  }

  // Products; a catalogue version each.
  void register_product(ProductId product, std::int64_t stock) {
    change(ChangeKind::registered, product, stock, stock);
  }
  void change(ChangeKind kind, ProductId product, std::int64_t quantity, std::int64_t stock) {
    made_change(kind, product, quantity, stock);
    durable(product.owner);
  }
  RecordNumber made_change(ChangeKind kind, ProductId product, std::int64_t quantity, std::int64_t stock) {
    return record(product.owner, ProductChanged{kind, quantity, state(product, ++versions_[product.owner], stock)});
  }
  [[nodiscard]] static Product state(ProductId product, Version version, std::int64_t stock) {
    return {product, version, product == umbrella ? "umbrella" : "lamp", "", Money{1000, {}}, stock, false};
  }
  RecordNumber decide(ProductId product, Decisions decisions, std::int64_t stock,
                      std::optional<FencingToken> token = {}, std::optional<InterestId> interest = {}) {
    return record(product.owner,
                  Decided{product, token, interest, std::move(decisions), stock, ++versions_[product.owner]});
  }
  void durably_decide(ProductId product, Decisions decisions, std::int64_t stock,
                      std::optional<FencingToken> token = {}, std::optional<InterestId> interest = {}) {
    decide(product, std::move(decisions), stock, token, interest);
    durable(product.owner);
  }
  void advance_replica(MarketplaceId by, MarketplaceId owner, Version from, Version to, std::vector<Product> products) {
    CatalogueDifference difference{owner, from, to, false, {}};
    difference.products.assign(products.begin(), products.end());
    record(by, ReplicaAdvanced{std::move(difference)});
  }
  [[nodiscard]] Version version(MarketplaceId owner) { return versions_[owner]; }

  // The critical section.
  [[nodiscard]] static Grant grant_to(MarketplaceId holder, Count count, ProductId product = umbrella,
                                      FencingToken token = {1, 1}) {
    Grant grant;
    grant.interest = {holder, count};
    grant.product = product;
    grant.token = token;
    return grant;
  }
  [[nodiscard]] static Commit commit_of(MarketplaceId holder, Count count, FencingToken token,
                                        ProductId product = umbrella) {
    Commit commit;
    commit.interest = Interest{{holder, count}, product, {}, {}, true};
    commit.token = token;
    return commit;
  }
  [[nodiscard]] static LastWord last_word(MarketplaceId origin, Count count, bool ended, Decisions decisions = {}) {
    return LastWord{{origin, count}, umbrella, ended, std::move(decisions)};
  }
  std::uint64_t hook_start(MarketplaceId holder, FencingToken token, std::int64_t lease_end_ms, std::uint64_t of = 1,
                           ProductId product = umbrella) {
    const StartHook hook{product, purchase(of), token, {}, 0};
    Event event = make(EventKind::hook_start, holder);
    event.hook = &hook;
    event.lease_end.ns = lease_end_ms * 1'000'000;
    show(event);
    return number_;
  }
  void hook_end(MarketplaceId holder, FencingToken token, std::uint64_t of = 1) {
    const StartHook hook{umbrella, purchase(of), token, {}, 0};
    Event event = make(EventKind::hook_end, holder);
    event.hook = &hook;
    event.confirmed = true;
    show(event);
  }

  /// The holder's clock was changed: its lease ends at another moment.
  std::uint64_t lease_moved(MarketplaceId holder, FencingToken token, std::int64_t lease_end_ms) {
    const StartHook hook{umbrella, purchase(1), token, {}, 0};
    Event event = make(EventKind::lease_moved, holder);
    event.hook = &hook;
    event.lease_end.ns = lease_end_ms * 1'000'000;
    show(event);
    return number_;
  }

  // Clients.
  std::uint64_t ask(MarketplaceId where, Invocation invocation) {
    invocation.client = invocation.client == 0 ? 1000 + requests_ : invocation.client;
    Event event = make(EventKind::invoke, where);
    event.id = ++requests_;
    event.invocation = &invocation;
    show(event);
    return event.id;
  }
  std::uint64_t buy(MarketplaceId where, std::uint64_t number, bool may_give_up = false) {
    Invocation invocation;
    invocation.product = umbrella;
    invocation.purchase = purchase(number);
    invocation.may_give_up = may_give_up;
    return ask(where, invocation);
  }
  std::uint64_t ask_change(MarketplaceId where, ProductId product = umbrella) {
    Invocation invocation;
    invocation.kind = InvocationKind::change;
    invocation.product = product;
    return ask(where, invocation);
  }
  std::uint64_t ask_change(MarketplaceId where, const Change& change, ProductId product = umbrella) {
    Invocation invocation;
    invocation.kind = InvocationKind::change;
    invocation.product = product;
    invocation.change = &change;
    return ask(where, invocation);
  }
  /// Asks for more than one.
  std::uint64_t buy_pieces(MarketplaceId where, std::uint64_t number, std::uint32_t quantity) {
    Invocation invocation;
    invocation.product = umbrella;
    invocation.purchase = purchase(number, quantity);
    return ask(where, invocation);
  }
  std::uint64_t answer(MarketplaceId by, std::uint64_t request, Answer answer, std::uint64_t made = 0) {
    const Reply reply{{request}, 0, std::move(answer), {}};
    Event event = make(EventKind::answer, by);
    event.id = request;
    event.reply = &reply;
    event.made = made;
    show(event);
    return number_;
  }
  /// Asked and answered with a decision.
  void told(MarketplaceId by, Decision decision) {
    const std::uint64_t request = buy(by, decision.purchase.key.low);
    answer(by, request, feira::Answered{decision});
  }

  // Faults.
  void crash(MarketplaceId who, RecordNumber survives) {
    records_[who] = survives;
    Event event = make(EventKind::crash, who);
    event.id = survives;
    show(event);
  }
  void recover(MarketplaceId who) { show(make(EventKind::recover, who)); }
  /// All that it made survives.
  void restart(MarketplaceId who) {
    crash(who, records_[who]);
    recover(who);
  }
  void leave(MarketplaceId who) { show(make(EventKind::leave, who)); }
  void fault(std::string_view label) {
    Event event = make(EventKind::fault, {});
    event.label = label;
    show(event);
  }
  void calm() { show(make(EventKind::calm, {})); }
  void finish(std::vector<ReplicaMismatch> mismatches = {}, std::vector<MarketplaceId> down = {},
              std::vector<MarketplaceId> down_for_good = {}) {
    checkers_.finish({time_, seconds(60), std::move(down), std::move(mismatches), std::move(down_for_good)});
  }

  [[nodiscard]] Verdict verdict(Property property) const {
    return checkers_.verdicts()[static_cast<std::size_t>(property)];
  }
  [[nodiscard]] std::uint64_t count(Situation situation) const { return checkers_.situations()[situation]; }
  [[nodiscard]] const Checkers& checkers() const { return checkers_; }

 private:
  struct Sent {
    MarketplaceId from;
    MarketplaceId to;
    Message message;
  };

  Event make(EventKind kind, MarketplaceId process) {
    Event event;
    event.number = ++number_;
    event.time = time_;
    event.local.ns = time_.ns;
    event.kind = kind;
    event.process = process;
    return event;
  }
  void show(const Event& event) {
    checkers_.observe(event);
    if (observer_) observer_(event);
  }

  Checkers checkers_{four_members()};
  std::function<void(const Event&)> observer_;
  std::uint64_t number_ = 0;
  GlobalTime time_;
  std::vector<Sent> sent_;
  std::map<MarketplaceId, RecordNumber> records_;
  std::map<MarketplaceId, Version> versions_;
  std::uint64_t requests_ = 0;
};

/// What a test expects of one property after a trace.
inline void expect_holds(const TraceBuilder& trace, Property property) {
  const Verdict verdict = trace.verdict(property);
  EXPECT_TRUE(verdict.holds) << name(property) << ": " << (verdict.violation ? verdict.violation->sentence : "");
  EXPECT_GT(verdict.checked, 0U) << name(property) << " checked nothing";
}

inline void expect_violated(const TraceBuilder& trace, Property property, const std::string& sentence,
                            const std::vector<std::uint64_t>& events) {
  const Verdict verdict = trace.verdict(property);
  ASSERT_FALSE(verdict.holds) << name(property);
  ASSERT_TRUE(verdict.violation.has_value());
  EXPECT_EQ(verdict.violation->sentence, sentence);
  EXPECT_EQ(verdict.violation->events, events);
}

}  // namespace feira::check
