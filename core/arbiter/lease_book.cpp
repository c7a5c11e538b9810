#include "core/arbiter/lease_book.hpp"

#include <algorithm>

namespace feira {

void LeaseBook::reset(const Config& config, Duration bound, LocalTime wait_until) {
  lengths_.clear();
  for (const Member& member : config.members) lengths_.push_back({member.id, config.options.lease});
  bound_ = bound;
  wait_until_ = wait_until;
}

LeaseBook::Length* LeaseBook::find(MarketplaceId holder) {
  const auto at = std::lower_bound(lengths_.begin(), lengths_.end(), holder,
                                   [](const Length& l, MarketplaceId id) { return l.holder < id; });
  return at != lengths_.end() && at->holder == holder ? &*at : nullptr;
}

Duration LeaseBook::length(MarketplaceId holder) const {
  const Length* found = const_cast<LeaseBook*>(this)->find(holder);
  return found == nullptr ? Duration{} : found->lease;
}

void LeaseBook::cover(Step& step, MarketplaceId holder) {
  const Duration lease = length(holder);
  if (lease <= bound_) return;
  bound_ = lease;
  step.record(LeaseBound{bound_});
}

void LeaseBook::ended_without_commit(MarketplaceId holder, const Options& options) {
  if (Length* found = find(holder))
    found->lease = std::min(found->lease * 2, std::max(options.lease_cap, found->lease));
}

void LeaseBook::committed(MarketplaceId holder, Duration held, const Options& options) {
  Length* found = find(holder);
  if (found == nullptr || held * 4 > found->lease) return;
  const Duration floor = std::min(options.heartbeat * 5, found->lease);
  found->lease = std::max(found->lease / 2, floor);
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
