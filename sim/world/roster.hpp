// Who takes part: the drawn ids of a scenario's marketplaces and products, and the way from an id back to its index.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "core/config.hpp"
#include "core/identity.hpp"
#include "sim/chance/chance.hpp"
#include "sim/scenario/scenario.hpp"

namespace feira::sim {

using scenario::MarketplaceIndex;
using scenario::ProductIndex;

class Roster {
 public:
  /// Draws an id for each marketplace, so that their order by id is any order. Products get the ids that their owners
  /// give them when they are registered in the order of the file: 1, 2, 3, ... at each owner.
  Roster(const scenario::Scenario& scenario, const chance::Chance& chance);

  [[nodiscard]] std::uint32_t size() const { return static_cast<std::uint32_t>(ids_.size()); }
  [[nodiscard]] MarketplaceId id(MarketplaceIndex index) const { return ids_[index]; }
  /// Sorted by id.
  [[nodiscard]] const std::vector<Member>& members() const { return members_; }
  /// Precondition: `id` takes part.
  [[nodiscard]] MarketplaceIndex index(MarketplaceId id) const {
    std::size_t low = 0;
    for (std::size_t left = sorted_.size(); left > 1;) {
      const std::size_t half = left / 2;
      if (sorted_[low + half].id <= id) low += half;
      left -= half;
    }
    return sorted_[low].index;
  }

  [[nodiscard]] ProductId product(ProductIndex index) const { return products_[index]; }
  [[nodiscard]] const std::vector<ProductId>& products() const { return products_; }

 private:
  struct Place {
    MarketplaceId id;
    MarketplaceIndex index = 0;
  };

  std::vector<MarketplaceId> ids_;
  std::vector<Member> members_;
  std::vector<Place> sorted_;
  std::vector<ProductId> products_;
};

}  // namespace feira::sim
