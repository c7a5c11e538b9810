// atomic: a buyer told sold has a durable sale with the owner at that moment; a buyer told refused has none, ever. Both
// are of what the buyer asked for: that quantity at that price.
#pragma once

#include <cstdint>

#include "sim/check/directory.hpp"
#include "sim/check/property.hpp"
#include "sim/check/purchases.hpp"

namespace feira::check {

class Atomic {
 public:
  /// A decision, made at event `made`, became durable; `facts` does not know it yet.
  void decided(Moment now, const PurchaseFacts& facts, const Decision& decision, std::uint64_t made,
               const Directory& names);
  /// A buyer was told a decision; `facts` does not know it yet.
  void told(Moment now, const PurchaseFacts& facts, const Decision& decision, const Directory& names);

  /// A buyer who asked at event `when` for `wanted` was told a decision.
  void asked(Moment now, const PurchaseFacts& facts, const Decision& decision, const Purchase& wanted,
             std::uint64_t when, const Directory& names);

  [[nodiscard]] const Findings& findings() const { return findings_; }
  [[nodiscard]] Verdict verdict() const;

 private:
  std::uint64_t sold_ = 0;
  std::uint64_t refused_ = 0;
  Findings findings_{Property::atomic};
};

}  // namespace feira::check
