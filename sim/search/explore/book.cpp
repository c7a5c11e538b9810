#include "sim/search/explore/book.hpp"

#include <algorithm>

namespace feira::explore {

namespace {

bool happened_before(const Made& a, const Made& b, const Setting& setting) {
  return b.past[setting.dense(a.id.origin)] >= a.id.number;
}

bool clock_less(const Made& a, const Made& b) { return a.clock != b.clock && a.clock.at_most(b.clock); }

void compare(const Made& a, const Made& b, const Setting& setting, Findings& findings) {
  const bool before = happened_before(a, b, setting);
  if (before == clock_less(a, b)) return;
  findings.push_back({check::Property::clock_condition,
                      setting.text(a.id) + (before ? " happened before " : " did not happen before ") +
                          setting.text(b.id) + ", yet its clock is " + (before ? "not less" : "less")});
}

}  // namespace

const Made* Book::find(InterestId id) const {
  const auto at = std::ranges::lower_bound(made_, id, {}, &Made::id);
  return at != made_.end() && at->id == id ? &*at : nullptr;
}

void Book::add(const Made& made) {
  const auto at = std::ranges::lower_bound(made_, made.id, {}, &Made::id);
  if (at != made_.end() && at->id == made.id) {
    *at = made;
  } else {
    made_.insert(at, made);
  }
}

void Book::happened(InterestId id, const Setting& setting, Findings& findings) {
  const auto at = std::ranges::lower_bound(made_, id, {}, &Made::id);
  if (at == made_.end() || at->id != id) return;
  at->durable = true;
  for (const Made& other : made_) {
    if (other.id == id || !other.durable) continue;
    compare(other, *at, setting, findings);
    compare(*at, other, setting, findings);
  }
}

void Book::take_back(MarketplaceId origin) {
  std::erase_if(made_, [&](const Made& made) { return made.id.origin == origin && !made.durable; });
}

}  // namespace feira::explore
