#include <gtest/gtest.h>

#include <set>
#include <string>
#include <variant>

#include "core/wire/wire.hpp"
#include "tests/core/generators.hpp"

namespace feira::wire {
namespace {

template <class Value>
std::string said(const std::variant<Value, WireError>& result) {
  const auto* error = std::get_if<WireError>(&result);
  return error == nullptr ? "decoded" : error->path + ": " + error->what;
}

RC_GTEST_PROP(WireRoundTrip, EveryKindOfMessageComesBackAsItWas, ()) {
  for (std::size_t kind = 0; kind < message_kinds; ++kind) {
    const Message message = testing::some_message(kind);
    const std::string text = encode(message);
    const auto back = decode_message(text);
    if (!std::holds_alternative<Message>(back)) RC_FAIL(said(back) + " in " + text);
    RC_ASSERT(std::get<Message>(back) == message);
    RC_ASSERT(encode(std::get<Message>(back)) == text);
  }
}

RC_GTEST_PROP(WireRoundTrip, EveryKindOfRecordComesBackAsItWas, ()) {
  for (std::size_t kind = 0; kind < record_kinds; ++kind) {
    const Record record = testing::some_record(kind);
    const std::string text = encode(record);
    const auto back = decode_record(text);
    if (!std::holds_alternative<Record>(back)) RC_FAIL(said(back) + " in " + text);
    RC_ASSERT(std::get<Record>(back) == record);
    RC_ASSERT(encode(std::get<Record>(back)) == text);
  }
}

RC_GTEST_PROP(WireRoundTrip, UnequalMessagesHaveUnequalBytes, ()) {
  const auto kind = *rc::gen::inRange<std::size_t>(0, message_kinds);
  const Message a = testing::some_message(kind);
  const Message b = testing::some_message(kind);
  RC_ASSERT((a == b) == (encode(a) == encode(b)));
}

TEST(WireFormat, OfAMessageIsOneObjectInAFixedOrder) {
  Message message;
  message.from = {10};
  message.incarnation = {1};
  message.sent = {-5};
  message.clock.set({0xdeadbeef}, 3);
  message.clock.set({10}, 9'007'199'254'740'993);
  message.body = Release{{{10}, 3}, {{11}, 1}, {1, 9}};
  EXPECT_EQ(encode(message), R"({"feira":1,"message":"release","from":"0000000a","incarnation":1,"sent":"-5",)"
                             R"("clock":{"0000000a":"9007199254740993","deadbeef":"3"},)"
                             R"("body":{"interest":"0000000a#3","product":"0000000b.1","token":"1.9"}})");
}

TEST(WireFormat, OfARecordLeavesOutWhatIsAbsent) {
  Record record;
  Decided decided;
  decided.product = {{11}, 1};
  decided.decisions.push_back({{{0, 7}, 2, {4990, {{'B', 'R', 'L'}}}}, Outcome::refused_sold_out});
  decided.stock = -1;
  decided.version = 4;
  record.body = decided;
  EXPECT_EQ(encode(record),
            R"({"feira":1,"record":"decided","clock":{},"frontier":{},"body":{"product":"0000000b.1","decisions":)"
            R"([{"key":"00000000000000000000000000000007","quantity":2,"price":{"minor":"4990","currency":"BRL"},)"
            R"("outcome":"refused-sold-out"}],"stock":"-1","version":"4"}})");
}

TEST(WireFormat, TellsACopyWithoutPurchasesFromAnInterestThatHasNone) {
  Interest interest;
  interest.id = {{10}, 1};
  interest.product = {{11}, 1};
  interest.clock.set({10}, 1);
  Message message;
  message.from = {10};
  for (const bool known : {false, true}) {
    interest.purchases_known = known;
    message.body = InterestTold{interest};
    const std::string text = encode(message);
    EXPECT_EQ(text.find("purchases") != std::string::npos, known);
    EXPECT_EQ(std::get<Message>(decode_message(text)), message);
  }
}

TEST(WireFormat, ReplacesBytesThatAreNotText) {
  Record record;
  ProductChanged changed;
  changed.product.id = {{11}, 1};
  changed.product.name = "caf\xE9";
  record.body = changed;
  const auto back = decode_record(encode(record));
  ASSERT_TRUE(std::holds_alternative<Record>(back)) << said(back);
  EXPECT_EQ(std::get<ProductChanged>(std::get<Record>(back).body).product.name, "caf\xEF\xBF\xBD");
}

TEST(WireFormat, OrderOfKeysDoesNotMatterWhenReading) {
  const auto back = decode_record(
      R"({"body":{"range":["1","4"],"origin":"0000000b"},"frontier":{},"clock":{"0000000b":"1","0000000a":"2"},)"
      R"("record":"voided","feira":1})");
  ASSERT_TRUE(std::holds_alternative<Record>(back)) << said(back);
  EXPECT_EQ(std::get<Record>(back).clock[{10}], 2U);
}

TEST(WireFormat, EachKindHasANameOfItsOwn) {
  std::set<std::string> names;
  for (std::size_t i = 0; i < message_kinds; ++i) names.insert(name(static_cast<MessageKind>(i)));
  EXPECT_EQ(names.size(), message_kinds);
  names.clear();
  for (std::size_t i = 0; i < record_kinds; ++i) names.insert(name(static_cast<RecordKind>(i)));
  EXPECT_EQ(names.size(), record_kinds);
}

}  // namespace
}  // namespace feira::wire
