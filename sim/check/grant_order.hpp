// grant-order: if a happened before b and both are first granted on one product, a is first granted first; the same
// for accepted commits. And of those that wait together the first in the owner's order is granted: by the sum of the
// interest's clock, then by marketplace, whatever the order in which they came.
//
// Waiting together: delivered at the owner, at an earlier time than that of the grant, and neither granted nor closed
// nor forgotten in a crash. (What was delivered at the same time may have come after the grant.)
#pragma once

#include <cstdint>
#include <vector>

#include "sim/check/directory.hpp"
#include "sim/check/interests.hpp"
#include "sim/check/property.hpp"

namespace feira::check {

class GrantOrder {
 public:
  explicit GrantOrder(std::uint32_t members) : members_(members) {}

  /// The first grant of an interest has left.
  void granted(Moment now, Ware product, InterestRef interest, const Interests& interests, const Directory& names);
  /// The first accepted commit of an interest, made at event `made`, became durable.
  void committed(Moment now, Ware product, InterestRef interest, std::uint64_t made, const Interests& interests,
                 const Directory& names);

  /// The owner delivered an interest in its product that has been neither granted nor closed.
  void queued(Moment now, Ware product, InterestRef interest);
  /// The owner made a grant, which has not left yet; only the first for an interest counts.
  void made(Moment now, Ware product, InterestRef interest, const Interests& interests, const Directory& names);
  /// The owner made its last word.
  void closed(Ware product, InterestRef interest);
  /// The owner has forgotten its queues.
  void forgotten(Dense owner, const Directory& names);

  [[nodiscard]] const Findings& findings() const { return findings_; }
  [[nodiscard]] Verdict verdict() const;

 private:
  /// The highest number of one origin that happened before something granted, or is it: by which interest, when.
  struct Highest {
    std::uint32_t number = 0;
    InterestRef by;
    std::uint64_t event = 0;
  };
  using Order = std::vector<Highest>;  // by product, then origin
  struct Waiting {
    InterestRef interest;
    Moment since;
  };
  using Queue = std::vector<Waiting>;  // in the order delivered

  Queue& queue(Ware product);

  void next(Moment now, Order& order, Ware product, InterestRef interest, std::uint64_t event, const char* verb,
            const Interests& interests, const Directory& names);

  std::uint32_t members_;
  Order grants_;
  Order commits_;
  std::vector<Queue> queues_;  // by product
  std::uint64_t granted_ = 0;
  std::uint64_t committed_ = 0;
  Findings findings_{Property::grant_order};
};

}  // namespace feira::check
