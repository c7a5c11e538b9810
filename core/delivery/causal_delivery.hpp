// Causal delivery of interests (Birman, Schiper, Stephenson 1991), with repair.
//
// Theory of operation. Of each origin we know numbers up to `heard`, from its interests or from the clocks on any
// message. Every number above the frontier and up to `heard` is either buffered (the interest itself, or a range that
// is to be passed over because it is settled or voided) or in a gap; nothing is in both. Gaps are asked for in rounds,
// first at the origin, then everywhere, until they are supplied, settled or voided. The front of an origin's buffer is
// delivered when the frontier stands just below it and covers its clock at every other origin; then the frontier moves.
// Delivered interests of others are kept, up to a fixed number an origin, to supply whoever lacks them.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "core/clock/vector_clock.hpp"
#include "core/delivery/interest.hpp"
#include "core/membership/peers.hpp"
#include "core/message.hpp"
#include "core/step.hpp"

namespace feira {

class CausalDelivery {
 public:
  /// Starts from a frontier and, for each member, from what the clock has heard of beyond it: recovered ones, or those
  /// that a newcomer begins with.
  void reset(const Config& config, const Membership& members, const VectorClock& frontier, const VectorClock& clock,
             LocalTime now);

  [[nodiscard]] const VectorClock& frontier() const { return frontier_; }
  /// At or below the frontier: delivered or passed over, never to be delivered again.
  [[nodiscard]] bool passed(InterestId id) const { return id.number <= frontier_[id.origin]; }

  /// Buffers an interest unless it is passed or buffered already (then it only learns purchases that it lacked).
  void accept(const Interest& interest, const Step& step);
  /// Passes over `range` of `origin` when the frontier gets there.
  void pass_over(MarketplaceId origin, CountRange range, LocalTime now);
  /// Takes note of the counts in a clock: what is not had is missing. An origin that nobody has told of yet counts like
  /// any other: what happened before waits for it all the same.
  void expect(const VectorClock& clock, const Step& step);

  /// The next interest that may be delivered now, moving the frontier; nothing when all that is left must wait.
  std::optional<Interest> next(const Step& step);

  /// Asks for what is missing and due, and voids what cannot be had.
  void repair(Step& step, const Peers& peers);
  /// The local clock went back: every wait begins anew.
  void start_over(LocalTime now);
  /// When `repair` is next due; may be too early, when what was missing has come meanwhile.
  [[nodiscard]] LocalTime due() const { return due_; }

  /// Supplies, without purchases, those of the wanted interests that are buffered or kept.
  void supply(Step& step, MarketplaceId to, const InterestsWanted& wanted) const;

  [[nodiscard]] bool idle() const;
  template <class Hasher>
  void hash_into(Hasher& hasher) const {
    hasher.add(frontier_, origins_, buffered_, due_);
  }
  friend bool operator==(const CausalDelivery&, const CausalDelivery&) = default;

  // What is kept of each origin: for whoever looks in.

  /// One buffered interest, or a range to pass over (then `interest` is empty).
  struct Buffered {
    CountRange range;
    std::optional<Interest> interest;
    template <class Hasher>
    void hash_into(Hasher& hasher) const {
      hasher.add(range, interest);
    }
    friend bool operator==(const Buffered&, const Buffered&) = default;
  };
  struct Gap {
    CountRange range;
    LocalTime next_ask;
    /// Rounds in which it was asked for everywhere, the first of them at `everywhere_since`. The question before those
    /// goes to the origin alone and is not counted.
    LocalTime everywhere_since;
    int rounds = 0;
    bool origin_asked = false;
    template <class Hasher>
    void hash_into(Hasher& hasher) const {
      hasher.add(range, next_ask, everywhere_since, rounds, origin_asked);
    }
    friend bool operator==(const Gap&, const Gap&) = default;
  };
  struct Origin {
    MarketplaceId id;
    Count heard = 0;
    std::vector<Buffered> buffer;  // sorted by range
    std::vector<Gap> gaps;         // sorted by range
    std::vector<Interest> kept;    // a ring: the delivered ones, `kept_next` is the oldest once it is full
    std::size_t kept_next = 0;
    template <class Hasher>
    void hash_into(Hasher& hasher) const {
      hasher.add(id, heard, buffer, gaps, kept, kept_next);
    }
    friend bool operator==(const Origin&, const Origin&) = default;
  };

  [[nodiscard]] const std::vector<Origin>& origins() const { return origins_; }

 private:
  Origin* origin(MarketplaceId id);
  [[nodiscard]] const Origin* origin(MarketplaceId id) const;
  Origin& meet(MarketplaceId id);
  void hear_of(Origin& origin, Count count, LocalTime ask_at);
  void set_due();
  static void fill_gap(Origin& origin, CountRange range);
  static void insert(Origin& origin, Buffered buffered);
  [[nodiscard]] bool deliverable(const Origin& origin, const Interest& interest, const Step& step) const;
  static bool to_be_voided(const Gap& gap, Duration silence, const Step& step);
  static void ask(Step& step, const Origin& origin, std::span<Gap> gaps);
  void keep(Origin& origin, const Interest& interest, std::size_t most);

  VectorClock frontier_;
  std::vector<Origin> origins_;  // sorted by id
  std::size_t buffered_ = 0;
  LocalTime due_ = never;
};

}  // namespace feira
