// The buyers' side of purchases: what this marketplace's buyers asked for, its interests until the owner's last word,
// and its time inside critical sections of others' (and its own) products.
//
// Theory of operation, for each product. Buyers wait until there is no open interest; then they go together into one,
// which is made durable and told to all, its purchases to the owner alone. It is told to the owner again and again
// until the owner's last word. A grant for it opens the section until the lease ends on our clock: hooks run for the
// undecided purchases that fit the stock, and when all have answered the commit goes out, which leaves the section. A
// hook that outlasts the lease goes on, and its answer is remembered for the next grant. On `decided` the buyers are
// answered and the interest closes; on `ended`, and only then, the undecided purchases go into a new interest, in the
// record that closes the old one. Waiting buyers and grants are volatile; open interests come back after a crash.
#pragma once

#include <boost/container/small_vector.hpp>
#include <optional>
#include <span>
#include <vector>

#include "core/delivery/causal_delivery.hpp"
#include "core/effect.hpp"
#include "core/input.hpp"
#include "core/message.hpp"
#include "core/step.hpp"

namespace feira {

/// What the desk works with in a step: it ticks the clock when it makes an interest, and hands that to delivery.
struct BuyersSide {
  Step& step;
  VectorClock& clock;
  CausalDelivery& delivery;
};

class Desk {
 public:
  void reset() { *this = Desk{}; }

  void ask(BuyersSide buyers, const BuyAsked& asked);
  /// `step` passes the wish on to the owner; the owner's own buyers are answered elsewhere.
  void ask(Step& step, const CancelAsked& asked);
  void patience_ended(Step& step, RequestId request);

  void handle(Step& step, const Grant& grant);
  void handle(Step& step, const HookEnded& ended);
  /// Forgets the hook, so that the next grant starts it again.
  void handle(const HookSkipped& skipped);
  void handle(BuyersSide buyers, const LastWord& word);
  void handle(Step& step, const CancelAnswer& answer);
  /// `owner` has left or was evicted: interests in its products are closed, and who asked is told that nobody knows.
  void owner_gone(Step& step, MarketplaceId owner);
  /// Supplies own interests that somebody lacks, and tells which of them are settled.
  void supply(Step& step, MarketplaceId to, const CountRanges& ranges) const;

  /// Tells unanswered interests and wishes again.
  void wake(BuyersSide buyers);
  /// When `wake` is next due; may be too early, when what was told has been answered meanwhile.
  [[nodiscard]] LocalTime due() const { return due_; }
  /// Leaves all sections and makes everything due: the local clock went back, or the marketplace has just recovered.
  void start_over(LocalTime now);

  void recover(const InterestMade& made);
  void recover(const InterestClosed& closed);
  /// Gives recovered interests that the frontier does not cover to delivery, and passes over the closed ones.
  void redeliver(BuyersSide buyers) const;

  [[nodiscard]] bool idle(std::span<const MarketplaceId> gone = {}) const;
  template <class Hasher>
  void hash_into(Hasher& hasher) const {
    hasher.add(shelves_, cancels_, numbers_, due_);
  }
  friend bool operator==(const Desk&, const Desk&) = default;

  // What a desk holds: for whoever looks in.

  /// A buyer's question about a purchase; `gone` when nobody waits for the answer any more.
  struct Asked {
    RequestId request;
    Purchase purchase;
    bool gone = false;
    template <class Hasher>
    void hash_into(Hasher& hasher) const {
      hasher.add(request, purchase, gone);
    }
    friend bool operator==(const Asked&, const Asked&) = default;
  };
  using Batch = boost::container::small_vector<Asked, 4>;
  /// Waiting buyers in the order of their requests; `first` is the oldest that still waits.
  struct Line {
    std::vector<Asked> asked;
    std::size_t first = 0;
    [[nodiscard]] std::size_t size() const { return asked.size() - first; }
    template <class Hasher>
    void hash_into(Hasher& hasher) const {
      hasher.add(asked, first);
    }
    friend bool operator==(const Line&, const Line&) = default;
  };
  /// A hook that was started and not yet seen decided.
  struct Hook {
    IdempotencyKey key;
    bool running = true;
    bool confirmed = false;
    template <class Hasher>
    void hash_into(Hasher& hasher) const {
      hasher.add(key, running, confirmed);
    }
    friend bool operator==(const Hook&, const Hook&) = default;
  };
  struct Inside {
    FencingToken token;
    LocalTime until;
    Keys awaited;  // whose hooks the commit waits for
    template <class Hasher>
    void hash_into(Hasher& hasher) const {
      hasher.add(token, until, awaited);
    }
    friend bool operator==(const Inside&, const Inside&) = default;
  };
  struct Open {
    Interest interest;
    Batch asked;
    LocalTime tell_again;
    std::optional<Inside> inside;
    std::optional<Commit> committed;
    template <class Hasher>
    void hash_into(Hasher& hasher) const {
      hasher.add(interest, asked, tell_again, inside, committed);
    }
    friend bool operator==(const Open&, const Open&) = default;
  };
  struct Shelf {
    ProductId product;
    Line line;
    std::optional<Open> open;
    FencingToken last_token;
    std::vector<Hook> hooks;
    template <class Hasher>
    void hash_into(Hasher& hasher) const {
      hasher.add(product, line, open, last_token, hooks);
    }
    friend bool operator==(const Shelf&, const Shelf&) = default;
  };
  struct CancelWish {
    RequestId request;
    ProductId product;
    IdempotencyKey key;
    LocalTime tell_again;
    template <class Hasher>
    void hash_into(Hasher& hasher) const {
      hasher.add(request, product, key, tell_again);
    }
    friend bool operator==(const CancelWish&, const CancelWish&) = default;
  };
  [[nodiscard]] const std::vector<Shelf>& shelves() const { return shelves_; }
  [[nodiscard]] const std::vector<CancelWish>& cancels() const { return cancels_; }

 private:
  /// An open interest's number and its product, sorted by number.
  struct Numbered {
    Count number;
    ProductId product;
    template <class Hasher>
    void hash_into(Hasher& hasher) const {
      hasher.add(number, product);
    }
    friend bool operator==(const Numbered&, const Numbered&) = default;
  };

  Shelf& shelf(ProductId product);
  [[nodiscard]] const Shelf* find(ProductId product) const;
  [[nodiscard]] const Open* find_open(Count number) const;

  /// Opens the next interest of a shelf from `undecided` (of the one that ended, if any) and the line.
  void open_next(BuyersSide buyers, Shelf& shelf, Batch undecided, std::optional<Count> closes);
  static void take_from_line(Step& step, Line& line, Batch& batch, Purchases& purchases, const Options& options);
  void announce(BuyersSide buyers, Open& open, std::optional<Count> closes);
  static void answer(Step& step, const Asked& asked, const Answer& answer);

  static void enter(Step& step, Shelf& shelf, Open& open, const Grant& grant);
  static void commit_when_answered(Step& step, Shelf& shelf);
  static void commit(Step& step, Shelf& shelf, Open& open);
  static void tell_owner(Step& step, Open& open);
  /// Takes an open interest for ended, though the owner has not said so: for ablations.
  void give_up(BuyersSide buyers, const Shelf& shelf);
  void set_due();

  std::vector<Shelf> shelves_;  // sorted by product
  std::vector<CancelWish> cancels_;
  std::vector<Numbered> numbers_;
  LocalTime due_ = never;
};

}  // namespace feira
