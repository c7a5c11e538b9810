#include "core/catalogue/catalogue.hpp"

#include <algorithm>

namespace feira {

void Catalogue::reset(MarketplaceId me, const Membership& members) {
  own_ = OwnerCatalogue(me);
  replicas_.clear();
  versions_ = {};
  for (const MemberEntry& member : members.all()) replica(member.id);
}

Catalogue::Replica* Catalogue::replica(MarketplaceId owner) {
  if (owner == own_.owner() || owner == MarketplaceId{}) return nullptr;
  const auto at = std::lower_bound(replicas_.begin(), replicas_.end(), owner,
                                   [](const Replica& r, MarketplaceId id) { return r.catalogue.owner() < id; });
  if (at != replicas_.end() && at->catalogue.owner() == owner) return &*at;
  return &*replicas_.insert(at, Replica{OwnerCatalogue(owner), 0, {}});
}

const Catalogue::Replica* Catalogue::find_replica(MarketplaceId owner) const {
  const auto at = std::lower_bound(replicas_.begin(), replicas_.end(), owner,
                                   [](const Replica& r, MarketplaceId id) { return r.catalogue.owner() < id; });
  return at != replicas_.end() && at->catalogue.owner() == owner ? &*at : nullptr;
}

std::vector<CatalogueDifference> Catalogue::whole() const {
  std::vector<CatalogueDifference> all;
  if (own_.version() > 0) all.push_back(own_.difference_above(0));
  for (const Replica& held : replicas_) {
    if (held.catalogue.version() > 0) all.push_back(held.catalogue.difference_above(0));
  }
  return all;
}

const OwnerCatalogue* Catalogue::of(MarketplaceId owner) const {
  if (owner == own_.owner()) return &own_;
  const Replica* held = find_replica(owner);
  return held == nullptr ? nullptr : &held->catalogue;
}

const Product* Catalogue::find(ProductId id) const {
  const OwnerCatalogue* held = of(id.owner);
  return held == nullptr ? nullptr : held->find(id);
}

Version Catalogue::change(Product& product, const Options& options) {
  const Version version = own_.change(product);
  own_.drop_tombstones(options.tombstones_max);
  versions_.raise(own_.owner(), version);
  return version;
}

void Catalogue::push(Step& step, const Product& product) {
  if (step.ablated(Ablation::push)) return;
  step.broadcast(CatalogueDifference{product.id.owner, product.version - 1, product.version, false, {product}}, {},
                 Ablation::durable_change);
}

void Catalogue::handle(Step& step, const CatalogueDifference& difference) {
  Replica* held = replica(difference.owner);
  if (held == nullptr || !held->catalogue.apply(difference, step.ablated(Ablation::version_check))) return;
  held->catalogue.drop_tombstones(step.options().tombstones_max);
  versions_.raise(difference.owner, difference.to);
  step.record_replica(ReplicaAdvanced{difference});
}

void Catalogue::handle(Step& step, MarketplaceId from, const CatalogueWanted& wanted) const {
  const OwnerCatalogue* held = of(wanted.owner);
  if (held != nullptr && held->version() > wanted.have) {
    step.send(from, held->difference_above(wanted.have, step.ablated(Ablation::tombstone_floor)));
  }
}

void Catalogue::handle(Step& step, MarketplaceId from, const Heartbeat& heartbeat) {
  if (step.ablated(Ablation::anti_entropy)) return;
  for (const VectorClock::Entry& told : heartbeat.versions.entries()) {
    if (told.marketplace == step.me()) continue;
    Replica* held = replica(told.marketplace);
    if (held == nullptr || told.count <= held->catalogue.version()) continue;
    const bool lacking_before = held->noticed > held->catalogue.version();
    if (!lacking_before) {
      held->noticed = told.count;
      held->ask_from = step.now + step.options().heartbeat;
    } else if (held->ask_from <= step.now) {
      held->ask_from = step.now + step.options().retransmit;
      step.send(from, CatalogueWanted{told.marketplace, held->catalogue.version()});
    }
  }
}

void Catalogue::restore(const Product& product) {
  own_.put(product);
  versions_.raise(own_.owner(), own_.version());
}

void Catalogue::recover(const Decided& decided) {
  if (decided.version == 0) return;  // a cancellation changes no product
  const Product* known = own_.find(decided.product);
  if (known == nullptr) return;
  Product product = *known;
  product.stock = decided.stock;
  product.version = decided.version;
  restore(product);
}

void Catalogue::recover(const ReplicaAdvanced& advanced, const Options& options) {
  Replica* held = replica(advanced.difference.owner);
  if (held == nullptr || !held->catalogue.apply(advanced.difference)) return;
  held->catalogue.drop_tombstones(options.tombstones_max);
  versions_.raise(advanced.difference.owner, held->catalogue.version());
}

}  // namespace feira
