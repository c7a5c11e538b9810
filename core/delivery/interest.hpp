// An interest: the numbered, clocked announcement that a marketplace wants into a product's critical section.
#pragma once

#include <boost/container/small_vector.hpp>

#include "core/clock/vector_clock.hpp"
#include "core/identity.hpp"
#include "core/purchase/purchase.hpp"

namespace feira {

/// Names one interest of the consortium: `number` is its origin's own component when it was made.
struct InterestId {
  MarketplaceId origin;
  Count number = 0;
  friend constexpr auto operator<=>(const InterestId&, const InterestId&) = default;
};

struct Interest {
  InterestId id;
  ProductId product;
  /// Fixed when the interest was made; `clock[id.origin] == id.number`.
  VectorClock clock;
  /// Told to the product's owner alone; `purchases_known` is false in everybody else's copies.
  Purchases purchases;
  bool purchases_known = false;

  /// As all but the product's owner are told it.
  [[nodiscard]] Interest without_purchases() const { return {id, product, clock, {}, false}; }
  friend bool operator==(const Interest&, const Interest&) = default;
};

/// Numbers `first` to `last`, both included.
struct CountRange {
  Count first = 0;
  Count last = 0;
  friend constexpr bool operator==(const CountRange&, const CountRange&) = default;
};
using CountRanges = boost::container::small_vector<CountRange, 4>;

}  // namespace feira
