// grant-order: if a happened before b and both are first granted on one product, a is first granted first; the same
// for accepted commits.
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

  void next(Moment now, Order& order, Ware product, InterestRef interest, std::uint64_t event, const char* verb,
            const Interests& interests, const Directory& names);

  std::uint32_t members_;
  Order grants_;
  Order commits_;
  std::uint64_t granted_ = 0;
  std::uint64_t committed_ = 0;
  Findings findings_{Property::grant_order};
};

}  // namespace feira::check
