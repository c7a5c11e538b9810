#include "core/purchase/desk.hpp"

#include <algorithm>
#include <utility>

#include "core/arbiter/lease_book.hpp"

namespace feira {

namespace {

template <class Range>
bool has_key(const Range& keys, IdempotencyKey key) {
  return std::find(keys.begin(), keys.end(), key) != keys.end();
}

const Purchase* purchase_of(const Purchases& purchases, IdempotencyKey key) {
  const auto at = std::find_if(purchases.begin(), purchases.end(), [&](const Purchase& p) { return p.key == key; });
  return at == purchases.end() ? nullptr : &*at;
}

const Decision* decision_of(const Decisions& decisions, IdempotencyKey key) {
  const auto at =
      std::find_if(decisions.begin(), decisions.end(), [&](const Decision& d) { return d.purchase.key == key; });
  return at == decisions.end() ? nullptr : &*at;
}

}  // namespace

Desk::Shelf& Desk::shelf(ProductId product) {
  const auto at = std::lower_bound(shelves_.begin(), shelves_.end(), product,
                                   [](const Shelf& s, ProductId id) { return s.product < id; });
  if (at != shelves_.end() && at->product == product) return *at;
  Shelf added;
  added.product = product;
  return *shelves_.insert(at, std::move(added));
}

const Desk::Shelf* Desk::find(ProductId product) const {
  const auto at = std::lower_bound(shelves_.begin(), shelves_.end(), product,
                                   [](const Shelf& s, ProductId id) { return s.product < id; });
  return at != shelves_.end() && at->product == product ? &*at : nullptr;
}

const Desk::Open* Desk::find_open(Count number) const {
  const auto at = std::lower_bound(numbers_.begin(), numbers_.end(), number,
                                   [](const Numbered& n, Count wanted) { return n.number < wanted; });
  if (at == numbers_.end() || at->number != number) return nullptr;
  const Shelf* found = find(at->product);
  return found != nullptr && found->open ? &*found->open : nullptr;
}

void Desk::answer(Step& step, const Asked& asked, const Answer& answer) {
  if (!asked.gone) step.reply(asked.request, answer);
}

// --- buyers ask -----------------------------------------------------------------------------------------------------

void Desk::ask(BuyersSide buyers, const BuyAsked& asked) {
  Step& step = buyers.step;
  Shelf& at = shelf(asked.product);
  if (at.open && !step.ablated(Ablation::attach)) {
    if (const Purchase* same = purchase_of(at.open->interest.purchases, asked.purchase.key)) {
      if (*same == asked.purchase || step.ablated(Ablation::misuse_check)) {
        at.open->asked.push_back({asked.request, asked.purchase, false});
      } else {
        step.reply(asked.request, Misuse{});
      }
      return;
    }
  }
  if (at.line.size() >= step.options().queue_max) {
    step.reply(asked.request, NotAccepted{NotAcceptedReason::queue_full});
    return;
  }
  at.line.asked.push_back({asked.request, asked.purchase, false});
  if (!at.open) {
    open_next(buyers, at, {}, std::nullopt);
  } else if (step.ablated(Ablation::one_undecided_interest)) {
    give_up(buyers, at);
  }
}

void Desk::ask(Step& step, const CancelAsked& asked) {
  cancels_.push_back({asked.request, asked.product, asked.key, step.now + step.options().retransmit});
  due_ = std::min(due_, cancels_.back().tell_again);
  step.send(asked.product.owner, Cancel{asked.product, asked.key});
}

void Desk::patience_ended(Step& step, RequestId request) {
  const auto give_up = [&](Asked& asked) {
    asked.gone = true;
    step.reply(request, Pending{});
  };
  for (Shelf& each : shelves_) {
    const auto first = each.line.asked.begin() + static_cast<std::ptrdiff_t>(each.line.first);
    const auto at = std::lower_bound(first, each.line.asked.end(), request,
                                     [](const Asked& a, RequestId id) { return a.request < id; });
    if (at != each.line.asked.end() && at->request == request) return give_up(*at);
    if (!each.open) continue;
    for (Asked& asked : each.open->asked) {
      if (asked.request == request) return give_up(asked);
    }
  }
  for (CancelWish& wish : cancels_) {
    if (wish.request != request) continue;
    wish.request = RequestId{};
    step.reply(request, Pending{});
    return;
  }
}

// --- interests ------------------------------------------------------------------------------------------------------

void Desk::take_from_line(Step& step, Line& line, Batch& batch, Purchases& purchases, const Options& options) {
  const std::size_t most = step.ablated(Ablation::batch) ? 1 : options.batch_max;
  while (line.first < line.asked.size()) {
    const Asked& next = line.asked[line.first];
    const Purchase* same = purchase_of(purchases, next.purchase.key);
    if (same == nullptr && purchases.size() >= most) break;
    if (same == nullptr) purchases.push_back(next.purchase);
    if (same != nullptr && *same != next.purchase && !step.ablated(Ablation::misuse_check)) {
      answer(step, next, Misuse{});
    } else {
      batch.push_back(next);
    }
    ++line.first;
  }
  if (line.first == line.asked.size() || line.first > line.asked.size() / 2 + options.batch_max) {
    line.asked.erase(line.asked.begin(), line.asked.begin() + static_cast<std::ptrdiff_t>(line.first));
    line.first = 0;
  }
}

void Desk::open_next(BuyersSide buyers, Shelf& shelf, Batch undecided, std::optional<Count> closes) {
  Open open;
  open.asked = std::move(undecided);
  for (const Asked& asked : open.asked) {
    if (purchase_of(open.interest.purchases, asked.purchase.key) == nullptr) {
      open.interest.purchases.push_back(asked.purchase);
    }
  }
  take_from_line(buyers.step, shelf.line, open.asked, open.interest.purchases, buyers.step.options());
  if (open.interest.purchases.empty()) {
    if (closes) buyers.step.record(InterestClosed{*closes});
    return;
  }
  open.interest.product = shelf.product;
  open.interest.purchases_known = true;
  shelf.open = std::move(open);
  announce(buyers, *shelf.open, closes);
}

void Desk::announce(BuyersSide buyers, Open& open, std::optional<Count> closes) {
  Step& step = buyers.step;
  Interest& interest = open.interest;
  const VectorClock before = buyers.clock;
  interest.id = {step.me(), buyers.clock.tick(step.me())};
  interest.clock = step.ablated(Ablation::clock_tick) ? before : buyers.clock;
  numbers_.push_back({interest.id.number, interest.product});
  step.record(InterestMade{interest, closes});
  const MarketplaceId owner = interest.product.owner;
  open.tell_again = step.now + step.options().retransmit;
  due_ = std::min(due_, open.tell_again);
  if (owner != step.me()) step.send(owner, InterestTold{interest}, Ablation::durable_interest);
  if (step.members.others() > (owner == step.me() ? 0U : 1U)) {
    step.broadcast(InterestTold{interest.without_purchases()}, owner, Ablation::durable_interest);
  }
  buyers.delivery.accept(interest, step);
}

void Desk::tell_owner(Step& step, Open& open) {
  open.tell_again = step.now + step.options().retransmit;
  if (step.ablated(Ablation::retransmission)) return;
  step.send(open.interest.product.owner, InterestTold{open.interest});
}

void Desk::give_up(BuyersSide buyers, const Shelf& shelf) {
  handle(buyers, LastWord{shelf.open->interest.id, shelf.product, true, {}});
}

void Desk::supply(Step& step, MarketplaceId to, const CountRanges& ranges) const {
  Settled settled;
  const auto settle = [&](Count first, Count last) {
    if (first <= last) settled.ranges.push_back({first, last});
  };
  for (const CountRange& range : ranges) {
    const Count last = std::min(range.last, step.clock()[step.me()]);
    Count next = range.first;
    for (const Numbered& open : numbers_) {  // all others have had their last word
      if (open.number < next || last < open.number) continue;
      settle(next, open.number - 1);
      next = open.number + 1;
      const Interest& interest = find_open(open.number)->interest;
      step.send(to, InterestTold{to == interest.product.owner ? interest : interest.without_purchases()});
    }
    settle(next, last);
  }
  if (settled.ranges.empty() || step.ablated(Ablation::settled_answers)) return;
  step.send(to, std::move(settled));
}

// --- inside the critical section ------------------------------------------------------------------------------------

void Desk::handle(Step& step, const Grant& grant) {
  Shelf& at = shelf(grant.product);
  Open* open = at.open && at.open->interest.id == grant.interest ? &*at.open : nullptr;
  const bool once = !step.ablated(Ablation::enter_once);
  const bool committed = open != nullptr && open->committed && open->committed->token == grant.token;
  if (committed && once && !step.ablated(Ablation::commit_answered_again)) {
    step.send(grant.product.owner, *open->committed);
    return;
  }
  const bool this_life = grant.holder_incarnation == step.incarnation || step.ablated(Ablation::grant_incarnation);
  if (!this_life || (grant.token <= at.last_token && once)) return;
  at.last_token = std::max(at.last_token, grant.token);
  if (open == nullptr) {
    if (step.ablated(Ablation::release)) return;
    step.send(grant.product.owner, Release{grant.interest, grant.product, grant.token});
    return;
  }
  enter(step, at, *open, grant);
}

void Desk::enter(Step& step, Shelf& shelf, Open& open, const Grant& grant) {
  const bool from_receipt = step.ablated(Ablation::lease_on_holder_clock);
  const LocalTime until = from_receipt ? step.now + holders_part(grant.lease, step) : grant.until;
  const bool ended = until <= step.now;
  if (ended && !step.ablated(Ablation::entry_check)) return;  // the owner ends it on its side
  if (step.ablated(Ablation::hook_memory)) shelf.hooks.clear();
  open.inside = Inside{grant.token, until, {}};
  open.committed.reset();
  std::int64_t left = grant.removed ? 0 : grant.stock;
  Purchases to_start;
  for (const Purchase& purchase : open.interest.purchases) {
    const bool fits = purchase.quantity > 0 && purchase.quantity <= left && purchase.price == grant.price;
    if (!fits || has_key(grant.decided, purchase.key)) continue;
    const auto hook =
        std::find_if(shelf.hooks.begin(), shelf.hooks.end(), [&](const Hook& h) { return h.key == purchase.key; });
    const bool declined = hook != shelf.hooks.end() && !hook->running && !hook->confirmed;
    if (!declined) left -= purchase.quantity;
    open.inside->awaited.push_back(purchase.key);
    if (hook == shelf.hooks.end()) to_start.push_back(purchase);
  }
  for (const Purchase& purchase : to_start) shelf.hooks.push_back(Hook{purchase.key});
  if (step.ablated(Ablation::leave_at_commit)) commit(step, shelf, open);
  for (const Purchase& purchase : to_start) step.start_hook(grant.product, purchase, grant.token, until);
  commit_when_answered(step, shelf);
}

void Desk::commit_when_answered(Step& step, Shelf& shelf) {
  if (!shelf.open || !shelf.open->inside || shelf.open->inside->until <= step.now) return;
  const Keys& awaited = shelf.open->inside->awaited;
  const bool running = std::any_of(shelf.hooks.begin(), shelf.hooks.end(),
                                   [&](const Hook& h) { return h.running && has_key(awaited, h.key); });
  if (!running) commit(step, shelf, *shelf.open);
}

void Desk::commit(Step& step, Shelf& shelf, Open& open) {
  Commit commit{open.interest, open.inside->token, {}, {}};
  for (const Hook& hook : shelf.hooks) {
    if (!has_key(open.inside->awaited, hook.key)) continue;
    const bool confirmed = hook.confirmed || hook.running;  // running only when leaving at the commit is ablated
    (confirmed ? commit.confirmed : commit.declined).push_back(hook.key);
  }
  open.inside.reset();
  step.send(open.interest.product.owner, commit);
  open.committed = std::move(commit);
}

void Desk::handle(Step& step, const HookEnded& ended) {
  Shelf& at = shelf(ended.product);
  for (Hook& hook : at.hooks) {
    if (hook.key != ended.key || !hook.running) continue;
    hook.running = false;
    hook.confirmed = ended.confirmed;
    commit_when_answered(step, at);
    return;
  }
}

void Desk::handle(const HookSkipped& skipped) {
  std::erase_if(shelf(skipped.product).hooks, [&](const Hook& h) { return h.running && h.key == skipped.key; });
}

// --- the owner's answers --------------------------------------------------------------------------------------------

void Desk::handle(BuyersSide buyers, const LastWord& word) {
  Step& step = buyers.step;
  Shelf& at = shelf(word.product);
  if (!at.open || at.open->interest.id != word.interest) return;
  Open closing = std::move(*at.open);
  at.open.reset();
  Batch undecided;
  for (const Asked& asked : closing.asked) {
    const Decision* decision = decision_of(word.decisions, asked.purchase.key);
    if (decision == nullptr) {
      undecided.push_back(asked);
    } else if (decision->is_for(asked.purchase) || step.ablated(Ablation::misuse_check)) {
      answer(step, asked, Answered{*decision});
    } else {
      answer(step, asked, Misuse{});
    }
  }
  // Purchases that nobody waits for any more (a crash, or patience that ran out) are pursued all the same.
  for (const Purchase& purchase : closing.interest.purchases) {
    const bool asked = std::any_of(closing.asked.begin(), closing.asked.end(),
                                   [&](const Asked& a) { return a.purchase.key == purchase.key; });
    if (!asked && decision_of(word.decisions, purchase.key) == nullptr)
      undecided.push_back({RequestId{}, purchase, true});
  }
  std::erase_if(at.hooks, [&](const Hook& h) { return decision_of(word.decisions, h.key) != nullptr; });
  const Count number = closing.interest.id.number;
  std::erase_if(numbers_, [&](const Numbered& n) { return n.number == number; });
  open_next(buyers, at, std::move(undecided), number);
}

void Desk::handle(Step& step, const CancelAnswer& answer) {
  std::erase_if(cancels_, [&](const CancelWish& wish) {
    if (wish.product != answer.product || wish.key != answer.decision.purchase.key) return false;
    step.reply(wish.request, Answered{answer.decision});
    return true;
  });
}

void Desk::owner_gone(Step& step, MarketplaceId owner) {
  const bool refuses = step.ablated(Ablation::unknown_never_refused);
  const auto close = [&](const Asked& asked) {
    const Decision refused{asked.purchase, Outcome::refused_removed};
    answer(step, asked, refuses ? Answer(Answered{refused}) : Answer(Unknown{}));
  };
  for (Shelf& each : shelves_) {
    if (each.product.owner != owner) continue;
    if (each.open) {
      const Count number = each.open->interest.id.number;
      step.record(InterestClosed{number});
      for (const Asked& asked : each.open->asked) close(asked);
      std::erase_if(numbers_, [&](const Numbered& n) { return n.number == number; });
      each.open.reset();
    }
    for (std::size_t i = each.line.first; i < each.line.asked.size(); ++i) close(each.line.asked[i]);
    each.line = {};
    each.hooks.clear();
  }
  std::erase_if(cancels_, [&](const CancelWish& wish) {
    if (wish.product.owner != owner) return false;
    step.reply(wish.request, Unknown{});
    return true;
  });
}

// --- time and recovery ----------------------------------------------------------------------------------------------

void Desk::wake(BuyersSide buyers) {
  Step& step = buyers.step;
  for (Shelf& each : shelves_) {
    if (!each.open || step.now < each.open->tell_again) continue;
    if (step.ablated(Ablation::ask_anew_on_ended)) {
      give_up(buyers, each);
    } else {
      tell_owner(step, *each.open);
    }
  }
  for (CancelWish& wish : cancels_) {
    if (step.now < wish.tell_again) continue;
    wish.tell_again = step.now + step.options().retransmit;
    if (step.ablated(Ablation::retransmission)) continue;
    step.send(wish.product.owner, Cancel{wish.product, wish.key});
  }
  set_due();
}

void Desk::set_due() {
  due_ = never;
  for (const Shelf& each : shelves_) {
    if (each.open) due_ = std::min(due_, each.open->tell_again);
  }
  for (const CancelWish& wish : cancels_) due_ = std::min(due_, wish.tell_again);
}

void Desk::start_over(LocalTime now) {
  for (Shelf& each : shelves_) {
    each.last_token = {};
    if (!each.open) continue;
    each.open->inside.reset();
    each.open->committed.reset();
    each.open->tell_again = now;
  }
  for (CancelWish& wish : cancels_) wish.tell_again = now;
  set_due();
}

void Desk::recover(const InterestMade& made) {
  if (made.closes) recover(InterestClosed{*made.closes});
  Open open;
  open.interest = made.interest;
  shelf(made.interest.product).open = std::move(open);
  numbers_.push_back({made.interest.id.number, made.interest.product});
}

void Desk::recover(const InterestClosed& closed) {
  const auto at =
      std::find_if(numbers_.begin(), numbers_.end(), [&](const Numbered& n) { return n.number == closed.number; });
  if (at == numbers_.end()) return;
  Shelf& of = shelf(at->product);
  if (of.open && of.open->interest.id.number == closed.number) of.open.reset();
  numbers_.erase(at);
}

void Desk::redeliver(BuyersSide buyers) const {
  const MarketplaceId me = buyers.step.me();
  const Count made = buyers.clock[me];
  for (Count number = buyers.delivery.frontier()[me] + 1; number <= made; ++number) {
    if (const Open* open = find_open(number)) {
      buyers.delivery.accept(open->interest, buyers.step);
    } else if (!buyers.step.ablated(Ablation::own_settled_passed)) {
      buyers.delivery.pass_over(me, {number, number}, buyers.step.now);
    }
  }
}

bool Desk::idle(std::span<const MarketplaceId> gone) const {
  const auto is_gone = [&](ProductId product) { return std::binary_search(gone.begin(), gone.end(), product.owner); };
  return std::all_of(cancels_.begin(), cancels_.end(), [&](const CancelWish& w) { return is_gone(w.product); }) &&
         std::all_of(shelves_.begin(), shelves_.end(),
                     [&](const Shelf& s) { return (!s.open && s.line.size() == 0) || is_gone(s.product); });
}

}  // namespace feira
