#include "core/catalogue/owner_catalogue.hpp"

#include <gtest/gtest.h>

namespace feira {
namespace {

constexpr MarketplaceId ana{1};

Product lamp(std::uint32_t local, std::int64_t stock) {
  Product product;
  product.id = {ana, local};
  product.name = "lamp";
  product.stock = stock;
  return product;
}

void remove(OwnerCatalogue& catalogue, std::uint32_t local) {
  Product product = *catalogue.find({ana, local});
  product.removed = true;
  catalogue.change(product);
}

/// An owner with three products at versions 1 to 3.
OwnerCatalogue three_lamps() {
  OwnerCatalogue owner(ana);
  for (std::uint32_t local = 1; local <= 3; ++local) {
    Product product = lamp(local, 10);
    owner.change(product);
  }
  return owner;
}

TEST(OwnerCatalogue, NumbersEachChange) {
  OwnerCatalogue owner = three_lamps();
  EXPECT_EQ(owner.version(), 3U);
  EXPECT_EQ(owner.find({ana, 2})->version, 2U);
  EXPECT_EQ(owner.next_local(), 4U);
}

TEST(OwnerCatalogue, AReplicaTakesOnlyTheNextStep) {
  const OwnerCatalogue owner = three_lamps();
  OwnerCatalogue replica(ana);
  CatalogueDifference push{ana, 1, 2, false, {*owner.find({ana, 2})}};
  EXPECT_FALSE(replica.apply(push)) << "version 1 is missing";
  EXPECT_TRUE(replica.apply(owner.difference_above(0)));
  EXPECT_FALSE(replica.apply(push)) << "an old copy";
  EXPECT_TRUE(replica.same_offers(owner));
}

TEST(OwnerCatalogue, AReplicaSuppliesWhatItsOwnerWould) {
  const OwnerCatalogue owner = three_lamps();
  OwnerCatalogue replica(ana);
  replica.apply(owner.difference_above(0));
  OwnerCatalogue second(ana);
  EXPECT_TRUE(second.apply(replica.difference_above(0)));
  EXPECT_EQ(second, replica);
}

TEST(OwnerCatalogue, ARemovalReachesReplicasAsATombstone) {
  OwnerCatalogue owner = three_lamps();
  OwnerCatalogue replica(ana);
  replica.apply(owner.difference_above(0));
  remove(owner, 2);
  replica.apply(owner.difference_above(replica.version()));
  EXPECT_TRUE(replica.find({ana, 2})->removed);
}

TEST(OwnerCatalogue, WhoAsksFromBelowTheFloorGetsTheWholeCatalogueWhichReplaces) {
  OwnerCatalogue owner = three_lamps();
  OwnerCatalogue behind(ana);
  behind.apply(owner.difference_above(0));
  remove(owner, 1);
  remove(owner, 2);
  owner.drop_tombstones(0);
  EXPECT_EQ(owner.find({ana, 1}), nullptr);
  const CatalogueDifference difference = owner.difference_above(behind.version());
  EXPECT_TRUE(difference.whole);
  EXPECT_TRUE(behind.apply(difference));
  EXPECT_EQ(behind.find({ana, 1}), nullptr);
  EXPECT_TRUE(behind.same_offers(owner));
  EXPECT_EQ(owner.next_local(), 4U) << "a local id is never used again";
}

TEST(OwnerCatalogue, TheOldestTombstonesAreDroppedFirst) {
  OwnerCatalogue owner = three_lamps();
  remove(owner, 3);
  remove(owner, 1);
  owner.drop_tombstones(1);
  EXPECT_EQ(owner.find({ana, 3}), nullptr);
  EXPECT_NE(owner.find({ana, 1}), nullptr);
}

TEST(OwnerCatalogue, TombstonesDoNotMakeOffersDiffer) {
  OwnerCatalogue owner = three_lamps();
  remove(owner, 2);
  OwnerCatalogue replica = owner;
  replica.drop_tombstones(0);
  EXPECT_TRUE(replica.same_offers(owner));
  EXPECT_TRUE(owner.same_offers(replica));
}

}  // namespace
}  // namespace feira
