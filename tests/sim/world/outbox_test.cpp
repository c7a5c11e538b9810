#include "sim/world/outbox.hpp"

#include <gtest/gtest.h>

#include <string>

namespace feira::sim {
namespace {

/// Writes down what leaves: "s7" for the send in slot 7, "r3" for the answer to request 3, "h2" for a hook of token 2.
struct Notes {
  std::string text;
  void operator()(const HeldSend& send) { text += " s" + std::to_string(send.slot.index); }
  void operator()(const HeldReply& held) { text += " r" + std::to_string(held.reply.request.value); }
  void operator()(const StartHook& hook) { text += " h" + std::to_string(hook.token.counter); }
};

HeldSend send(std::uint32_t slot) { return {{slot}, {}, {}}; }

HeldReply reply(std::uint64_t request) {
  HeldReply held;
  held.reply.request = {request};
  return held;
}

StartHook hook(std::uint64_t counter) {
  StartHook start;
  start.token.counter = counter;
  return start;
}

std::string released(Outbox& outbox, RecordNumber durable) {
  Notes notes;
  outbox.release(durable, notes);
  return notes.text;
}

TEST(Outbox, LetsEachLeaveWhenItsRecordIsDurable) {
  Outbox outbox;
  outbox.hold(1, send(1));
  outbox.hold(2, reply(2));
  outbox.hold(3, hook(3));
  outbox.hold(3, send(4));
  EXPECT_EQ(released(outbox, 0), "");
  EXPECT_EQ(released(outbox, 2), " s1 r2");
  EXPECT_FALSE(outbox.empty());
  EXPECT_EQ(released(outbox, 9), " h3 s4");
  EXPECT_TRUE(outbox.empty());
}

TEST(Outbox, KeepsTheOrderInWhichEffectsWereMade) {
  Outbox outbox;
  outbox.hold(5, send(1));
  outbox.hold(4, send(2));
  outbox.hold(5, send(3));
  EXPECT_EQ(released(outbox, 4), " s2");
  outbox.hold(5, send(4));
  EXPECT_EQ(released(outbox, 5), " s1 s3 s4");
}

TEST(Outbox, GivesMessagesBackAtACrashAndForgetsTheRest) {
  Outbox outbox;
  outbox.hold(1, send(1));
  outbox.hold(1, reply(2));
  outbox.hold(2, send(3));
  std::string dropped;
  outbox.crash([&](const HeldSend& held) { dropped += " s" + std::to_string(held.slot.index); });
  EXPECT_EQ(dropped, " s1 s3");
  EXPECT_TRUE(outbox.empty());
  EXPECT_EQ(released(outbox, 99), "");
}

}  // namespace
}  // namespace feira::sim
