#include "sim/world/encoding.hpp"

#include <gtest/gtest.h>

#include <cstdint>

namespace feira::sim {
namespace {

Message heartbeat(std::int64_t sent) {
  Message message;
  message.from = MarketplaceId{10};
  message.incarnation = Incarnation{1};
  message.sent = LocalTime{sent};
  return message;
}

TEST(Encoding, GivesBackWhatDeparted) {
  Encoding encoding(true);
  encoding.depart({3}, heartbeat(5));
  encoding.depart({0}, heartbeat(6));
  EXPECT_EQ(encoding.arrive({3}, heartbeat(5)), heartbeat(5));
  EXPECT_EQ(encoding.arrive({0}, heartbeat(6)), heartbeat(6));
}

TEST(Encoding, StopsWhenSomethingElseArrives) {
  Encoding encoding(true);
  encoding.depart({0}, heartbeat(6));
  EXPECT_DEATH(static_cast<void>(encoding.arrive({0}, heartbeat(7))), "a message is the same");
}

TEST(Encoding, SeesEveryBitThatIsFlipped) {
  Encoding encoding(true);
  encoding.depart({0}, heartbeat(5));
  // High bits choose the place: this passes through all of the frame's bits several times.
  for (std::uint64_t i = 0; i < 8192; ++i) encoding.damage({0}, i << 51U);
  EXPECT_EQ(encoding.arrive({0}, heartbeat(5)), heartbeat(5));
}

TEST(Encoding, GivesBackTheRecordsThatAreKept) {
  const Record record;
  EXPECT_EQ(Encoding(true).kept(record), record);
}

}  // namespace
}  // namespace feira::sim
