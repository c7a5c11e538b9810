#include "node/driver/event_log.hpp"

#include <gtest/gtest.h>

#include <thread>

namespace feira::node {
namespace {

using std::chrono::milliseconds;

TEST(EventLog, NumbersFromOneAndPages) {
  EventLog log;
  for (int i = 0; i < 5; ++i) log.add({});
  const auto page = log.after(1, 2, milliseconds(0));
  ASSERT_EQ(page.happenings.size(), 2U);
  EXPECT_EQ(page.happenings[0].number, 2U);
  EXPECT_FALSE(page.gap);
  EXPECT_EQ(log.newest(), 5U);
}

TEST(EventLog, SaysThatTheOldestAreGone) {
  EventLog log(3);
  for (int i = 0; i < 5; ++i) log.add({});
  const auto page = log.after(0, 10, milliseconds(0));
  EXPECT_TRUE(page.gap);
  ASSERT_EQ(page.happenings.size(), 3U);
  EXPECT_EQ(page.happenings[0].number, 3U);
  EXPECT_FALSE(log.after(2, 10, milliseconds(0)).gap);
}

TEST(EventLog, WakesWhoWaits) {
  EventLog log;
  std::thread writer([&] {
    std::this_thread::sleep_for(milliseconds(20));
    log.add({});
  });
  EXPECT_EQ(log.after(0, 10, milliseconds(5000)).happenings.size(), 1U);
  writer.join();
  log.close();
  EXPECT_TRUE(log.after(1, 10, milliseconds(5000)).closed);
}

}  // namespace
}  // namespace feira::node
