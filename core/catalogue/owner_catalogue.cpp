#include "core/catalogue/owner_catalogue.hpp"

#include <algorithm>

namespace feira {

std::vector<Product>::iterator OwnerCatalogue::place(ProductId id) {
  return std::lower_bound(products_.begin(), products_.end(), id,
                          [](const Product& p, ProductId wanted) { return p.id < wanted; });
}

const Product* OwnerCatalogue::find(ProductId id) const {
  const auto at = const_cast<OwnerCatalogue*>(this)->place(id);
  return at != products_.end() && at->id == id ? &*at : nullptr;
}

void OwnerCatalogue::put(const Product& product) {
  version_ = std::max(version_, product.version);
  highest_local_ = std::max(highest_local_, product.id.local);
  const auto at = place(product.id);
  if (at == products_.end() || at->id != product.id) {
    products_.insert(at, product);
    if (product.removed) ++tombstones_;
    return;
  }
  if (product.removed && !at->removed) ++tombstones_;
  *at = product;
}

Version OwnerCatalogue::change(Product& product) {
  product.version = version_ + 1;
  put(product);
  return version_;
}

bool OwnerCatalogue::apply(const CatalogueDifference& difference, bool any) {
  const bool next = difference.to > version_ && (difference.whole || difference.from <= version_);
  if (!next && !any) return false;
  if (difference.whole) {
    products_.clear();
    tombstones_ = 0;
    floor_ = difference.to;
  }
  for (const Product& product : difference.products) put(product);
  version_ = difference.to;
  return true;
}

CatalogueDifference OwnerCatalogue::difference_above(Version have, bool without_floor) const {
  CatalogueDifference difference{owner_, have, version_, have < floor_ && !without_floor, {}};
  for (const Product& product : products_) {
    if (difference.whole ? !product.removed : product.version > have) difference.products.push_back(product);
  }
  return difference;
}

void OwnerCatalogue::drop_tombstones(std::uint32_t most) {
  while (tombstones_ > most) {
    auto oldest = products_.end();
    for (auto at = products_.begin(); at != products_.end(); ++at) {
      if (at->removed && (oldest == products_.end() || at->version < oldest->version)) oldest = at;
    }
    floor_ = std::max(floor_, oldest->version);
    products_.erase(oldest);
    --tombstones_;
  }
}

bool OwnerCatalogue::same_offers(const OwnerCatalogue& other) const {
  if (version_ != other.version_) return false;
  auto theirs = other.products_.begin();
  for (const Product& mine : products_) {
    if (mine.removed) continue;
    while (theirs != other.products_.end() && theirs->removed) ++theirs;
    if (theirs == other.products_.end() || *theirs != mine) return false;
    ++theirs;
  }
  return std::all_of(theirs, other.products_.end(), [](const Product& p) { return p.removed; });
}

}  // namespace feira
