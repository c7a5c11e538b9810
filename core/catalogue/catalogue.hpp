// The catalogues that a marketplace holds: its own, which it alone changes, and read-only replicas of all others, kept
// up to date without anyone asking: changes are pushed, heartbeats tell versions, and whoever lacks something asks for
// the difference (anti-entropy).
#pragma once

#include <vector>

#include "core/catalogue/owner_catalogue.hpp"
#include "core/clock/vector_clock.hpp"
#include "core/config.hpp"
#include "core/membership/membership.hpp"
#include "core/message.hpp"
#include "core/step.hpp"

namespace feira {

class Catalogue {
 public:
  void reset(MarketplaceId me, const Membership& members);

  [[nodiscard]] const OwnerCatalogue& own() const { return own_; }
  [[nodiscard]] const OwnerCatalogue* of(MarketplaceId owner) const;
  [[nodiscard]] const Product* find(ProductId id) const;
  /// The versions held, by owner, as heartbeats tell them.
  [[nodiscard]] const VectorClock& versions() const { return versions_; }

  /// Makes `product` the next version of the own catalogue. The caller makes the record; then `push` tells all.
  Version change(Product& product, const Options& options);
  /// Pushes the newest own version, which changed just `product`.
  static void push(Step& step, const Product& product);

  /// All that is held, each catalogue whole: what a newcomer is given.
  [[nodiscard]] std::vector<CatalogueDifference> whole() const;

  /// The local clock went back: what lacks may be asked for at once.
  void start_over(LocalTime now) {
    for (Replica& each : replicas_) each.ask_from = now;
  }

  void handle(Step& step, const CatalogueDifference& difference);
  void handle(Step& step, MarketplaceId from, const CatalogueWanted& wanted) const;
  /// Compares versions that a heartbeat told with ours and asks its sender for what has been lacking for a while.
  void handle(Step& step, MarketplaceId from, const Heartbeat& heartbeat);

  void recover(const ProductChanged& changed) { restore(changed.product); }
  void recover(const Decided& decided);
  void recover(const ReplicaAdvanced& advanced, const Options& options);

  template <class Hasher>
  void hash_into(Hasher& hasher) const {
    hasher.add(own_, replicas_, versions_);
  }
  friend bool operator==(const Catalogue&, const Catalogue&) = default;

 private:
  struct Replica {
    OwnerCatalogue catalogue;
    /// The highest version told of. What lacks is not asked for before `ask_from`, since a push may be on its way.
    Version noticed = 0;
    LocalTime ask_from;
    template <class Hasher>
    void hash_into(Hasher& hasher) const {
      hasher.add(catalogue, noticed, ask_from);
    }
    friend bool operator==(const Replica&, const Replica&) = default;
  };

  /// Null for nobody and for the marketplace itself, which holds no replica of its own; made when first spoken of.
  Replica* replica(MarketplaceId owner);
  [[nodiscard]] const Replica* find_replica(MarketplaceId owner) const;
  void restore(const Product& product);

  OwnerCatalogue own_{MarketplaceId{}};
  std::vector<Replica> replicas_;  // sorted by owner
  VectorClock versions_;
};

}  // namespace feira
