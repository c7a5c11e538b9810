#include "sim/world/buyers.hpp"

#include <algorithm>
#include <utility>
#include <variant>

#include "sim/chance/draw.hpp"
#include "sim/kernel/require.hpp"
#include "sim/world/spread.hpp"

namespace feira::sim {

using chance::Stream;
using scenario::ArriveSpec;
using scenario::BuyersSpec;

namespace {

/// Who asks again does not ask the same moment: that would be for ever where nobody takes connections.
constexpr Duration shortest_wait = milliseconds(1);

std::uint32_t ticket_of(RequestId request) { return static_cast<std::uint32_t>(request.value); }

GlobalTime after(GlobalTime time, Duration wait) { return {time.ns + wait.ns}; }

}  // namespace

Buyers::Buyers(const scenario::Scenario& scenario, const Roster& roster, GlobalTime patient_from,
               const chance::Chance& chance)
    : groups_(scenario.buyers),
      products_(roster.product_count()),
      marketplaces_(roster.size()),
      patient_from_(patient_from),
      chance_(chance) {
  for (const scenario::ProductSpec& product : scenario.products) {
    prices_.push_back(product.price);
    owners_.push_back(product.owner);
  }
  bool carries = false;
  for (std::uint32_t group = 0; group < groups_.size(); ++group) {
    carries = carries || groups_[group].carry_token;
    for (std::uint32_t place = 0; place < groups_[group].count; ++place) {
      Buyer& buyer = buyers_.emplace_back();
      buyer.group = group;
      buyer.place = place;
      buyer.home = draw_home(buyer);
    }
  }
  if (carries) tokens_.resize(buyers_.size());
  unfinished_ = count();
}

std::uint64_t Buyers::bits(const Buyer& buyer, Stream stream) const {
  return chance_.bits(
      {.stream = stream, .a = buyer.group, .b = buyer.place, .kind = 0, .ordinal = buyer.purchase_number});
}

std::uint64_t Buyers::repeat_bits(const Buyer& buyer, const Errand& errand, Stream stream) const {
  const auto hand = static_cast<std::uint8_t>(&errand - buyer.errands);
  return chance_
      .about({.stream = stream, .a = buyer.group, .b = buyer.place, .kind = hand, .ordinal = buyer.purchase_number})
      .bits({.ordinal = errand.repeats});
}

bool Buyers::may_give_up(const Buyer& buyer) const {
  const scenario::RetrySpec& retry = spec(buyer).retry;
  return !retry.enabled || retry.times_max > 0;
}

MarketplaceIndex Buyers::draw_home(const Buyer& buyer) const {
  const std::vector<MarketplaceIndex>& at = spec(buyer).at;
  const std::uint64_t choices = at.empty() ? marketplaces_ : at.size();
  const auto choice = static_cast<std::uint32_t>(chance::below(bits(buyer, Stream::buyer_home), choices));
  return at.empty() ? choice : at[choice];
}

ProductIndex Buyers::draw_product(const Buyer& buyer) const {
  const scenario::WishSpec& wish = spec(buyer).buy;
  if (wish.hot && chance::happens(bits(buyer, Stream::buyer_hot), wish.hot_share.per_million)) return *wish.hot;
  if (wish.cart) return wish.products[(buyer.purchase_number - 1) % wish.products.size()];
  const std::uint64_t draw_bits = bits(buyer, Stream::buyer_product);
  if (wish.products.empty()) {
    return static_cast<ProductIndex>(chance::below(draw_bits, products_));
  }
  return wish.products[chance::below(draw_bits, wish.products.size())];
}

/// Any marketplace but the one where the hand has asked last.
MarketplaceIndex Buyers::another(const Buyer& buyer, const Errand& errand) const {
  if (marketplaces_ < 2) return errand.at;
  const std::uint64_t draw_bits = repeat_bits(buyer, errand, Stream::buyer_marketplace);
  const auto other = static_cast<MarketplaceIndex>(chance::below(draw_bits, marketplaces_ - 1));
  return other < errand.at ? other : other + 1;
}

void Buyers::begin(Desk& desk) {
  GlobalTime previous{};
  for (BuyerIndex index = 0; index < count(); ++index) {
    const Buyer& buyer = buyers_[index];
    if (buyer.place == 0) previous = after({}, spec(buyer).start);
    const GlobalTime at = arrival(buyer, previous);
    if (spec(buyer).arrive.shape == ArriveSpec::Shape::open) previous = at;
    next_purchase(index, at, desk);
  }
}

GlobalTime Buyers::arrival(const Buyer& buyer, GlobalTime previous) const {
  const ArriveSpec& arrive = spec(buyer).arrive;
  switch (arrive.shape) {
    case ArriveSpec::Shape::burst:
      return after(previous, {chance::between(bits(buyer, Stream::buyer_arrival), 0, arrive.window.ns)});
    case ArriveSpec::Shape::open:
      return after(previous, draw(arrive.gap, bits(buyer, Stream::buyer_gap)));
    case ArriveSpec::Shape::closed:
      return after(previous, draw(arrive.gap, bits(buyer, Stream::buyer_think)));
  }
  return previous;
}

void Buyers::next_purchase(BuyerIndex index, GlobalTime at, Desk& desk) {
  Buyer& buyer = buyers_[index];
  ++buyer.purchase_number;
  buyer.begun = false;
  buyer.named = false;
  for (Errand& errand : buyer.errands) {
    errand = {.open = {},
              .at = buyer.home,
              .repeats = 0,
              .ticket = errand.ticket,
              .state = Errand::State::none,
              .misused = false};
  }
  wait(index, Hand::buying, at, desk);
}

void Buyers::wait(BuyerIndex index, Hand hand, GlobalTime until, Desk& desk) {
  Errand& own = errand(buyers_[index], hand);
  own.state = Errand::State::waiting;
  desk.set_timer(until, {.buyer = index, .ticket = ++own.ticket, .hand = hand, .what = BuyerTimer::What::ask});
}

std::optional<Question> Buyers::due(const BuyerTimer& timer, GlobalTime now, Desk& desk) {
  Buyer& buyer = buyers_[timer.buyer];
  const Errand& own = errand(buyer, timer.hand);
  const bool asks = timer.what == BuyerTimer::What::ask;
  const bool counts = asks ? own.state == Errand::State::waiting && own.ticket == timer.ticket
                           : own.state == Errand::State::asking && ticket_of(own.open) == timer.ticket;
  if (!counts) return std::nullopt;
  if (asks && !std::exchange(buyer.begun, true)) buyer.begun_at = now;
  BuyerTimer again = timer;
  if (const std::optional<GlobalTime> goes_on = desk.turn(own.at, again.queued)) {
    desk.set_timer(*goes_on, again);
    return std::nullopt;
  }
  if (asks) return ask(timer.buyer, timer.hand, now, desk);
  if (now >= patient_from_) return std::nullopt;
  Question waited_for = question(timer.buyer, timer.hand);
  waited_for.patience_ended = true;
  return waited_for;
}

std::optional<Question> Buyers::ask(BuyerIndex index, Hand hand, GlobalTime now, Desk& desk) {
  Buyer& buyer = buyers_[index];
  Errand& own = errand(buyer, hand);
  if (desk.is_gone(own.at) && !go_elsewhere(own, desk)) {
    if (hand == Hand::buying) ++given_up_;
    finish(index, hand, now, desk);
    return std::nullopt;
  }
  if (!desk.is_open(own.at)) {
    ask_again(index, hand, now, desk);
    return std::nullopt;
  }
  if (!std::exchange(buyer.named, true)) settle_wish(index, now, desk);
  own.state = Errand::State::asking;
  own.open = desk.new_request(index, hand);
  Question asked = question(index, hand);
  if (hand == Hand::buying) {
    asked.purchase = as_named_now(buyer, own);
    const std::optional<Duration>& patience = spec(buyer).patience;
    if (patience && now < patient_from_) {
      desk.set_timer(
          after(now, *patience),
          {.buyer = index, .ticket = ticket_of(own.open), .hand = hand, .what = BuyerTimer::What::lose_patience});
    }
  }
  return asked;
}

bool Buyers::go_elsewhere(Errand& errand, const Desk& desk) const {
  for (std::uint32_t next = 1; next < marketplaces_; ++next) {
    const MarketplaceIndex other = (errand.at + next) % marketplaces_;
    if (desk.is_gone(other)) continue;
    errand.at = other;
    return true;
  }
  return false;
}

/// What the purchase is for, at the price that is shown now, and whether it will be cancelled.
void Buyers::settle_wish(BuyerIndex index, GlobalTime now, Desk& desk) {
  Buyer& buyer = buyers_[index];
  const BuyersSpec& group = spec(buyer);
  const ProductIndex product = draw_product(buyer);
  buyer.product = desk.product(product);
  const auto round = static_cast<std::uint32_t>(group.buy.cart ? group.buy.products.size() : 1);
  buyer.purchase.key = {std::uint64_t{buyer.group + 1} << 32U | buyer.place, (buyer.purchase_number - 1) / round + 1};
  buyer.purchase.quantity = static_cast<std::uint32_t>(
      chance::between(bits(buyer, Stream::buyer_quantity), group.buy.quantity_min, group.buy.quantity_max));
  const MarketplaceIndex at = errand(buyer, Hand::buying).at;
  buyer.purchase.price = desk.price(at, buyer.product).value_or(prices_[product]);
  if (chance::happens(bits(buyer, Stream::buyer_cancel), group.cancel.per_million)) {
    errand(buyer, Hand::cancelling).at = at;
    wait(index, Hand::cancelling, after(now, draw(group.cancel_after, bits(buyer, Stream::buyer_cancel_delay))), desk);
  }
}

/// The purchase as this question names it: on some repeats with another quantity.
Purchase Buyers::as_named_now(Buyer& buyer, Errand& own) const {
  Purchase purchase = buyer.purchase;
  const std::int64_t share = spec(buyer).misuse.per_million;
  own.misused = own.repeats > 0 && chance::happens(repeat_bits(buyer, own, Stream::buyer_misuse), share);
  if (own.misused) ++purchase.quantity;
  return purchase;
}

Question Buyers::question(BuyerIndex index, Hand hand) const {
  const Buyer& buyer = buyers_[index];
  const Errand& own = buyer.errands[static_cast<std::size_t>(hand)];
  Question asked;
  asked.request = own.open;
  asked.at = own.at;
  asked.hand = hand;
  asked.client = std::uint64_t{hand == Hand::cancelling ? count() : 0} + index + 1;
  asked.product = buyer.product;
  asked.purchase.key = buyer.purchase.key;
  asked.may_give_up = may_give_up(buyer);
  if (spec(buyer).carry_token && tokens_[index].from != RequestId{}) {
    asked.token_from = tokens_[index].from;
    asked.token = &tokens_[index].clock;
  }
  return asked;
}

void Buyers::ask_again(BuyerIndex index, Hand hand, GlobalTime now, Desk& desk) {
  Buyer& buyer = buyers_[index];
  Errand& own = errand(buyer, hand);
  const scenario::RetrySpec& retry = spec(buyer).retry;
  own.open = {};
  if (!retry.enabled || (retry.times_max > 0 && own.repeats >= retry.times_max)) {
    if (hand == Hand::buying) ++given_up_;
    finish(index, hand, now, desk);
    return;
  }
  ++own.repeats;
  if (retry.elsewhere) own.at = another(buyer, own);
  wait(index, hand, after(now, std::max(retry.after, shortest_wait)), desk);
}

void Buyers::answered(BuyerIndex index, Hand hand, const Reply& reply, GlobalTime now, Desk& desk) {
  Buyer& buyer = buyers_[index];
  const Errand& own = errand(buyer, hand);
  if (own.state != Errand::State::asking || own.open != reply.request) return;
  if (spec(buyer).carry_token) tokens_[index] = {reply.request, reply.clock};
  if (std::holds_alternative<Answered>(reply.answer)) {
    if (hand == Hand::buying) latencies_.push_back({now.ns - buyer.begun_at.ns});
    finish(index, hand, now, desk);
  } else if (std::holds_alternative<Unknown>(reply.answer)) {
    finish(index, hand, now, desk);  // whoever wants more of it buys anew, with another key
  } else if (std::holds_alternative<Misuse>(reply.answer) && !own.misused) {
    finish(index, hand, now, desk);
  } else {
    ask_again(index, hand, now, desk);
  }
}

void Buyers::connection_lost(MarketplaceIndex at, GlobalTime now, Desk& desk) {
  for (BuyerIndex index = 0; index < count(); ++index) {
    for (const Hand hand : {Hand::buying, Hand::cancelling}) {
      const Errand& own = errand(buyers_[index], hand);
      if (own.state == Errand::State::asking && own.at == at) ask_again(index, hand, now, desk);
    }
  }
}

bool Buyers::done_without(const std::vector<bool>& gone) const {
  return std::ranges::all_of(buyers_, [&](const Buyer& buyer) {
    return std::ranges::all_of(buyer.errands, [&](const Errand& errand) {
      if (errand.state == Errand::State::none || (buyer.named && gone[owners_[draw_product(buyer)]])) return true;
      return gone[errand.at] && !spec(buyer).retry.elsewhere;
    });
  });
}

/// One hand has nothing more to do; the purchase is over when neither has.
void Buyers::finish(BuyerIndex index, Hand hand, GlobalTime now, Desk& desk) {
  Buyer& buyer = buyers_[index];
  Errand& own = errand(buyer, hand);
  own.state = Errand::State::none;
  own.open = {};
  ++own.ticket;
  const auto busy = [](const Errand& each) { return each.state != Errand::State::none; };
  if (std::ranges::any_of(buyer.errands, busy)) return;
  const ArriveSpec& arrive = spec(buyer).arrive;
  if (arrive.shape == ArriveSpec::Shape::closed && buyer.purchase_number < arrive.times) {
    next_purchase(index, after(now, draw(arrive.gap, bits(buyer, Stream::buyer_think))), desk);
  } else {
    --unfinished_;
  }
}

}  // namespace feira::sim
