// The buyers of a scenario: when each asks for what, where, and what it does with an answer or without one.
//
// A buyer makes one purchase after the other (only in closed loops more than one). It has two hands, and each has at
// most one open question: one buys, the other cancels. A question is closed by its answer or by the crash of the
// marketplace; who has no decision then asks again with the same key, after a while, unless its retries are used up: it
// gives up. Everything is drawn by (group, buyer, purchase, repeat), so that one buyer more or less changes nothing for
// the others.
//
// This is the buyers' side only: `due` says what to ask, the driver asks it.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "core/effect.hpp"
#include "sim/chance/chance.hpp"
#include "sim/scenario/scenario.hpp"
#include "sim/world/local_clock.hpp"
#include "sim/world/roster.hpp"

namespace feira::sim {

/// Index of a buyer over all groups, in the order of the file.
using BuyerIndex = std::uint32_t;

enum class Hand : std::uint8_t { buying, cancelling };

/// What a buyer's timer is for.
struct BuyerTimer {
  enum class What : std::uint8_t { ask, lose_patience };
  BuyerIndex buyer = 0;
  /// Asking: of which try. Losing patience: with which request.
  std::uint32_t ticket = 0;
  Hand hand = Hand::buying;
  What what = What::ask;
  /// It has stood in a slow marketplace's line, or does.
  bool queued = false;
};

/// A question to be asked now, or, when `patience_ended`, the one that the buyer will not wait for any longer.
struct Question {
  RequestId request;
  MarketplaceIndex at = 0;
  Hand hand = Hand::buying;
  bool patience_ended = false;
  std::uint64_t client = 0;
  ProductId product;
  Purchase purchase;
  bool may_give_up = false;
  /// The causality token of the last answer, when the buyer hands it on.
  RequestId token_from;
  const VectorClock* token = nullptr;
};

/// What buyers see of the world.
class Desk {
 public:
  Desk() = default;
  Desk(const Desk&) = default;
  Desk& operator=(const Desk&) = default;
  virtual ~Desk() = default;

  /// Whether this marketplace takes connections.
  [[nodiscard]] virtual bool is_open(MarketplaceIndex at) const = 0;
  /// It is closed for good.
  [[nodiscard]] virtual bool is_gone(MarketplaceIndex at) const = 0;
  /// The product's id at its owner's present id.
  [[nodiscard]] virtual ProductId product(ProductIndex index) const = 0;
  /// When it takes what comes now, if it has to wait: the marketplace is paused or slow. `queued`: has stood in line.
  [[nodiscard]] virtual std::optional<GlobalTime> turn(MarketplaceIndex at, bool& queued) = 0;
  /// What it shows as the product's price, if it knows the product.
  [[nodiscard]] virtual std::optional<Money> price(MarketplaceIndex at, ProductId product) const = 0;
  virtual RequestId new_request(BuyerIndex buyer, Hand hand) = 0;
  virtual void set_timer(GlobalTime at, const BuyerTimer& timer) = 0;
};

class Buyers {
 public:
  /// From `patient_from` on nobody loses patience.
  Buyers(const scenario::Scenario& scenario, const Roster& roster, GlobalTime patient_from,
         const chance::Chance& chance);

  /// Sets everybody's first timer.
  void begin(Desk& desk);

  /// A timer has fired. Returns what to ask, if anything.
  std::optional<Question> due(const BuyerTimer& timer, GlobalTime now, Desk& desk);

  void answered(BuyerIndex buyer, Hand hand, const Reply& reply, GlobalTime now, Desk& desk);

  /// All questions that are open at this marketplace will have no answer.
  void connection_lost(MarketplaceIndex at, GlobalTime now, Desk& desk);

  /// Nobody wants anything any more.
  [[nodiscard]] bool done() const { return unfinished_ == 0; }
  /// Nobody wants anything that can still be had when these marketplaces are down for good.
  [[nodiscard]] bool done_without(const std::vector<bool>& gone) const;
  [[nodiscard]] std::uint32_t count() const { return static_cast<std::uint32_t>(buyers_.size()); }

