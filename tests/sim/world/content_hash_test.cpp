#include "sim/world/content_hash.hpp"

#include <gtest/gtest.h>

namespace feira::sim {
namespace {

Message heartbeat() {
  Message message;
  message.from = {1};
  message.sent = LocalTime{5};
  message.clock.set({1}, 3);
  return message;
}

TEST(ContentHash, IsTheSameForEqualMessages) { EXPECT_EQ(content_hash(heartbeat()), content_hash(heartbeat())); }

TEST(ContentHash, TellsMessagesApartByAnyField) {
  const std::uint64_t plain = content_hash(heartbeat());
  Message other = heartbeat();
  other.sent = LocalTime{6};
  EXPECT_NE(content_hash(other), plain);
  other = heartbeat();
  other.clock.set({1}, 4);
  EXPECT_NE(content_hash(other), plain);
  other = heartbeat();
  std::get<Heartbeat>(other.body).versions.set({2}, 1);
  EXPECT_NE(content_hash(other), plain);
  other = heartbeat();
  other.body = Settled{};
  EXPECT_NE(content_hash(other), plain);
}

TEST(ContentHash, TellsQuestionsApartByTheirChange) {
  const Change five = Restock{{{1}, 1}, 5};
  const Change six = Restock{{{1}, 1}, 6};
  check::Invocation invocation;
  invocation.kind = check::InvocationKind::change;
  invocation.change = &five;
  const std::uint64_t first = content_hash(invocation);
  invocation.change = &six;
  EXPECT_NE(content_hash(invocation), first);
}

}  // namespace
}  // namespace feira::sim
