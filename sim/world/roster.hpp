// Who takes part: the drawn ids of a scenario's marketplaces and products, and the way from an id back to its index.
//
// An id is never used again. A marketplace that joins anew after it has lost its disk gets its next one; all ids that a
// run can ever need are drawn before it, so that whoever watches the run knows them from the start.
//
// While a marketplace runs under its old id on a disk that has lost records, it is watched under an id of its own, its
// double's: what it does then is not what the marketplace of that id has done.
#pragma once

#include <cstdint>
#include <string>
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
  /// Draws an id for each marketplace, so that their order by id is any order, and as many more for each as `renewals`
  /// says (none when empty). Products get the ids that their owners give them when they are registered in the order of
  /// the file: 1, 2, 3, ... at each owner.
  Roster(const scenario::Scenario& scenario, const chance::Chance& chance,
         const std::vector<std::uint32_t>& renewals = {});

  [[nodiscard]] std::uint32_t size() const { return static_cast<std::uint32_t>(lives_.size()); }
  /// The id that a marketplace has now.
  [[nodiscard]] MarketplaceId id(MarketplaceIndex index) const { return lives_[index].ids[lives_[index].now]; }
  /// Under which id the marketplace is watched after its disk has lost records.
  [[nodiscard]] MarketplaceId double_of(MarketplaceIndex index) const {
    return lives_[index].doubles[lives_[index].now];
  }
  [[nodiscard]] bool can_renew(MarketplaceIndex index) const {
    return lives_[index].now + 1 < lives_[index].ids.size();
  }
  /// The marketplace begins anew under its next id. Precondition: `can_renew`.
  void renew(MarketplaceIndex index) { ++lives_[index].now; }

  /// All ids that can occur, sorted by id, with the names to tell them apart by.
  [[nodiscard]] const std::vector<Member>& members() const { return members_; }
  /// Precondition: `id` can occur.
  [[nodiscard]] const std::string& name(MarketplaceId id) const;
  /// The first ids of these marketplaces, sorted by id.
  [[nodiscard]] std::vector<Member> founders(const std::vector<bool>& joins_later) const;
  /// Precondition: `id` can occur.
  [[nodiscard]] MarketplaceIndex index(MarketplaceId id) const {
    std::size_t low = 0;
    for (std::size_t left = sorted_.size(); left > 1;) {
      const std::size_t half = left / 2;
      if (sorted_[low + half].id <= id) low += half;
      left -= half;
    }
    return sorted_[low].index;
  }

  /// The id of a product at its owner's present id.
  [[nodiscard]] ProductId product(ProductIndex index) const {
    return {id(products_[index].owner), products_[index].local};
  }
  [[nodiscard]] std::uint32_t product_count() const { return static_cast<std::uint32_t>(products_.size()); }
  /// All ids that a product may have, in order.
  [[nodiscard]] std::vector<ProductId> ids_of_product(ProductIndex index) const;

 private:
  struct Lives {
    std::vector<MarketplaceId> ids;
    std::vector<MarketplaceId> doubles;
    std::uint32_t now = 0;
  };
  struct Place {
    MarketplaceId id;
    MarketplaceIndex index = 0;
  };
  struct Ware {
    MarketplaceIndex owner = 0;
    std::uint32_t local = 0;
  };

  MarketplaceId add(MarketplaceIndex index, const std::string& name, const chance::Chance& chance, std::uint32_t which,
                    std::uint8_t purpose);

  std::vector<Lives> lives_;
  std::vector<Member> members_;
  std::vector<Place> sorted_;
  std::vector<Ware> products_;
};

}  // namespace feira::sim
