// The owner's arbiter: it lets one interest at a time into the critical section of each of its products.
//
// Theory of operation. A product's delivered, undecided interests wait in a volatile queue ordered by (sum of the
// clock's components, marketplace), a linear extension of happens-before that does not depend on arrival; the owner's
// own changes take their turn as local entries, after the interests of the same sum. The head is granted under a
// lease on the holder's clock; nobody else is until its commit is accepted, it is released, the lease is over on the
// owner's clock, or the holder has started anew. Each of these takes it from the queue and gives it its last word.
// An owner that recovers has forgotten the queue: what its durable frontier covers and the queue does not hold is
// ended.
#pragma once

#include <optional>
#include <vector>

#include "core/arbiter/lease_book.hpp"
#include "core/catalogue/catalogue.hpp"
#include "core/delivery/interest.hpp"
#include "core/input.hpp"
#include "core/membership/peers.hpp"
#include "core/message.hpp"
#include "core/purchase/shop.hpp"
#include "core/step.hpp"

namespace feira {

/// What an arbiter works with in a step.
struct OwnerSide {
  Step& step;
  Shop& shop;
  Catalogue& catalogue;
  const Peers& peers;
};

class OwnerArbiter {
 public:
  /// Forgets queues and grants; `bound` and `wait_until` as in `LeaseBook::reset`. A first start waits for nothing.
  void reset(const Config& config, std::uint32_t epoch, Duration bound, LocalTime wait_until);

  /// The local clock went back: grants and waiting interests are forgotten as in a crash. The owner's own changes wait
  /// on.
  void start_over(std::uint32_t epoch, LocalTime now);

  /// Takes a delivered interest in an own product.
  void enqueue(OwnerSide owner, const Interest& interest);
  /// An own change that must not happen while somebody is inside; at once when nobody waits.
  void enqueue(OwnerSide owner, RequestId request, const Change& change);
  /// The origin told its interest, delivered before, once more: the grant again, or the last word.
  void retold(OwnerSide owner, const Interest& interest);
  void handle(OwnerSide owner, const Commit& commit);
  void handle(OwnerSide owner, MarketplaceId from, const Release& release);
  /// Gives an interest its last word without letting it into the queue: its origin is gone.
  static void turn_away(OwnerSide owner, const Interest& interest) { tell_last_word(owner, interest, std::nullopt); }
  /// `origin` has left or was evicted: what waits of it is ended. A grant that it holds goes on until its lease is
  /// over.
  void gone(OwnerSide owner, MarketplaceId origin);
  /// A newer life of `holder` was heard: its grants end.
  void reborn(OwnerSide owner, MarketplaceId holder);
  /// Ends the leases that are over; grants after the wait of a recovery.
  void wake(OwnerSide owner);
  /// When `wake` is next needed; may be too early, when a grant has ended meanwhile.
  [[nodiscard]] LocalTime due() const { return due_; }

  [[nodiscard]] bool idle() const;
  template <class Hasher>
  void hash_into(Hasher& hasher) const {
    hasher.add(sections_, leases_, last_token_, changes_made_, due_);
  }
  friend bool operator==(const OwnerArbiter&, const OwnerArbiter&) = default;

  // What an arbiter holds: for whoever looks in.

  struct LocalChange {
    RequestId request;
    Change change;
    template <class Hasher>
    void hash_into(Hasher& hasher) const {
      hasher.add(request, change);
    }
    friend bool operator==(const LocalChange&, const LocalChange&) = default;
  };
  /// An interest, or an own change.
  struct Waiting {
    Count sum = 0;
    std::uint64_t order = 0;  // of own changes, as made
    Interest interest;
    std::optional<LocalChange> change;
    template <class Hasher>
    void hash_into(Hasher& hasher) const {
      hasher.add(sum, order, interest, change);
    }
    friend bool operator==(const Waiting&, const Waiting&) = default;
  };
  /// The grant of the queue's head.
  struct Held {
    Grant grant;
    LocalTime from;
    LocalTime until;  // on our clock
    template <class Hasher>
    void hash_into(Hasher& hasher) const {
      hasher.add(grant, from, until);
    }
    friend bool operator==(const Held&, const Held&) = default;
  };
  struct Section {
    ProductId product;
    std::vector<Waiting> queue;  // sorted; the holder's entry stays in it until its last word
    std::optional<Held> held;
    template <class Hasher>
    void hash_into(Hasher& hasher) const {
      hasher.add(product, queue, held);
    }
    friend bool operator==(const Section&, const Section&) = default;
  };

  [[nodiscard]] const std::vector<Section>& sections() const { return sections_; }
  [[nodiscard]] const LeaseBook& leases() const { return leases_; }

 private:
  static bool before(const Waiting& a, const Waiting& b, const Step& step);
  Section& section(ProductId product);
  static Waiting* find(Section& section, InterestId id);
  static void insert(Section& section, Waiting waiting, const Step& step);

  void advance(OwnerSide owner, Section& section);
  bool try_grant(OwnerSide owner, Section& section, const Interest& head);
  void end(OwnerSide owner, Section& section, InterestId id);
  static void leave_queue(Section& section, InterestId id);
  static void tell_last_word(OwnerSide owner, const Interest& interest, std::optional<Ablation> broken_by = {});
  /// All of its purchases are known and have decisions that stand.
  [[nodiscard]] static bool decided(OwnerSide owner, const Interest& interest);
  void accept(OwnerSide owner, Section& section, const Commit& commit);
  [[nodiscard]] Duration longest_outstanding() const;
  void set_due(LocalTime now);

  std::vector<Section> sections_;  // sorted by product
  LeaseBook leases_;
  FencingToken last_token_;
  std::uint64_t changes_made_ = 0;
  LocalTime due_ = never;
};

}  // namespace feira
