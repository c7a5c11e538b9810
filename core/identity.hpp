// Who and what: the identities that messages, records and the client history speak of.
#pragma once

#include <array>
#include <compare>
#include <cstdint>

namespace feira {

/// The random part of a marketplace's id, drawn once and never used again; its name is for people and stands in
/// `Member`. Zero is nobody.
struct MarketplaceId {
  std::uint32_t value = 0;
  friend constexpr auto operator<=>(const MarketplaceId&, const MarketplaceId&) = default;
};

/// A product's id names its owner even where the product is unknown.
struct ProductId {
  MarketplaceId owner;
  std::uint32_t local = 0;
  friend constexpr auto operator<=>(const ProductId&, const ProductId&) = default;
};

/// What a buyer repeats to ask for the same purchase again. Drivers reduce longer keys to 128 bits by a hash.
struct IdempotencyKey {
  std::uint64_t high = 0;
  std::uint64_t low = 0;
  friend constexpr auto operator<=>(const IdempotencyKey&, const IdempotencyKey&) = default;
};

/// One question of one buyer or operator at one marketplace. The driver numbers them, rising, from 1, in the order in
/// which the marketplace takes them.
struct RequestId {
  std::uint64_t value = 0;
  friend constexpr auto operator<=>(const RequestId&, const RequestId&) = default;
};

/// Counts the lives of a marketplace: 1 at its first start, durably increased at each recovery.
struct Incarnation {
  std::uint32_t value = 0;
  friend constexpr auto operator<=>(const Incarnation&, const Incarnation&) = default;
};

/// Fencing token: strictly increasing for a product over its owner's whole life. `epoch` is the owner's incarnation.
struct FencingToken {
  std::uint32_t epoch = 0;
  std::uint64_t counter = 0;
  friend constexpr auto operator<=>(const FencingToken&, const FencingToken&) = default;
};

/// ISO 4217 letters, zero-terminated.
struct Currency {
  std::array<char, 4> code{};
  friend constexpr auto operator<=>(const Currency&, const Currency&) = default;
};

/// A price in integer minor units (cents).
struct Money {
  std::int64_t minor = 0;
  Currency currency;
  friend constexpr auto operator<=>(const Money&, const Money&) = default;
};

}  // namespace feira
