#include "sim/check/clock_condition.hpp"

#include <algorithm>

namespace feira::check {
namespace {

constexpr std::size_t odd_max = 64;

}  // namespace

void ClockCondition::happened(Moment now, InterestRef interest, const Interests& interests, const Directory& names) {
  ++compared_;
  for (const InterestRef odd : odd_) {
    if (contradict(now, odd, interest, interests, names)) break;
  }
  const std::uint32_t* past = interests.past(interest);
  if (!std::equal(past, past + interests.members(), interests.clock(interest))) search(now, interest, interests, names);
}

void ClockCondition::miscounted(Moment now, InterestRef interest, std::uint32_t last, const Interests& interests,
                                const Directory& names) {
  findings_.add(now, {},
                names.text(interest) + " was made right after " +
                    (last == 0 ? "no other" : names.text({interest.origin, last})) + ": its number does not count",
                {interests.made({interest.origin, last}), now.event});
}

void ClockCondition::search(Moment now, InterestRef interest, const Interests& interests, const Directory& names) {
  for (Dense origin = 0; origin < interests.members(); ++origin) {
    const std::uint32_t past = interests.past(interest)[origin];
    const std::uint32_t claimed = interests.clock(interest)[origin];
    // Of those before it the latest may be missing from its clock; of those not before it the earliest may be in it.
    for (const std::uint32_t number : {past, past + 1, claimed}) {
      const InterestFacts* facts = interests.find({origin, number});
      if (number == 0 || facts == nullptr || !facts->durable) continue;
      if (contradict(now, {origin, number}, interest, interests, names)) return;
    }
  }
  if (odd_.size() < odd_max) odd_.push_back(interest);
}

bool ClockCondition::contradict(Moment now, InterestRef a, InterestRef b, const Interests& interests,
                                const Directory& names) {
  return a != b && (one_way(now, a, b, interests, names) || one_way(now, b, a, interests, names));
}

bool ClockCondition::one_way(Moment now, InterestRef a, InterestRef b, const Interests& interests,
                             const Directory& names) {
  const bool before = interests.happened_before(a, b);
  if (before == interests.clock_less(a, b)) return false;
  findings_.add(now, {},
                before ? names.text(a) + " happened before " + names.text(b) + ", yet its clock is not less"
                       : names.text(a) + " did not happen before " + names.text(b) + ", yet its clock is less",
                {interests.made(a), interests.made(b)});
  return true;
}

Verdict ClockCondition::verdict() const {
  return {Property::clock_condition, findings_.holds(), counted(compared_, "interest") + " compared", compared_,
          findings_.first()};
}

}  // namespace feira::check
