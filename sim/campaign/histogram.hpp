// A histogram of durations whose memory does not grow with what it counts, for campaigns over any number of seeds.
//
// Log-linear: each power of two is divided into 128 buckets, so a quantile is off by less than one percent.
#pragma once

#include <cstdint>
#include <vector>

#include "core/time.hpp"

namespace feira::campaign {

class Histogram {
 public:
  /// A negative duration counts as zero.
  void add(Duration value);

  [[nodiscard]] std::uint64_t count() const { return count_; }

  /// The value below or at which `per_thousand` of a thousand lie: the middle of its bucket. Zero when nothing was
  /// added.
  [[nodiscard]] Duration quantile(std::uint64_t per_thousand) const;

 private:
  std::vector<std::uint64_t> buckets_;  // as long as the largest value so far needs
  std::uint64_t count_ = 0;
};

}  // namespace feira::campaign
