// Names for people: of marketplaces from their members, of products from a table given along.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "core/clock/vector_clock.hpp"
#include "core/config.hpp"
#include "core/delivery/interest.hpp"
#include "core/identity.hpp"

namespace feira::check {

struct Names {
  std::vector<Member> members;
  /// The scenario's ids of products.
  std::vector<std::pair<ProductId, std::string>> products;

  /// The id in hexadecimal for a stranger.
  [[nodiscard]] std::string of(MarketplaceId id) const;
  /// "ana/2" for a product that is not in the table.
  [[nodiscard]] std::string of(ProductId id) const;
  /// "bia#3".
  [[nodiscard]] std::string of(const InterestId& id) const;
  /// "{ana 4, bia 3}".
  [[nodiscard]] std::string of(const VectorClock& clock) const;
  /// The length of the longest name.
  [[nodiscard]] std::size_t width() const;
};

}  // namespace feira::check
