#include "core/clock/vector_clock.hpp"

#include <algorithm>

namespace feira {

namespace {

using Entry = VectorClock::Entry;
using Entries = VectorClock::Entries;

/// The common case: both clocks know exactly the same marketplaces.
bool same_marketplaces(const Entries& a, const Entries& b) {
  if (a.size() != b.size()) return false;
  for (std::size_t i = 0; i < a.size(); ++i) {
    if (a[i].marketplace != b[i].marketplace) return false;
  }
  return true;
}

}  // namespace

std::size_t VectorClock::position(MarketplaceId marketplace) const {
  std::size_t i = 0;
  if (entries_.size() <= 8) {  // a straight scan beats a binary search on one or two cache lines
    while (i < entries_.size() && entries_[i].marketplace < marketplace) ++i;
    return i;
  }
  const auto at = std::lower_bound(entries_.begin(), entries_.end(), marketplace,
                                   [](const Entry& e, MarketplaceId id) { return e.marketplace < id; });
  return static_cast<std::size_t>(at - entries_.begin());
}

Count VectorClock::operator[](MarketplaceId marketplace) const {
  const std::size_t i = position(marketplace);
  return i < entries_.size() && entries_[i].marketplace == marketplace ? entries_[i].count : 0;
}

void VectorClock::set(MarketplaceId marketplace, Count count) {
  const std::size_t i = position(marketplace);
  const auto at = entries_.begin() + static_cast<std::ptrdiff_t>(i);
  const bool present = i < entries_.size() && entries_[i].marketplace == marketplace;
  if (count == 0) {
    if (present) entries_.erase(at);
  } else if (present) {
    at->count = count;
  } else {
    entries_.insert(at, Entry{marketplace, count});
  }
}

bool VectorClock::raise(MarketplaceId marketplace, Count count) {
  const std::size_t i = position(marketplace);
  if (i < entries_.size() && entries_[i].marketplace == marketplace) {
    if (entries_[i].count >= count) return false;
    entries_[i].count = count;
    return true;
  }
  if (count == 0) return false;
  entries_.insert(entries_.begin() + static_cast<std::ptrdiff_t>(i), Entry{marketplace, count});
  return true;
}

Count VectorClock::tick(MarketplaceId marketplace) {
  const Count next = (*this)[marketplace] + 1;
  set(marketplace, next);
  return next;
}

bool VectorClock::merge(const VectorClock& other) {
  bool grew = false;
  if (same_marketplaces(entries_, other.entries_)) {
    for (std::size_t i = 0; i < entries_.size(); ++i) {
      if (entries_[i].count < other.entries_[i].count) {
        entries_[i].count = other.entries_[i].count;
        grew = true;
      }
    }
    return grew;
  }
  for (const Entry& e : other.entries_) grew |= raise(e.marketplace, e.count);
  return grew;
}

bool VectorClock::covers(const VectorClock& other) const {
  if (same_marketplaces(entries_, other.entries_)) {
    for (std::size_t i = 0; i < entries_.size(); ++i) {
      if (entries_[i].count < other.entries_[i].count) return false;
    }
    return true;
  }
  // Both are sorted and hold no zeros: every entry of `other` must be found here, at least as high.
  auto mine = entries_.begin();
  for (const Entry& e : other.entries_) {
    while (mine != entries_.end() && mine->marketplace < e.marketplace) ++mine;
    if (mine == entries_.end() || mine->marketplace != e.marketplace || mine->count < e.count) return false;
  }
  return true;
}

Count VectorClock::sum() const {
  Count total = 0;
  for (const Entry& e : entries_) total += e.count;
  return total;
}

std::partial_ordering operator<=>(const VectorClock& a, const VectorClock& b) {
  const bool above = a.covers(b);
  const bool below = b.covers(a);
  if (above && below) return std::partial_ordering::equivalent;
  if (above) return std::partial_ordering::greater;
  if (below) return std::partial_ordering::less;
  return std::partial_ordering::unordered;
}

}  // namespace feira
