// What a buyer asks for and what the owner decides.
#pragma once

#include <boost/container/small_vector.hpp>
#include <compare>
#include <cstdint>

#include "core/identity.hpp"

namespace feira {

/// (product, key) is the identity of a purchase and names one quantity and one price per piece.
struct Purchase {
  IdempotencyKey key;
  std::uint32_t quantity = 1;
  Money price;
  friend constexpr bool operator==(const Purchase&, const Purchase&) = default;
};

enum class Outcome : std::uint8_t {
  sold,
  refused_sold_out,
  refused_removed,
  refused_cancelled,
  refused_declined,
  refused_invalid,
  refused_price_changed,
};

/// The owner's decision on one purchase, made once. It carries what it was for, so that any marketplace can tell a
/// misuse of the key; a cancellation that came before the purchase is for nothing (`quantity` zero).
struct Decision {
  Purchase purchase;
  Outcome outcome = Outcome::sold;

  [[nodiscard]] constexpr bool sold() const { return outcome == Outcome::sold; }
  /// False when the key was decided with another quantity or price: a misuse of the key.
  [[nodiscard]] constexpr bool is_for(const Purchase& asked) const {
    return purchase.quantity == 0 || purchase == asked;
  }
  friend constexpr bool operator==(const Decision&, const Decision&) = default;
};

using Purchases = boost::container::small_vector<Purchase, 4>;
using Decisions = boost::container::small_vector<Decision, 4>;
using Keys = boost::container::small_vector<IdempotencyKey, 4>;

}  // namespace feira
