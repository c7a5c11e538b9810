// at-most-once: one (product, key) is decided once, and the answers given for it never differ.
#pragma once

#include <cstdint>

#include "sim/check/directory.hpp"
#include "sim/check/property.hpp"
#include "sim/check/purchases.hpp"

namespace feira::check {

class AtMostOnce {
 public:
  /// A decision became durable; `facts` does not know it yet. A second one, even an equal one, is a violation.
  void decided(Moment now, const PurchaseFacts& facts, const Decision& decision, std::uint64_t made,
               const Directory& names);
  /// A buyer was told a decision; `facts` does not know it yet.
  void told(Moment now, const PurchaseFacts& facts, const Decision& decision, const Directory& names);

  [[nodiscard]] const Findings& findings() const { return findings_; }
  [[nodiscard]] Verdict verdict() const;

 private:
  std::uint64_t decisions_ = 0;
  std::uint64_t answers_ = 0;
  Findings findings_{Property::at_most_once};
};

}  // namespace feira::check
