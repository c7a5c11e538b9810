// One marketplace of the consortium: the protocol as a pure state machine and a plain value.
//
// A driver calls `start` once, then `step` for each input, and performs the effects as `core/effect.hpp` says. The same
// state and the same input always give the same effects. Copies are independent; equal values behave equally.
//
// Branching lives here, the work in the rooms: `membership/` hears who lives, `delivery/` orders interests causally,
// `purchase/desk` speaks for the buyers, `arbiter/` and `purchase/shop` for the owner, `catalogue/` replicates
// products.
#pragma once

#include <cstdint>
#include <span>

#include "core/arbiter/arbiter.hpp"
#include "core/catalogue/catalogue.hpp"
#include "core/config.hpp"
#include "core/delivery/causal_delivery.hpp"
#include "core/effect.hpp"
#include "core/input.hpp"
#include "core/journal/journal_head.hpp"
#include "core/membership/peers.hpp"
#include "core/purchase/desk.hpp"
#include "core/purchase/shop.hpp"
#include "core/step.hpp"

namespace feira {

class Marketplace {
 public:
  explicit Marketplace(Config config);

  /// First start (empty journal) or recovery from the records that survived. Performs no I/O; `out` is filled like a
  /// step's.
  void start(LocalTime now, std::span<const Record> journal, Effects& out);
  void step(LocalTime now, const Input& input, Effects& out);

  [[nodiscard]] MarketplaceId id() const { return config_.me; }
  [[nodiscard]] Incarnation incarnation() const { return incarnation_; }
  [[nodiscard]] const VectorClock& clock() const { return clock_; }
  [[nodiscard]] const VectorClock& frontier() const { return delivery_.frontier(); }
  /// No interest of its own is open, nothing is queued, granted, missing or waited for: only heartbeats go on.
  [[nodiscard]] bool quiescent() const;
  /// This marketplace shows exactly what `owner` sells.
  [[nodiscard]] bool replica_equals(const Marketplace& owner) const;
  [[nodiscard]] bool suspects(MarketplaceId member, LocalTime now) const;
  /// What this marketplace knows of a product, own or replica; null when unknown or removed and forgotten.
  [[nodiscard]] const Product* product(ProductId id) const { return catalogue_.find(id); }
  /// Its disk was lost or restored from an old copy: it takes no more steps.
  [[nodiscard]] bool stopped() const { return stopped_; }
  /// A hash of the whole state; the configuration is left out, since it never changes.
  [[nodiscard]] std::uint64_t hash() const;
  friend bool operator==(const Marketplace&, const Marketplace&) = default;

 private:
  void take(Step& step, const MessageArrived& input);
  void take(Step& step, const BuyAsked& input);
  void take(Step& step, const CancelAsked& input);
  void take(Step& step, const PatienceEnded& input);
  void take(Step& step, const ChangeAsked& input);
  void take(Step& step, const HookEnded& input);
  void take(Step& step, const HookSkipped& input);
  void take(Step& step, const TimerFired& input);
  void take(Step& step, const Durable& input);

  void take(Step& step, MarketplaceId from, const Heartbeat& body);
  void take(Step& step, MarketplaceId from, const InterestTold& body);
  void take(Step& step, MarketplaceId from, const InterestsWanted& body);
  void take(Step& step, MarketplaceId from, const Settled& body);
  void take(Step& step, MarketplaceId from, const Grant& body);
  void take(Step& step, MarketplaceId from, const Commit& body);
  void take(Step& step, MarketplaceId from, const Release& body);
  void take(Step& step, MarketplaceId from, const LastWord& body);
  void take(Step& step, MarketplaceId from, const Cancel& body);
  void take(Step& step, MarketplaceId from, const CancelAnswer& body);
  void take(Step& step, MarketplaceId from, const CatalogueWanted& body);
  void take(Step& step, MarketplaceId from, const CatalogueDifference& body);

  void recover(const Record& record);
  /// A new life on the old state, when the local clock went back: all that a recovery does but to forget.
  void start_over(Step& step);
  void deliver(Step& step);
  /// Others know of more interests, or of later versions, than this marketplace has made.
  [[nodiscard]] bool lost_its_disk(const Message& message) const;
  /// Takes a causality token that a buyer handed on. False when it shows that the disk was lost: then all stops.
  bool take_token(Step& step, const std::optional<VectorClock>& token);
  void stop(Step& step);
  void beat(Step& step);
  void set_timer(Step& step, Effects& out);

  [[nodiscard]] Step begin(LocalTime now, Effects& out);
  [[nodiscard]] OwnerSide owner(Step& step) { return {step, shop_, catalogue_, peers_}; }
  [[nodiscard]] BuyersSide buyers(Step& step) { return {step, clock_, delivery_}; }

  Config config_;
  Incarnation incarnation_;
  VectorClock clock_;
  JournalHead journal_;
  Peers peers_;
  CausalDelivery delivery_;
  Catalogue catalogue_;
  Shop shop_;
  Arbiter arbiter_;
  Desk desk_;
  Duration lease_bound_;
  LocalTime last_step_;
  LocalTime next_heartbeat_;
  LocalTime timer_ = never;
  bool stopped_ = false;
};

}  // namespace feira
