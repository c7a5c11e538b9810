#include "sim/check/catalogue_history.hpp"

namespace feira::check {
namespace {

/// Versions have no gaps; one this far ahead is a broken number and is not worth the memory.
constexpr Version gap_max = 1'000'000;

}  // namespace

void CatalogueHistory::changed(Dense owner, RecordNumber record, std::uint64_t event, Ware ware,
                               const Product& product) {
  if (names_.size() <= ware) names_.resize(ware + 1);
  names_[ware] = {product.name, product.sku};
  append(owner, product.version, {record, event, ware, product.stock, product.price, product.removed, 0});
}

void CatalogueHistory::decided(Dense owner, RecordNumber record, std::uint64_t event, Ware ware, std::int64_t stock,
                               Version version) {
  MadeVersion made{record, event, ware, stock, {}, false, 0};
  if (ware < latest_.size()) {
    if (const MadeVersion* before = find(owner, latest_[ware])) {
      made.price = before->price;
      made.removed = before->removed;
    }
  }
  append(owner, version, made);
}

void CatalogueHistory::crash(Dense owner, RecordNumber survives) {
  std::vector<MadeVersion>& versions = owners_[owner];
  while (!versions.empty() && versions.back().record > survives) {
    const Ware ware = versions.back().product;
    versions.pop_back();
    while (!versions.empty() && versions.back().record == 0) versions.pop_back();
    // Rare and short: look for the version that is the product's latest again.
    Version latest = versions.size();
    while (latest > 0 && versions[latest - 1].product != ware) --latest;
    latest_[ware] = latest;
    if (latest > 0) versions[latest - 1].next = 0;
  }
}

const MadeVersion* CatalogueHistory::find(Dense owner, Version version) const {
  const std::vector<MadeVersion>& versions = owners_[owner];
  if (version == 0 || version > versions.size() || versions[version - 1].record == 0) return nullptr;
  return &versions[version - 1];
}

bool CatalogueHistory::named_so(const Product& product, Ware ware) const {
  return ware < names_.size() && names_[ware].name == product.name && names_[ware].sku == product.sku;
}

void CatalogueHistory::append(Dense owner, Version version, const MadeVersion& made) {
  std::vector<MadeVersion>& versions = owners_[owner];
  // A decision that leaves the product as it is makes no new version.
  if (version <= versions.size() || version > versions.size() + gap_max) return;
  versions.resize(version);
  versions[version - 1] = made;
  if (latest_.size() <= made.product) latest_.resize(made.product + 1, 0);
  Version& latest = latest_[made.product];
  if (latest != 0) versions[latest - 1].next = version;
  latest = version;
}

}  // namespace feira::check
