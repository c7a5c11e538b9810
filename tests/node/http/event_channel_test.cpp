#include "node/http/event_channel.hpp"

#include <gtest/gtest.h>

namespace feira::http {
namespace {

using std::chrono::milliseconds;

TEST(Event, StandsInAStreamLineByLine) {
  EXPECT_EQ(text({"7", "sold", "{}"}), "id: 7\nevent: sold\ndata: {}\n\n");
  EXPECT_EQ(text({{}, {}, "a\nb\r\nc\rd"}), "data: a\ndata: b\ndata: c\ndata: d\n\n");
  EXPECT_EQ(text({"1\n2", "x\r\ny", ""}), "id: 12\nevent: xy\ndata: \n\n");
}

TEST(EventChannel, GivesWhatWasPushedInOrder) {
  EventChannel channel;
  EXPECT_TRUE(channel.push({"1", {}, {}}));
  EXPECT_TRUE(channel.push({"2", {}, {}}));
  const auto events = channel.take(milliseconds(0));
  ASSERT_TRUE(events);
  ASSERT_EQ(events->size(), 2U);
  EXPECT_EQ(events->back().id, "2");
  EXPECT_TRUE(channel.take(milliseconds(0))->empty());
}

TEST(EventChannel, DeliversWhatWaitsWhenClosed) {
  EventChannel channel;
  channel.push({"1", {}, {}});
  channel.close();
  EXPECT_FALSE(channel.push({"2", {}, {}}));
  EXPECT_EQ(channel.take(milliseconds(0))->size(), 1U);
  EXPECT_FALSE(channel.take(milliseconds(0)));
}

TEST(EventChannel, CutsOffWhoReadsTooSlowly) {
  EventChannel channel(2);
  EXPECT_TRUE(channel.push({"1", {}, {}}));
  EXPECT_TRUE(channel.push({"2", {}, {}}));
  EXPECT_FALSE(channel.push({"3", {}, {}}));
  EXPECT_TRUE(channel.closed());
}

}  // namespace
}  // namespace feira::http
