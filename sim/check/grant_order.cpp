#include "sim/check/grant_order.hpp"

namespace feira::check {

void GrantOrder::granted(Moment now, Ware product, InterestRef interest, const Interests& interests,
                         const Directory& names) {
  ++granted_;
  next(now, grants_, product, interest, now.event, "granted", interests, names);
}

void GrantOrder::committed(Moment now, Ware product, InterestRef interest, std::uint64_t made,
                           const Interests& interests, const Directory& names) {
  ++committed_;
  next(now, commits_, product, interest, made, "committed", interests, names);
}

void GrantOrder::next(Moment now, Order& order, Ware product, InterestRef interest, std::uint64_t event,
                      const char* verb, const Interests& interests, const Directory& names) {
  if (order.size() < std::size_t{product + 1} * members_) order.resize(std::size_t{product + 1} * members_);
  Highest* highest = &order[std::size_t{product} * members_];
  const Highest& above = highest[interest.origin];
  if (above.number >= interest.number) {
    findings_.add(now, names.product_id(product),
                  names.text(interest) + " happened before " + names.text(above.by) + ", yet " + names.text(above.by) +
                      " was " + verb + " first",
                  {above.event, event});
  }
  const std::uint32_t* past = interests.past(interest);
  for (Dense origin = 0; origin < members_; ++origin) {
    if (past[origin] > highest[origin].number) highest[origin] = {past[origin], interest, event};
  }
}

Verdict GrantOrder::verdict() const {
  return {Property::grant_order, findings_.holds(),
          counted(granted_, "first grant") + ", " + counted(committed_, "commit"), granted_ + committed_,
          findings_.first()};
}

}  // namespace feira::check
