#include "core/arbiter/lease_book.hpp"

#include <gtest/gtest.h>

namespace feira {
namespace {

constexpr MarketplaceId ana{1};
constexpr MarketplaceId bia{2};

class LeaseBookTest : public testing::Test {
 protected:
  LeaseBookTest() {
    config.me = ana;
    config.members = {{ana, "ana"}, {bia, "bia"}};
    config.options.lease = seconds(1);
    config.options.lease_cap = seconds(3);
    members.reset(config);
    book.reset(config, seconds(1), LocalTime{});
  }
  Step step(LocalTime now = {}) {
    out.clear();
    return Step(now, config, members, Incarnation{1}, clock, clock, journal, out);
  }

  Config config;
  Membership members;
  VectorClock clock;
  JournalHead journal;
  Effects out;
  LeaseBook book;
};

TEST_F(LeaseBookTest, ALeaseThatEndsWithoutItsCommitDoublesTheNextUpToTheCap) {
  book.ended_without_commit(bia, config.options);
  EXPECT_EQ(book.length(bia), seconds(2));
  book.ended_without_commit(bia, config.options);
  EXPECT_EQ(book.length(bia), seconds(3));
  EXPECT_EQ(book.length(ana), seconds(1)) << "each marketplace has its own";
}

TEST_F(LeaseBookTest, ACommitWellWithinHalvesTheNextDownToFiveHeartbeats) {
  book.committed(bia, milliseconds(900), config.options);
  EXPECT_EQ(book.length(bia), seconds(1)) << "not well within";
  book.committed(bia, milliseconds(100), config.options);
  EXPECT_EQ(book.length(bia), milliseconds(500));
  book.committed(bia, milliseconds(10), config.options);
  EXPECT_EQ(book.length(bia), milliseconds(500));
}

TEST_F(LeaseBookTest, ALongerLeaseIsDurableBeforeItIsGranted) {
  book.ended_without_commit(bia, config.options);
  Step now = step();
  book.cover(now, bia);
  ASSERT_EQ(out.records.size(), 1U);
  EXPECT_EQ(std::get<LeaseBound>(out.records[0].body).longest, seconds(2));
  Step again = step();
  book.cover(again, bia);
  EXPECT_TRUE(out.records.empty());
}

TEST_F(LeaseBookTest, TheBoundIsNotLoweredWhileALongerLeaseIsOutstandingOrDuringTheWait) {
  book.reset(config, seconds(8), LocalTime{1'000});
  Step waiting = step(LocalTime{0});
  book.lower(waiting, {});
  EXPECT_TRUE(out.records.empty());
  Step outstanding = step(LocalTime{1'000});
  book.lower(outstanding, seconds(8));
  EXPECT_TRUE(out.records.empty());
  Step free = step(LocalTime{1'000});
  book.lower(free, {});
  ASSERT_EQ(out.records.size(), 1U);
  EXPECT_EQ(book.bound(), seconds(1));
}

TEST_F(LeaseBookTest, TheHoldersPartLeavesRoomForTheDriftOfBothClocks) {
  config.options.drift_ppm = 100'000;  // 10 %
  EXPECT_EQ(holders_part(seconds(1), config.options), milliseconds(800));
}

}  // namespace
}  // namespace feira
