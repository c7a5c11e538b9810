#include "core/arbiter/lease_book.hpp"

#include <algorithm>

namespace feira {

void LeaseBook::reset(const Config& config, Duration bound, LocalTime wait_until) {
  lengths_.clear();
  first_ = config.options.lease;
  for (const Member& member : config.members) lengths_.push_back({member.id, first_});
  bound_ = bound;
  wait_until_ = wait_until;
}

const LeaseBook::Length* LeaseBook::find(MarketplaceId holder) const {
  const auto at = std::lower_bound(lengths_.begin(), lengths_.end(), holder,
                                   [](const Length& l, MarketplaceId id) { return l.holder < id; });
  return at != lengths_.end() && at->holder == holder ? &*at : nullptr;
}

LeaseBook::Length& LeaseBook::at(MarketplaceId holder) {
  const auto at = std::lower_bound(lengths_.begin(), lengths_.end(), holder,
                                   [](const Length& l, MarketplaceId id) { return l.holder < id; });
  if (at != lengths_.end() && at->holder == holder) return *at;
  return *lengths_.insert(at, Length{holder, first_});
}

Duration LeaseBook::length(MarketplaceId holder) const {
  const Length* found = find(holder);
  return found == nullptr ? first_ : found->lease;
}

void LeaseBook::cover(Step& step, MarketplaceId holder) {
  const Duration lease = at(holder).lease;
  if (lease <= bound_) return;
  bound_ = lease;
  step.record(LeaseBound{bound_});
}

void LeaseBook::ended_without_commit(MarketplaceId holder, const Options& options) {
  Length& of = at(holder);
  of.lease = std::min(of.lease * 2, std::max(options.lease_cap, of.lease));
}

void LeaseBook::committed(MarketplaceId holder, Duration held, const Options& options) {
  Length& of = at(holder);
  if (held * 4 > of.lease) return;
  const Duration floor = std::min(options.heartbeat * 5, of.lease);
  of.lease = std::max(of.lease / 2, floor);
}

void LeaseBook::lower(Step& step, Duration longest_outstanding) {
  if (waiting(step.now)) return;
  Duration longest = longest_outstanding;
  for (const Length& l : lengths_) longest = std::max(longest, l.lease);
  if (longest * 2 > bound_) return;
  bound_ = longest;
  step.record(LeaseBound{bound_});
}

}  // namespace feira
