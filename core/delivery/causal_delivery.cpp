#include "core/delivery/causal_delivery.hpp"

#include <algorithm>
#include <utility>

namespace feira {

void CausalDelivery::reset(const Config& config, const Membership& members, const VectorClock& frontier,
                           const VectorClock& clock, LocalTime now) {
  frontier_ = frontier;
  origins_.clear();
  buffered_ = 0;
  due_ = never;
  for (const MemberEntry& member : members.all()) {
    Origin& added = origins_.emplace_back();
    added.id = member.id;
    added.heard = frontier[member.id];
  }
  for (const VectorClock::Entry& entry : frontier.entries()) meet(entry.marketplace);
  for (const VectorClock::Entry& entry : clock.entries()) {
    if (entry.marketplace == config.me) continue;
    hear_of(meet(entry.marketplace), entry.count, now + config.options.retransmit);
  }
}

CausalDelivery::Origin* CausalDelivery::origin(MarketplaceId id) {
  const auto at = std::lower_bound(origins_.begin(), origins_.end(), id,
                                   [](const Origin& o, MarketplaceId wanted) { return o.id < wanted; });
  return at != origins_.end() && at->id == id ? &*at : nullptr;
}

const CausalDelivery::Origin* CausalDelivery::origin(MarketplaceId id) const {
  return const_cast<CausalDelivery*>(this)->origin(id);
}

CausalDelivery::Origin& CausalDelivery::meet(MarketplaceId id) {
  const auto at = std::lower_bound(origins_.begin(), origins_.end(), id,
                                   [](const Origin& o, MarketplaceId wanted) { return o.id < wanted; });
  if (at != origins_.end() && at->id == id) return *at;
  Origin added;
  added.id = id;
  added.heard = frontier_[id];
  return *origins_.insert(at, std::move(added));
}

void CausalDelivery::hear_of(Origin& origin, Count count, LocalTime ask_at) {
  if (count <= origin.heard) return;
  origin.gaps.push_back(Gap{{origin.heard + 1, count}, ask_at, {}, 0, false});
  origin.heard = count;
  due_ = std::min(due_, ask_at);
}

void CausalDelivery::expect(const VectorClock& clock, const Step& step) {
  auto mine = origins_.begin();
  for (const VectorClock::Entry& entry : clock.entries()) {
    while (mine != origins_.end() && mine->id < entry.marketplace) ++mine;
    if (entry.marketplace == step.me()) continue;
    if (mine == origins_.end() || mine->id != entry.marketplace) {
      // A step of its own: it may move all the others.
      const Origin& met = meet(entry.marketplace);
      mine = origins_.begin() + (&met - origins_.data());
    }
    hear_of(*mine, entry.count, step.now + step.options().retransmit);
  }
}

void CausalDelivery::fill_gap(Origin& origin, CountRange range) {
  std::size_t i = 0;
  while (i < origin.gaps.size()) {
    Gap& gap = origin.gaps[i];
    if (gap.range.last < range.first || range.last < gap.range.first) {
      ++i;
      continue;
    }
    Gap above = gap;
    above.range.first = range.last + 1;
    const bool some_above = above.range.first <= gap.range.last;
    gap.range.last = range.first - 1;
    const bool some_below = gap.range.first <= gap.range.last;
    if (some_below && some_above) {
      origin.gaps.insert(origin.gaps.begin() + static_cast<std::ptrdiff_t>(i) + 1, above);
      i += 2;
    } else if (some_above) {
      gap = above;
      ++i;
    } else if (some_below) {
      ++i;
    } else {
      origin.gaps.erase(origin.gaps.begin() + static_cast<std::ptrdiff_t>(i));
    }
  }
}

void CausalDelivery::insert(Origin& origin, Buffered buffered) {
  auto at = origin.buffer.end();
  while (at != origin.buffer.begin() && buffered.range.first < std::prev(at)->range.first) --at;
  origin.buffer.insert(at, std::move(buffered));
}

void CausalDelivery::accept(const Interest& interest, const Step& step) {
  if (passed(interest.id)) return;
  Origin* from = &meet(interest.id.origin);
  for (Buffered& buffered : from->buffer) {
    if (buffered.range.first > interest.id.number || buffered.range.last < interest.id.number) continue;
    if (buffered.interest && !buffered.interest->purchases_known && interest.purchases_known) {
      buffered.interest = interest;
    }
    return;
  }
  const CountRange alone{interest.id.number, interest.id.number};
  hear_of(*from, interest.id.number, step.now + step.options().retransmit);
  fill_gap(*from, alone);
  insert(*from, Buffered{alone, interest});
  ++buffered_;
}

void CausalDelivery::pass_over(MarketplaceId id, CountRange range, LocalTime now) {
  Origin* from = &meet(id);
  range.first = std::max(range.first, frontier_[id] + 1);
  if (range.last < range.first) return;
  hear_of(*from, range.last, now);
  fill_gap(*from, range);
  insert(*from, Buffered{range, std::nullopt});
  ++buffered_;
}

bool CausalDelivery::deliverable(const Origin& origin, const Interest& interest, const Step& step) const {
  if (step.ablated(Ablation::causal_delivery)) return true;
  if (step.ablated(Ablation::own_interests_wait) && origin.id == step.me()) return true;
  for (const VectorClock::Entry& entry : interest.clock.entries()) {
    if (entry.marketplace != origin.id && frontier_[entry.marketplace] < entry.count) return false;
  }
  return true;
}

void CausalDelivery::keep(Origin& origin, const Interest& interest, std::size_t most) {
  if (most == 0) return;
  if (origin.kept.size() < most) {
    origin.kept.push_back(interest);
  } else {
    origin.kept[origin.kept_next] = interest;
  }
  Interest& copy = origin.kept[origin.kept_next];
  copy.purchases.clear();
  copy.purchases_known = false;
  origin.kept_next = (origin.kept_next + 1) % most;
}

std::optional<Interest> CausalDelivery::next(const Step& step) {
  if (buffered_ == 0) return std::nullopt;
  bool moved = true;
  while (moved) {
    moved = false;
    for (Origin& from : origins_) {
      while (!from.buffer.empty() && from.buffer.front().range.first <= frontier_[from.id] + 1) {
        Buffered& front = from.buffer.front();
        const bool stale = front.range.last <= frontier_[from.id];
        if (!stale && front.interest && !deliverable(from, *front.interest, step)) break;
        std::optional<Interest> interest = std::move(front.interest);
        if (!stale) frontier_.set(from.id, front.range.last);
        from.buffer.erase(from.buffer.begin());
        --buffered_;
        moved = true;
        if (stale || !interest) continue;
        const bool keeps = from.id != step.me() && !step.ablated(Ablation::kept_interests);
        if (keeps) keep(from, *interest, step.options().kept_interests);
        return interest;
      }
    }
  }
  return std::nullopt;
}

bool CausalDelivery::to_be_voided(const Gap& gap, Duration silence, const Step& step) {
  if (step.ablated(Ablation::voiding)) return false;
  if (step.ablated(Ablation::void_patience)) return gap.origin_asked;
  const Duration patience = step.options().void_timeout;
  if (gap.rounds < 3) return false;
  const Duration asked = step.now - gap.everywhere_since;
  return (asked >= patience && silence >= patience) || asked >= patience * 10;
}

void CausalDelivery::ask(Step& step, const Origin& origin, std::span<Gap> gaps) {
  InterestsWanted at_origin{origin.id, {}};
  InterestsWanted everywhere{origin.id, {}};
  for (Gap& gap : gaps) {
    if (step.now < gap.next_ask) continue;
    gap.next_ask = step.now + step.options().retransmit;
    if (step.ablated(Ablation::gap_repair)) continue;
    if (!gap.origin_asked) {
      gap.origin_asked = true;
      at_origin.ranges.push_back(gap.range);
      continue;
    }
    if (gap.rounds++ == 0) gap.everywhere_since = step.now;
    everywhere.ranges.push_back(gap.range);
  }
  if (!at_origin.ranges.empty()) step.send(origin.id, std::move(at_origin));
  if (!everywhere.ranges.empty()) step.broadcast(std::move(everywhere));
}

void CausalDelivery::repair(Step& step, const Peers& peers) {
  for (Origin& from : origins_) {
    if (from.gaps.empty()) continue;
    const Duration silence = peers.silence(from.id, step.now);
    std::size_t i = 0;
    while (i < from.gaps.size()) {
      if (!to_be_voided(from.gaps[i], silence, step)) {
        ++i;
        continue;
      }
      const CountRange lost = from.gaps[i].range;
      step.record(Voided{from.id, lost}, Ablation::durable_void);
      pass_over(from.id, lost, step.now);  // takes the gap away
    }
    ask(step, from, from.gaps);
  }
  set_due();
}

void CausalDelivery::start_over(LocalTime now) {
  for (Origin& from : origins_) {
    for (Gap& gap : from.gaps) gap = Gap{gap.range, now, {}, 0, false};
  }
  set_due();
}

void CausalDelivery::set_due() {
  due_ = never;
  for (const Origin& from : origins_) {
    for (const Gap& gap : from.gaps) due_ = std::min(due_, gap.next_ask);
  }
}

void CausalDelivery::supply(Step& step, MarketplaceId to, const InterestsWanted& wanted) const {
  const Origin* from = origin(wanted.origin);
  if (from == nullptr || step.ablated(Ablation::supply_by_anyone)) return;
  const auto supply_if_wanted = [&](const Interest& had) {
    const bool asked = std::any_of(wanted.ranges.begin(), wanted.ranges.end(), [&](const CountRange& range) {
      return range.first <= had.id.number && had.id.number <= range.last;
    });
    if (asked) step.send(to, InterestTold{had.without_purchases()});
  };
  for (const Buffered& buffered : from->buffer) {
    if (buffered.interest) supply_if_wanted(*buffered.interest);
  }
  for (const Interest& kept : from->kept) supply_if_wanted(kept);
}

bool CausalDelivery::idle() const {
  return buffered_ == 0 &&
         std::all_of(origins_.begin(), origins_.end(), [](const Origin& o) { return o.gaps.empty(); });
}

}  // namespace feira
