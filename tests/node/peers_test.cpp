// Marketplaces that speak to each other over HTTP on this host, in one process.
#include <gtest/gtest.h>

#include "node/discovery/discovery.hpp"
#include "node/http/server.hpp"
#include "node/log/log.hpp"
#include "node/transport/peer_desk.hpp"
#include "node/transport/url.hpp"
#include "tests/node/market.hpp"

namespace feira::node {
namespace {

const ConsortiumKey our_key{"0011223344556677", "a key of ours"};

/// A marketplace with a server and a postman.
struct Peer {
  explicit Peer(std::uint32_t number, std::vector<std::uint32_t> founders, const ConsortiumKey& key = our_key)
      : server(http::ServerOptions{}),
        port(bound()),
        speaker{{MarketplaceId{number}, "m" + std::to_string(number), to_text({false, "127.0.0.1", port})}, key, {}},
        addresses(speaker.me.id, [](const Address&) {}),
        post(speaker, addresses),
        driver({config(number, founders), {}, 0, boot_time}, kept, post, hooks, events),
        desk(speaker, addresses, driver) {
    desk.mount(server);
    server.start();
    driver.start();
  }
  ~Peer() {
    server.stop(std::chrono::milliseconds(500));
    driver.stop();
    post.stop();
  }

  std::uint16_t bound() {
    EXPECT_FALSE(server.bind().has_value());
    return server.port();
  }
  static Config config(std::uint32_t number, const std::vector<std::uint32_t>& founders) {
    Config config;
    config.me = MarketplaceId{number};
    for (const std::uint32_t id : founders) config.members.push_back({MarketplaceId{id}, "m" + std::to_string(id)});
    return config;
  }
  http::Answer send(http::Method method, const std::string& path, const Signature& signature, const std::string& body) {
    http::ClientOptions options;
    options.port = port;
    http::Headers headers;
    headers.add(time_field, signature.time);
    headers.add(nonce_field, signature.nonce);
    headers.add(mac_field, signature.mac);
    const auto sent = http::Client(options).send(method, path, headers, body, batch_type);
    return std::get<http::Answer>(sent);
  }
  [[nodiscard]] BatchHead head_to(std::uint32_t number) const {
    return {wire::format_version, speaker.key.consortium, speaker.me, MarketplaceId{number}, {}};
  }

