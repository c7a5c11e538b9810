#include "sim/check/causal_delivery.hpp"

namespace feira::check {
namespace {

/// Deliveries that no record has covered for so long will not be taken back any more by any sensible core.
constexpr std::size_t recent_max = 4096;

}  // namespace

void CausalDelivery::delivered(Moment now, Dense process, InterestRef interest, const Interests& interests,
                               const Directory& names) {
  ++deliveries_;
  const InterestFacts* facts = interests.find(interest);
  if (facts == nullptr) return;
  Process& at = processes_[process];
  const Highest& highest = at.now[interest.origin];
  if (highest.number >= interest.number && highest.by != interest) {
    findings_.add(now, {},
                  names.text(interest) + " happened before " + names.text(highest.by) + ", yet " + names.name(process) +
                      " delivered " + names.text(highest.by) + " first",
                  {highest.event, now.event});
  }
  Delivered& delivered = at.recent.push();
  delivered = {interest, now.event};
  take(at.now, delivered, interests);
  if (at.recent.size() > recent_max) {
    take(at.safe, at.recent.front(), interests);
    at.recent.pop_front();
  }
}

void CausalDelivery::recorded(Dense process, RecordNumber number, const VectorClock& frontier, const Directory& names) {
  Mark& mark = processes_[process].records.push();
  mark.number = number;
  mark.frontier.resize(members_, boost::container::default_init);
  names.spread(frontier, mark.frontier.data());
}

void CausalDelivery::durable(Dense process, RecordNumber through, const Interests& interests) {
  Process& at = processes_[process];
  while (at.records.size() > 1 && at.records[1].number <= through) at.records.pop_front();
  if (at.records.empty() || at.records.front().number > through) return;
  const Mark& mark = at.records.front();
  for (; !at.recent.empty() && covers(mark, at.recent.front().interest); at.recent.pop_front()) {
    take(at.safe, at.recent.front(), interests);
  }
}

void CausalDelivery::crashed(Dense process, RecordNumber survives, const Interests& interests) {
  Process& at = processes_[process];
  while (!at.records.empty() && at.records.back().number > survives) at.records.pop_back();
  if (!at.records.empty()) {
    for (std::size_t i = 0; i < at.recent.size(); ++i) {
      if (covers(at.records.back(), at.recent[i].interest)) take(at.safe, at.recent[i], interests);
    }
  }
  at.recent.clear();
  at.now = at.safe;
}

void CausalDelivery::take(std::vector<Highest>& highest, const Delivered& delivered, const Interests& interests) const {
  const std::uint32_t* past = interests.past(delivered.interest);
  for (Dense origin = 0; origin < members_; ++origin) {
    if (past[origin] > highest[origin].number) highest[origin] = {past[origin], delivered.interest, delivered.event};
  }
}

Verdict CausalDelivery::verdict() const {
  std::string summary = counted(deliveries_, "delivery");
  return {Property::causal_delivery, findings_.holds(), std::move(summary), deliveries_, findings_.first()};
}

}  // namespace feira::check
