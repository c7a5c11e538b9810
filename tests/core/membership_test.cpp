#include "core/membership/membership.hpp"

#include <gtest/gtest.h>

namespace feira {
namespace {

constexpr MarketplaceId ana{1};
constexpr MarketplaceId bia{2};
constexpr MarketplaceId caio{3};

MemberEntry told(MarketplaceId id, Standing standing) { return {id, "somebody", standing, false}; }

class MembershipTest : public testing::Test {
 protected:
  MembershipTest() {
    Config config;
    config.me = ana;
    config.members = {{ana, "ana"}, {bia, "bia"}};
    members.reset(config);
  }
  Membership members;
};

TEST_F(MembershipTest, OfFoundersAloneTellsNothing) {
  EXPECT_TRUE(members.changes().empty());
  EXPECT_EQ(members.others(), 1U);
  EXPECT_FALSE(members.any_gone());
}

TEST_F(MembershipTest, TakesNewsOnce) {
  EXPECT_TRUE(members.take(told(caio, Standing::present)));
  EXPECT_FALSE(members.take(told(caio, Standing::present)));
  EXPECT_EQ(members.others(), 2U);
  ASSERT_EQ(members.changes().size(), 1U);
  EXPECT_EQ(members.changes()[0].id, caio);
}

TEST_F(MembershipTest, NeverTakesAMemberBack) {
  EXPECT_TRUE(members.take(told(bia, Standing::left)));
  EXPECT_FALSE(members.take(told(bia, Standing::present)));
  EXPECT_TRUE(members.gone(bia));
  EXPECT_FALSE(members.evicted(bia));
  EXPECT_TRUE(members.take(told(bia, Standing::evicted)));
  EXPECT_FALSE(members.take(told(bia, Standing::left)));
  EXPECT_TRUE(members.evicted(bia));
  EXPECT_EQ(members.others(), 0U);
}

TEST_F(MembershipTest, TakesAMemberBackWhenThatIsAblated) {
  Ablations ablations;
  ablations.add(Ablation::membership_only_grows);
  EXPECT_TRUE(members.take(told(bia, Standing::left), ablations));
  EXPECT_TRUE(members.take(told(bia, Standing::present), ablations));
  EXPECT_FALSE(members.take(told(bia, Standing::present), ablations));
  EXPECT_FALSE(members.gone(bia));
  EXPECT_EQ(members.others(), 1U);
}

TEST_F(MembershipTest, IsTheSameInWhateverOrderItWasTold) {
  Membership other = members;
  const MemberEntry news[] = {told(caio, Standing::present), told(bia, Standing::left), told(caio, Standing::evicted)};
  for (int i : {0, 1, 2}) members.take(news[i]);
  for (int i : {2, 1, 0}) other.take(news[i]);
  EXPECT_EQ(members, other);
}

TEST_F(MembershipTest, DoesNotCallAStrangerGone) {
  EXPECT_FALSE(members.gone(caio)) << "it may only be early";
  EXPECT_EQ(members.find(caio), nullptr);
}

}  // namespace
}  // namespace feira