  http::Server server;
  std::uint16_t port;
  Speaker speaker;
  AddressBook addresses;
  Post post;
  KeptInMemory kept;
  ConfirmAtOnce hooks;
  EventLog events;
  Driver driver;
  PeerDesk desk;
};

struct Peers : testing::Test {
  void SetUp() override { set_log(LogLevel::error, {}); }
};

std::optional<Reply> register_lamp(Driver& driver) {
  std::promise<std::optional<Reply>> made;
  driver.change(RegisterProduct{"lamp", "", Market::price, 5},
                [&](const std::optional<Reply>& reply) { made.set_value(reply); });
  return made.get_future().get();
}

bool knows_lamp(Driver& driver, MarketplaceId owner) {
  return driver.read([&](const View& view) { return view.core.product({owner, 1}) != nullptr; }).value();
}

TEST_F(Peers, ReplicateOverHttpAndLearnEachOthersAddress) {
  Peer ana(1, {1, 2});
  Peer bia(2, {1, 2});
  bia.addresses.told_by_itself(ana.speaker.me);  // ana learns bia's from her batches
  ASSERT_TRUE(register_lamp(ana.driver).has_value());
  EXPECT_TRUE(Market::soon([&] { return knows_lamp(bia.driver, MarketplaceId{1}); }));
  EXPECT_EQ(ana.addresses.find(MarketplaceId{2}), bia.speaker.me);
  EXPECT_GT(bia.desk.received(), 0U);
}

TEST_F(Peers, GoOnWhenOneWasAwayForAWhile) {
  Peer ana(1, {1, 2});
  ASSERT_TRUE(register_lamp(ana.driver).has_value());
  ana.addresses.told_by_itself({MarketplaceId{2}, "m2", "http://127.0.0.1:1"});  // nobody is there
  EXPECT_TRUE(Market::soon([&] {
    const auto counts = ana.post.counts();
    return !counts.empty() && counts[0].failures > 3 && !counts[0].reachable;
  }));
  Peer bia(2, {1, 2});
  bia.addresses.told_by_itself(ana.speaker.me);
  EXPECT_TRUE(Market::soon([&] { return knows_lamp(bia.driver, MarketplaceId{1}); }));
}

TEST_F(Peers, WhoIsNotOfTheConsortiumIsTurnedAway) {
  Peer ana(1, {1, 2});
  const std::string body = text_of(BatchHead{wire::format_version, our_key.consortium, {}, MarketplaceId{1}, {}});
  EXPECT_EQ(ana.send(http::Method::post, batch_path, {}, body).status, 401);
  Signer stranger("another key");
  EXPECT_EQ(ana.send(http::Method::post, batch_path, stranger.sign("POST", batch_path, body), body).status, 401);
  EXPECT_EQ(ana.send(http::Method::get, hello_path, stranger.sign("GET", hello_path, ""), "").status, 401);
  EXPECT_EQ(ana.desk.turned_away(), 3U);
  EXPECT_EQ(ana.desk.received(), 0U);
}

TEST_F(Peers, AReplayedBatchIsTurnedAway) {
  Peer ana(1, {1, 2});
  Signer signer(our_key.key);
  BatchHead head{wire::format_version, our_key.consortium, {MarketplaceId{2}, "m2", ""}, MarketplaceId{1}, {}};
  const std::string body =
      text_of(head) + wire::encode(Message{MarketplaceId{2}, Incarnation{1}, LocalTime{1}, {}, Heartbeat{}}) + "\n";
  const Signature signature = signer.sign("POST", batch_path, body);
  EXPECT_EQ(ana.send(http::Method::post, batch_path, signature, body).status, 204);
  const http::Answer again = ana.send(http::Method::post, batch_path, signature, body);
  EXPECT_EQ(again.status, 401);
  EXPECT_NE(again.body.find("replayed"), std::string::npos);
  EXPECT_EQ(ana.desk.received(), 1U);
}

TEST_F(Peers, ABatchForSomebodyElseOrOfAnotherVersionIsRefused) {
  Peer ana(1, {1, 2});
  Signer signer(our_key.key);
  const auto answer_to = [&](const BatchHead& head) {
    const std::string body = text_of(head);
    return ana.send(http::Method::post, batch_path, signer.sign("POST", batch_path, body), body);
  };
  EXPECT_EQ(answer_to(ana.head_to(3)).status, 421);
  BatchHead other = ana.head_to(1);
  other.consortium = "ffffffffffffffff";
  EXPECT_EQ(answer_to(other).status, 421);
  BatchHead newer = ana.head_to(1);
  newer.wire = 2;
  const http::Answer refused = answer_to(newer);
  EXPECT_EQ(refused.status, 400);
  EXPECT_NE(refused.body.find("unknown-wire-version"), std::string::npos);
}

TEST_F(Peers, AreFoundByOneAddressAndByGossip) {
  Peer ana(1, {1});
  Peer bia(2, {2});
  bia.addresses.told_by_itself({MarketplaceId{3}, "m3", "http://127.0.0.1:1"});
  AddressBook found(MarketplaceId{9}, [](const Address&) {});
  const Speaker me{{MarketplaceId{9}, "m9", "http://127.0.0.1:2"}, our_key, {}};
  Discovery discovery(me, {{ana.speaker.me.url, bia.speaker.me.url}, false}, found);
  EXPECT_TRUE(Market::soon([&] {
    const auto answers = discovery.look();
    return answers.size() == 2 && answers[0].takes_part;
  }));
  EXPECT_EQ(found.all().size(), 3U);
}

TEST_F(Peers, OfAnotherConsortiumAreNotFound) {
  Peer stranger(1, {1}, ConsortiumKey{"ffffffffffffffff", "their key"});
  AddressBook found(MarketplaceId{9}, [](const Address&) {});
  Discovery discovery({{MarketplaceId{9}, "m9", ""}, our_key, {}}, {{stranger.speaker.me.url}, false}, found);
  EXPECT_TRUE(discovery.look().empty());
  EXPECT_TRUE(found.all().empty());
}

}  // namespace
}  // namespace feira::node
