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
#include <optional>
#include <span>
#include <vector>

#include "core/arbiter/arbiter.hpp"
#include "core/catalogue/catalogue.hpp"
#include "core/config.hpp"
#include "core/delivery/causal_delivery.hpp"
#include "core/effect.hpp"
#include "core/input.hpp"
#include "core/journal/journal_head.hpp"
#include "core/membership/membership.hpp"
#include "core/membership/peers.hpp"
#include "core/purchase/desk.hpp"
#include "core/purchase/shop.hpp"
#include "core/step.hpp"

namespace feira {

class Hasher;

enum class StopReason : std::uint8_t {
  none,
  lost_disk,  // its disk was lost or restored from an old copy
  evicted,    // it heard that it was
  left,       // as its operator wished
};

class Marketplace {
 public:
  explicit Marketplace(Config config);

  /// First start (empty journal) or recovery from the records that survived. Performs no I/O; `out` is filled like a
  /// step's. A journal that was compacted has fewer records than were made: then `last` is the number of its last one.
  void start(LocalTime now, std::span<const Record> journal, Effects& out, std::optional<RecordNumber> last = {});
  void step(LocalTime now, const Input& input, Effects& out);

  [[nodiscard]] MarketplaceId id() const { return config_.me; }
  [[nodiscard]] Incarnation incarnation() const { return incarnation_; }
  [[nodiscard]] const VectorClock& clock() const { return clock_; }
  [[nodiscard]] const VectorClock& frontier() const { return delivery_.frontier(); }
  /// No interest of its own is open, nothing is queued, granted, missing or waited for: only heartbeats go on.
  /// What waits for an owner among `gone`, which are sorted, does not count: it waits for ever.
  [[nodiscard]] bool quiescent(std::span<const MarketplaceId> gone = {}) const;
  /// This marketplace shows exactly what `owner` sells.
  [[nodiscard]] bool replica_equals(const Marketplace& owner) const;
  [[nodiscard]] const Membership& membership() const { return membership_; }
  /// What it sells itself.
  [[nodiscard]] const OwnerCatalogue& own_catalogue() const { return catalogue_.own(); }
  /// What `owner` sells, as far as it is known here; null when it was never spoken of.
  [[nodiscard]] const OwnerCatalogue* catalogue_of(MarketplaceId owner) const { return catalogue_.of(owner); }
  /// What this marketplace, as the owner of `product`, has decided on a purchase; null when it has not.
  [[nodiscard]] const Decision* decision(ProductId product, IdempotencyKey key) const {
    return shop_.decision(product, key);
  }
  /// What is known of the other members' lives.
  [[nodiscard]] const Peers& peers() const { return peers_; }
  /// It is a member: a founder, or a newcomer that was let in.
  [[nodiscard]] bool takes_part() const { return !joining_; }
  [[nodiscard]] bool suspects(MarketplaceId member, LocalTime now) const;
  /// What this marketplace knows of a product, own or replica; null when unknown or removed and forgotten.
  [[nodiscard]] const Product* product(ProductId id) const { return catalogue_.find(id); }
  /// The decisions in its sales books.
  [[nodiscard]] std::size_t decisions_made() const { return shop_.decisions_made(); }
  /// It takes no more steps.
  [[nodiscard]] bool stopped() const { return stopped_because_ != StopReason::none; }
  [[nodiscard]] StopReason stopped_because() const { return stopped_because_; }
  /// The rooms as they are, for whoever looks in. Valid until the next step.
  [[nodiscard]] const JournalHead& journal() const { return journal_; }
  [[nodiscard]] const CausalDelivery& delivery() const { return delivery_; }
  [[nodiscard]] const Catalogue& catalogue() const { return catalogue_; }
  [[nodiscard]] const Shop& shop() const { return shop_; }
  [[nodiscard]] const Arbiter& arbiter() const { return arbiter_; }
  [[nodiscard]] const Desk& desk() const { return desk_; }
  [[nodiscard]] bool leaving() const { return leaving_; }
  /// A hash of the whole state; the configuration is left out, since it never changes.
  [[nodiscard]] std::uint64_t hash() const;
  void hash_into(Hasher& hasher) const;
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
  void take(Step& step, const LeaveAsked& input);
  void take(Step& step, const EvictAsked& input);

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
  void take(Step& step, MarketplaceId from, const Hello& body);
  void take(Step& step, MarketplaceId from, const Welcome& body);

  // Coming and going (coming_and_going.cpp)
  void say_hello(Step& step);
  void take_while_joining(Step& step, const Message& message);
  void join(Step& step, const Message& message, const Welcome& welcome);
  /// Takes what is told of a member, durably. Nothing happens when it is no news.
  void learn(Step& step, const MemberEntry& told);
  /// Takes what a heartbeat tells of members. False when it tells that this marketplace must stop.
  bool learn_all(Step& step, const MemberEntries& told);
  /// What is still believed of an evicted member: only what lets others go on.
  [[nodiscard]] static bool believed_of_the_evicted(const Message& message);
  void withdraw_all(Step& step);
  /// Goes on with leaving as far as can be now.
  void go_on_leaving(Step& step);
  [[nodiscard]] bool nothing_left_to_do() const;
  [[nodiscard]] bool farewell_heard(LocalTime now) const;

  void recover(const Record& record);
  /// A new life on the old state, when the local clock went back: all that a recovery does but to forget.
  void start_over(Step& step);
  [[nodiscard]] static const VectorClock* clock_of(const Input& input);
  void deliver(Step& step);
  /// Others know of more than this marketplace remembers: of interests, versions, products or lives of its own.
  [[nodiscard]] bool lost_its_disk(const Message& message, LocalTime now) const;
  /// Takes a causality token that a buyer handed on. False when it shows that the disk was lost: then all stops.
  bool take_token(Step& step, const std::optional<VectorClock>& token);
  void stop(Step& step, StopReason reason);
  void beat(Step& step);
  void set_timer(Step& step, Effects& out);

  [[nodiscard]] Step begin(LocalTime now, Effects& out);
  /// Of the fencing tokens of this life.
  [[nodiscard]] std::uint32_t epoch() const { return config_.ablations.has(Ablation::epoch) ? 1 : incarnation_.value; }
  [[nodiscard]] OwnerSide owner(Step& step) { return {step, shop_, catalogue_, peers_}; }
  [[nodiscard]] BuyersSide buyers(Step& step) { return {step, clock_, delivery_}; }

  Config config_;
  Membership membership_;
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
  /// A newcomer that was not let in yet.
  bool joining_ = false;
  /// How often it has said hello in this life.
  std::uint32_t hellos_ = 0;
  /// The operator wants it to leave.
  bool leaving_ = false;
  /// Who has told that this marketplace has left, since it has.
  std::vector<MarketplaceId> farewell_heard_by_;
  StopReason stopped_because_ = StopReason::none;
};

}  // namespace feira