  /// From here on all draws come from `chance`.
  void draw_from(const chance::Chance& chance) { chance_ = chance; }

  /// From the first try to ask to the decision, of each purchase that was decided.
  [[nodiscard]] const std::vector<Duration>& latencies() const { return latencies_; }
  /// Purchases that were given up undecided.
  [[nodiscard]] std::uint64_t given_up() const { return given_up_; }

 private:
  /// One hand's business with the purchase at hand.
  struct Errand {
    enum class State : std::uint8_t { none, waiting, asking };
    RequestId open;  // while asking
    MarketplaceIndex at = 0;
    std::uint32_t repeats = 0;
    std::uint32_t ticket = 0;
    State state = State::none;
    /// The open question names another quantity, on purpose.
    bool misused = false;
  };

  struct Buyer {
    std::uint32_t group = 0;
    std::uint32_t place = 0;
    MarketplaceIndex home = 0;
    std::uint32_t purchase_number = 0;
    ProductId product;
    Purchase purchase;
    bool begun = false;  // has tried to ask
    bool named = false;  // has settled what for
    GlobalTime begun_at;
    Errand errands[2];
  };

  /// The token of a buyer's last answer.
  struct Token {
    RequestId from;
    VectorClock clock;
  };

  [[nodiscard]] const scenario::BuyersSpec& spec(const Buyer& buyer) const { return groups_[buyer.group]; }
  [[nodiscard]] std::uint64_t bits(const Buyer& buyer, chance::Stream stream) const;
  [[nodiscard]] std::uint64_t repeat_bits(const Buyer& buyer, const Errand& errand, chance::Stream stream) const;
  [[nodiscard]] Errand& errand(Buyer& buyer, Hand hand) { return buyer.errands[static_cast<std::size_t>(hand)]; }
  [[nodiscard]] bool may_give_up(const Buyer& buyer) const;
  [[nodiscard]] MarketplaceIndex draw_home(const Buyer& buyer) const;
  [[nodiscard]] ProductIndex draw_product(const Buyer& buyer) const;
  [[nodiscard]] MarketplaceIndex another(const Buyer& buyer, const Errand& errand) const;
  [[nodiscard]] Purchase as_named_now(Buyer& buyer, Errand& errand) const;
  [[nodiscard]] Question question(BuyerIndex index, Hand hand) const;

  GlobalTime arrival(const Buyer& buyer, GlobalTime previous) const;
  void next_purchase(BuyerIndex index, GlobalTime at, Desk& desk);
  std::optional<Question> ask(BuyerIndex index, Hand hand, GlobalTime now, Desk& desk);
  /// The marketplace where the hand asks is closed for good: it goes to another. False when there is none.
  bool go_elsewhere(Errand& errand, const Desk& desk) const;
  void settle_wish(BuyerIndex index, GlobalTime now, Desk& desk);
  void wait(BuyerIndex index, Hand hand, GlobalTime until, Desk& desk);
  void ask_again(BuyerIndex index, Hand hand, GlobalTime now, Desk& desk);
  void finish(BuyerIndex index, Hand hand, GlobalTime now, Desk& desk);

  std::vector<scenario::BuyersSpec> groups_;
  std::uint32_t products_;
  std::vector<MarketplaceIndex> owners_;
  std::vector<Money> prices_;
  std::uint32_t marketplaces_;
  GlobalTime patient_from_;
  chance::Chance chance_;
  std::vector<Buyer> buyers_;
  /// One a buyer, or empty when nobody hands tokens on.
  std::vector<Token> tokens_;
  std::vector<Duration> latencies_;
  std::uint64_t given_up_ = 0;
  std::uint32_t unfinished_ = 0;
};

}  // namespace feira::sim
