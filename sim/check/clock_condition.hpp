// clock-condition: for interests a and b, clock(a) < clock(b) if and only if a happened before b.
//
// An interest whose clock equals its past by happens-before agrees with all others that do, so each is looked at once,
// when it becomes durable. When they differ, a pair that contradicts is looked for: the difference alone is no proof.
#pragma once

#include <cstdint>
#include <vector>

#include "sim/check/directory.hpp"
#include "sim/check/interests.hpp"
#include "sim/check/property.hpp"

namespace feira::check {

class ClockCondition {
 public:
  /// An interest became durable.
  void happened(Moment now, InterestRef interest, const Interests& interests, const Directory& names);
  /// An interest was made whose number does not follow the last of its origin: its component does not count.
  void miscounted(Moment now, InterestRef interest, std::uint32_t last, const Interests& interests,
                  const Directory& names);

  [[nodiscard]] const Findings& findings() const { return findings_; }
  [[nodiscard]] Verdict verdict() const;

 private:
  /// Compares both ways and reports a contradiction.
  bool contradict(Moment now, InterestRef a, InterestRef b, const Interests& interests, const Directory& names);
  bool one_way(Moment now, InterestRef a, InterestRef b, const Interests& interests, const Directory& names);
  void search(Moment now, InterestRef interest, const Interests& interests, const Directory& names);

  std::vector<InterestRef> odd_;  // differ from their past without a contradiction yet; bounded
  std::uint64_t compared_ = 0;
  Findings findings_{Property::clock_condition};
};

}  // namespace feira::check
