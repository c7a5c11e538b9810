// One owner's catalogue, at the owner or as a replica: the products that changed last at which version, with tombstones
// for removed ones. Anyone may drop tombstones at any time: the highest version dropped is the floor, and who asks from
// below it is answered with the whole catalogue.
#pragma once

#include <cstdint>
#include <vector>

#include "core/catalogue/product.hpp"

namespace feira {

class OwnerCatalogue {
 public:
  explicit OwnerCatalogue(MarketplaceId owner) : owner_(owner) {}

  [[nodiscard]] MarketplaceId owner() const { return owner_; }
  [[nodiscard]] Version version() const { return version_; }
  /// The highest version whose tombstone was dropped.
  [[nodiscard]] Version floor() const { return floor_; }
  /// Null when unknown here; a tombstone is found with `removed` set.
  [[nodiscard]] const Product* find(ProductId id) const;
  [[nodiscard]] const std::vector<Product>& products() const { return products_; }
  /// A local id never used by this owner before; the first is 1.
  [[nodiscard]] std::uint32_t next_local() const { return highest_local_ + 1; }

  /// The owner's own change: `product` becomes the state at the next version, which is written into it and returned.
  Version change(Product& product);
  /// Takes a state at the version that it names, as when recovering.
  void put(const Product& product);
  /// True when `difference` is the next step from this version and was taken; `any`, for an ablation, takes it anyway.
  bool apply(const CatalogueDifference& difference, bool any = false);
  /// What changed above `have`; below the floor that is everything, unless an ablation wants it `without_floor`.
  [[nodiscard]] CatalogueDifference difference_above(Version have, bool without_floor = false) const;
  /// Drops the oldest tombstones until at most `most` are left.
  void drop_tombstones(std::uint32_t most);
  /// The same products for sale at the same version: tombstones, which anyone may drop, do not count.
  [[nodiscard]] bool same_offers(const OwnerCatalogue& other) const;

  template <class Hasher>
  void hash_into(Hasher& hasher) const {
    hasher.add(owner_, version_, floor_, tombstones_, highest_local_, products_);
  }
  friend bool operator==(const OwnerCatalogue&, const OwnerCatalogue&) = default;

 private:
  std::vector<Product>::iterator place(ProductId id);

  MarketplaceId owner_;
  Version version_ = 0;
  Version floor_ = 0;
  std::uint32_t tombstones_ = 0;
  std::uint32_t highest_local_ = 0;
  std::vector<Product> products_;  // sorted by id
};

}  // namespace feira
