#include "sim/check/grant_order.hpp"

#include <algorithm>
#include <numeric>

namespace feira::check {
namespace {

/// Whether `a` stands before `b` in the owner's order.
bool stands_before(InterestRef a, InterestRef b, const Interests& interests, const Directory& names) {
  const auto sum = [&](InterestRef interest) {
    const std::uint32_t* clock = interests.clock(interest);
    return std::accumulate(clock, clock + interests.members(), std::uint64_t{0});
  };
  const std::uint64_t sum_a = sum(a);
  const std::uint64_t sum_b = sum(b);
  return sum_a != sum_b ? sum_a < sum_b : names.members()[a.origin].id < names.members()[b.origin].id;
}

}  // namespace

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

GrantOrder::Queue& GrantOrder::queue(Ware product) {
  if (queues_.size() <= product) queues_.resize(product + 1);
  return queues_[product];
}

void GrantOrder::queued(Moment now, Ware product, InterestRef interest) {
  closed(product, interest);
  queue(product).push_back({interest, now});
}

void GrantOrder::made(Moment now, Ware product, InterestRef interest, const Interests& interests,
                      const Directory& names) {
  Queue& waiting = queue(product);
  const auto mine =
      std::find_if(waiting.begin(), waiting.end(), [&](const Waiting& w) { return w.interest == interest; });
  if (mine == waiting.end()) return;
  waiting.erase(mine);
  for (const Waiting& other : waiting) {
    if (other.since.time >= now.time || !stands_before(other.interest, interest, interests, names)) continue;
    findings_.add(now, names.product_id(product),
                  names.text(other.interest) + " stands before " + names.text(interest) + " in the queue for " +
                      names.text_of_product(product) + ", yet " + names.text(interest) + " was granted",
                  {other.since.event, now.event});
  }
}

void GrantOrder::closed(Ware product, InterestRef interest) {
  std::erase_if(queue(product), [&](const Waiting& w) { return w.interest == interest; });
}

void GrantOrder::forgotten(Dense owner, const Directory& names) {
  for (Ware product = 0; product < queues_.size(); ++product) {
    if (names.of(names.product_id(product).owner) == owner) queues_[product].clear();
  }
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
