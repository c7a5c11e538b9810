// What peers say to one another over HTTP on this host: batches, signatures, mailboxes, addresses.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "node/transport/address_book.hpp"
#include "node/transport/batch.hpp"
#include "node/transport/mailbox.hpp"
#include "node/transport/signature.hpp"
#include "node/transport/url.hpp"

namespace feira::node {
namespace {

const Address ana{MarketplaceId{1}, "ana", "http://127.0.0.1:10000"};
const Address bia{MarketplaceId{2}, "bia", "http://127.0.0.1:10010"};

Message heartbeat(std::uint32_t from, std::int64_t sent) {
  return Message{MarketplaceId{from}, Incarnation{1}, LocalTime{sent}, {}, Heartbeat{}};
}

Message release(std::uint32_t from, std::uint64_t number) {
  return Message{MarketplaceId{from},
                 Incarnation{1},
                 LocalTime{1},
                 {},
                 Release{{MarketplaceId{from}, number}, {MarketplaceId{2}, 1}, {}}};
}

std::shared_ptr<const Letter> letter(Message message) { return std::make_shared<const Letter>(std::move(message)); }

BatchHead head() { return {wire::format_version, "0011223344556677", ana, bia.id, {bia}}; }

// --- batches --------------------------------------------------------------------------------------------------------

TEST(Batch, IsReadAsItWasWritten) {
  const std::vector<Message> messages{heartbeat(1, 5), release(1, 3)};
  std::string text = text_of(head());
  for (const Message& message : messages) text += wire::encode(message) + "\n";
  const auto read = read_batch(text);
  ASSERT_TRUE(std::holds_alternative<Batch>(read)) << std::get<BatchError>(read).what;
  EXPECT_EQ(std::get<Batch>(read).head, head());
  EXPECT_EQ(std::get<Batch>(read).messages, messages);
}

TEST(Batch, AnotherWireVersionIsSaidSo) {
  BatchHead newer = head();
  newer.wire = 99;
  const auto read = read_batch(text_of(newer) + "what version 99 writes here\n");
  ASSERT_TRUE(std::holds_alternative<BatchError>(read));
  EXPECT_EQ(std::get<BatchError>(read).fault, BatchFault::unknown_wire_version);
  EXPECT_NE(std::get<BatchError>(read).what.find("99"), std::string::npos);
}

TEST(Batch, WhatIsNoneIsRefusedWithItsLine) {
  const std::string good = text_of(head());
  const std::vector<std::pair<std::string, std::string>> cases{
      {"", "empty"},
      {"hello\n", "line 1 is not JSON"},
      {"[]\n", "line 1 lacks"},
      {"{\"feira\":\"peer\",\"wire\":1}\n", "lacks \"consortium\""},
      {good + "{}\n", "line 2"},
      {good + wire::encode(heartbeat(1, 5)) + "\n" + wire::encode(heartbeat(7, 5)) + "\n",
       "line 3 is not from the batch's sender"},
  };
  for (const auto& [text, says] : cases) {
    const auto read = read_batch(text);
    ASSERT_TRUE(std::holds_alternative<BatchError>(read)) << text;
    EXPECT_EQ(std::get<BatchError>(read).fault, BatchFault::malformed);
    EXPECT_NE(std::get<BatchError>(read).what.find(says), std::string::npos) << std::get<BatchError>(read).what;
  }
}

TEST(Batch, TooManyMessagesAreRefused) {
  std::string text = text_of(head());
  for (std::size_t i = 0; i <= batch_messages_max; ++i) text += wire::encode(heartbeat(1, 5)) + "\n";
  EXPECT_TRUE(std::holds_alternative<BatchError>(read_batch(text)));
}

TEST(Batch, AHelloIsReadAsItWasWritten) {
  const HelloAnswer hello{head(), true};
  const auto read = read_hello(text_of(hello));
  ASSERT_TRUE(std::holds_alternative<HelloAnswer>(read));
  EXPECT_EQ(std::get<HelloAnswer>(read).head, hello.head);
  EXPECT_TRUE(std::get<HelloAnswer>(read).takes_part);
}

// --- signatures -----------------------------------------------------------------------------------------------------

TEST(Signature, OfTheSameKeyIsTakenOnce) {
  Signer signer("key");
  SignatureCheck check("key");
  const Signature first = signer.sign("POST", "/x", "body");
  const Signature second = signer.sign("POST", "/x", "body");
  EXPECT_EQ(check.check(first, "POST", "/x", "body", wall_ms()), SignatureFault::none);
  EXPECT_EQ(check.check(first, "POST", "/x", "body", wall_ms()), SignatureFault::replayed);
  EXPECT_EQ(check.check(second, "POST", "/x", "body", wall_ms()), SignatureFault::none);
}

TEST(Signature, CoversMethodPathBodyTimeAndNonce) {
  const Signature good = Signer("key").sign("POST", "/x", "body");
  SignatureCheck check("key");
  const std::int64_t now = wall_ms();
  EXPECT_EQ(check.check(good, "GET", "/x", "body", now), SignatureFault::wrong);
  EXPECT_EQ(check.check(good, "POST", "/y", "body", now), SignatureFault::wrong);
  EXPECT_EQ(check.check(good, "POST", "/x", "bodY", now), SignatureFault::wrong);
  Signature later = good;
  later.time = std::to_string(now + 1);
  EXPECT_EQ(check.check(later, "POST", "/x", "body", now), SignatureFault::wrong);
  Signature renumbered = good;
  renumbered.nonce += "0";
  EXPECT_EQ(check.check(renumbered, "POST", "/x", "body", now), SignatureFault::wrong);
  EXPECT_EQ(SignatureCheck("other").check(good, "POST", "/x", "body", now), SignatureFault::wrong);
  EXPECT_EQ(check.check({}, "POST", "/x", "body", now), SignatureFault::wrong);
  EXPECT_EQ(check.check(good, "POST", "/x", "body", now), SignatureFault::none);
}

TEST(Signature, FromLongAgoIsNotTakenEvenByOneWhoForgot) {
  const Signature good = Signer("key").sign("POST", "/x", "body");
  const std::int64_t late = wall_ms() + signature_window_ms + 1'000;
  EXPECT_EQ(SignatureCheck("key").check(good, "POST", "/x", "body", late), SignatureFault::not_now);
  EXPECT_EQ(SignatureCheck("key").check(good, "POST", "/x", "body", late - 2 * signature_window_ms - 2'000),
            SignatureFault::not_now);
}

TEST(Signature, AnAnswerStandsForItsQuestionAlone) {
  EXPECT_EQ(answer_mac("key", "a-1", "body"), answer_mac("key", "a-1", "body"));
  EXPECT_NE(answer_mac("key", "a-1", "body"), answer_mac("key", "a-2", "body"));
  EXPECT_NE(answer_mac("key", "a-1", "body"), answer_mac("key", "a-1", "bodi"));
}

// --- mailboxes ------------------------------------------------------------------------------------------------------

TEST(Mailbox, KeepsTheOrder) {
  Mailbox mailbox(10);
  const std::vector<std::shared_ptr<const Letter>> put{letter(release(1, 1)), letter(heartbeat(1, 1)),
                                                       letter(release(1, 2))};
  for (const auto& each : put) mailbox.put(each);
  EXPECT_EQ(mailbox.take(2), (std::vector{put[0], put[1]}));
  EXPECT_EQ(mailbox.take(2), (std::vector{put[2]}));
}

TEST(Mailbox, WhenFullTheOldestHeartbeatGoesBeforeAnythingElse) {
  Mailbox mailbox(3);
  const auto first = letter(release(1, 1));
  const auto beat = letter(heartbeat(1, 1));
  const auto later_beat = letter(heartbeat(1, 2));
  const auto second = letter(release(1, 2));
  for (const auto& each : {first, beat, later_beat, second}) mailbox.put(each);
  EXPECT_EQ(mailbox.dropped(), 1U);
  EXPECT_EQ(mailbox.take(10), (std::vector{first, later_beat, second}));
  for (std::uint64_t i = 1; i <= 5; ++i) mailbox.put(letter(release(1, i)));
  EXPECT_EQ(mailbox.size(), 3U);
  mailbox.limit(1);
  EXPECT_EQ(mailbox.size(), 1U);
}

TEST(Mailbox, ClosingItEndsAllWaiting) {
  Mailbox mailbox(3);
  std::thread closer([&] {
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
    mailbox.close();
  });
  EXPECT_TRUE(mailbox.take(1).empty());
  closer.join();
  EXPECT_FALSE(mailbox.rest(std::chrono::seconds(10)));
}

// --- addresses ------------------------------------------------------------------------------------------------------

TEST(Url, OfAMarketplace) {
  EXPECT_EQ(parse_url("http://127.0.0.1:10000"), (Url{false, "127.0.0.1", 10000}));
  EXPECT_EQ(parse_url("https://market.example"), (Url{true, "market.example", 443}));
  EXPECT_EQ(parse_url("http://[::1]:10010/"), (Url{false, "::1", 10010}));
  EXPECT_EQ(to_text({false, "::1", 10010}), "http://[::1]:10010");
  for (const char* none : {"", "127.0.0.1:10000", "ftp://a", "http://", "http://a:0", "http://a:99999", "http://a:1x",
                           "http://a/b", "http://a b", "http://[::1", "http://a:1\r\nX: y", "http://[]"}) {
    EXPECT_FALSE(parse_url(none).has_value()) << none;
  }
}

TEST(AddressBook, BelievesAMarketplaceOnItsOwnAddressFirst) {
  std::vector<Address> told;
  AddressBook book(ana.id, [&](const Address& address) { told.push_back(address); });
  Address moved = bia;
  moved.url = "http://127.0.0.1:10020";
  EXPECT_TRUE(book.gossip(bia));
  EXPECT_FALSE(book.gossip(moved));
  EXPECT_EQ(book.find(bia.id), bia);
  EXPECT_TRUE(book.told_by_itself(moved));
  EXPECT_FALSE(book.told_by_itself(moved));
  EXPECT_EQ(book.find(bia.id), moved);
  EXPECT_FALSE(book.told_by_itself(ana)) << "its own address is no news";
  EXPECT_FALSE(book.gossip({MarketplaceId{3}, "caio", "file:///etc/passwd"}));
  EXPECT_EQ(told, (std::vector{bia, moved}));
}

}  // namespace
}  // namespace feira::node
