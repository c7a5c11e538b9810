// A product as its owner last made it, and the differences by which catalogues are replicated.
#pragma once

#include <boost/container/small_vector.hpp>
#include <cstdint>
#include <string>

#include "core/identity.hpp"

namespace feira {

/// Numbers the changes that one owner made to its whole catalogue; the first is 1.
using Version = std::uint64_t;

struct Product {
  ProductId id;
  /// The owner's catalogue version that made this state.
  Version version = 0;
  std::string name;
  std::string sku;
  Money price;
  std::int64_t stock = 0;
  /// A tombstone: not for sale any more, kept so that replicas learn of it.
  bool removed = false;
  friend bool operator==(const Product&, const Product&) = default;
};

/// What changed in `owner`'s catalogue after version `from` up to version `to`: the products whose last change lies
/// between, as they stand at `to`. A pushed change is the difference from one version to the next. `whole` says that
/// the products are the entire catalogue at `to` and replace what the receiver holds.
struct CatalogueDifference {
  MarketplaceId owner;
  Version from = 0;
  Version to = 0;
  bool whole = false;
  boost::container::small_vector<Product, 1> products;
  friend bool operator==(const CatalogueDifference&, const CatalogueDifference&) = default;
};

}  // namespace feira
