#include "sim/kernel/message_slab.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace feira::kernel {
namespace {

TEST(MessageSlab, KeepsAMessageUntilItsLastCopyIsTaken) {
  MessageSlab<std::string> slab;
  const Slot slot = slab.hold("two copies");
  slab.retain(slot);
  slab.retain(slot);
  EXPECT_EQ(slab.take(slot), 1U);
  slab.settle(slot);
  EXPECT_EQ(slab.at(slot), "two copies");
  EXPECT_EQ(slab.take(slot), 0U);
  EXPECT_EQ(slab.held(), 1U);
  slab.settle(slot);
  EXPECT_EQ(slab.held(), 0U);
}

TEST(MessageSlab, UsesFreedSlotsAgain) {
  MessageSlab<int> slab;
  const Slot first = slab.hold(1);
  slab.settle(first);
  EXPECT_EQ(slab.hold(2), first);
  EXPECT_EQ(slab.at(first), 2);
}

TEST(MessageSlab, HandsOutEachSlotOnce) {
  MessageSlab<int> slab;
  std::vector<Slot> slots;
  for (int i = 0; i < 1000; ++i) slots.push_back(slab.hold(i));
  for (int i = 0; i < 1000; ++i) EXPECT_EQ(slab.at(slots[static_cast<std::size_t>(i)]), i);
  EXPECT_EQ(slab.held(), 1000U);
}

TEST(MessageSlab, NeverMovesAMessage) {
  MessageSlab<std::string> slab;
  const Slot slot = slab.hold("here");
  const std::string& message = slab.at(slot);
  for (int i = 0; i < 10'000; ++i) slab.hold("more");
  EXPECT_EQ(&message, &slab.at(slot));
  EXPECT_EQ(message, "here");
}

TEST(MessageSlab, LeavesAnOldMessagesMemoryToTheNext) {
  MessageSlab<std::string> slab;
  const Slot slot = slab.hold(std::string(1000, 'x'));
  const char* memory = slab.at(slot).data();
  slab.settle(slot);
  EXPECT_EQ(slab.acquire(), slot);
  EXPECT_EQ(slab.at(slot).size(), 1000U);
  slab.at(slot).assign(900, 'y');
  EXPECT_EQ(slab.at(slot).data(), memory);
}

TEST(MessageSlab, IsAValue) {
  MessageSlab<std::string> slab;
  const Slot slot = slab.hold("original");
  MessageSlab<std::string> copy = slab;
  copy.at(slot) = "copy";
  EXPECT_EQ(slab.at(slot), "original");
  EXPECT_EQ(copy.at(slot), "copy");
}

TEST(MessageSlabDeathTest, StopsWhenAFreeSlotIsSpokenOf) {
  MessageSlab<int> slab;
  const Slot slot = slab.hold(1);
  slab.settle(slot);
  EXPECT_DEATH(slab.at(slot) = 2, "only held messages");
  EXPECT_DEATH(slab.settle(slot), "only held messages");
}

TEST(MessageSlabDeathTest, StopsWhenMoreIsTakenThanWasSent) {
  MessageSlab<int> slab;
  const Slot slot = slab.hold(1);
  EXPECT_DEATH(slab.take(slot), "as often as it was sent");
}

}  // namespace
}  // namespace feira::kernel
