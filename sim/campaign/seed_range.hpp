// The seeds of one campaign.
#pragma once

#include <cstdint>

namespace feira::campaign {

/// From `first` to `last`, both included; never empty.
struct SeedRange {
  std::uint64_t first = 1;
  std::uint64_t last = 1;

  [[nodiscard]] bool is_single() const { return first == last; }
  /// The number of seeds, which for the whole range of numbers is one more than this type can hold: then its maximum.
  [[nodiscard]] std::uint64_t size() const { return last - first == UINT64_MAX ? UINT64_MAX : last - first + 1; }
  friend bool operator==(const SeedRange&, const SeedRange&) = default;
};

}  // namespace feira::campaign
