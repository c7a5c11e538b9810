// A vector clock over a membership that grows: a map from marketplace to count, where an absent entry is zero.
// Component i counts marketplace i's interests, the events that are ordered (Fidge 1988, Mattern 1989).
//
// Entries are kept sorted by marketplace and never hold a zero count, so equal clocks are equal values.
// Up to eight entries stand inside the object: no allocation for consortia of that size.
#pragma once

#include <boost/container/small_vector.hpp>
#include <compare>
#include <cstddef>
#include <cstdint>

#include "core/identity.hpp"

namespace feira {

/// Counts one marketplace's interests; the first is 1.
using Count = std::uint64_t;

class VectorClock {
 public:
  struct Entry {
    MarketplaceId marketplace;
    Count count = 0;
    friend constexpr bool operator==(const Entry&, const Entry&) = default;
  };
  using Entries = boost::container::small_vector<Entry, 8>;

  VectorClock() = default;

  /// The count of `marketplace`, zero when absent.
  [[nodiscard]] Count operator[](MarketplaceId marketplace) const;

  /// Sets one component; setting zero removes the entry.
  void set(MarketplaceId marketplace, Count count);

  /// Raises one component to at least `count`. Returns whether it grew.
  bool raise(MarketplaceId marketplace, Count count);

  /// Adds one to the component of `marketplace` and returns the new count.
  Count tick(MarketplaceId marketplace);

  /// Component-wise maximum with `other`. Returns whether anything grew.
  bool merge(const VectorClock& other);

  /// True when every component is at least that of `other`.
  [[nodiscard]] bool covers(const VectorClock& other) const;

  /// The sum of all components: a linear extension of happens-before.
  [[nodiscard]] Count sum() const;

  [[nodiscard]] const Entries& entries() const { return entries_; }

  friend bool operator==(const VectorClock& a, const VectorClock& b) = default;
  /// Happens-before: less, greater, equivalent, or unordered when concurrent.
  friend std::partial_ordering operator<=>(const VectorClock& a, const VectorClock& b);

 private:
  [[nodiscard]] std::size_t position(MarketplaceId marketplace) const;

  Entries entries_;
};

}  // namespace feira
