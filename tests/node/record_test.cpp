// A recording of a driver at work is stepped through again, and comes to the same.
#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "node/log/log.hpp"
#include "node/record/recorder.hpp"
#include "node/record/recording.hpp"
#include "node/record/restep.hpp"
#include "node/refusal.hpp"
#include "tests/node/market.hpp"
#include "tests/node/temporary_folder.hpp"

namespace feira::node {
namespace {

struct Nobody final : Carrier {
  void carry(MarketplaceId, const std::shared_ptr<const Letter>&) override {}
};

Config config_of_ana() {
  Config config;
  config.me = MarketplaceId{1};
  config.members = {{MarketplaceId{1}, "ana"}, {MarketplaceId{2}, "bia"}};
  config.options.heartbeat = milliseconds(10);
  config.options.retransmit = milliseconds(10);
  config.options.void_timeout = milliseconds(50);
  return config;
}

/// One life of ana with every kind of request, from `journal`. Returns what it has written.
std::vector<Record> live(const std::filesystem::path& file, const std::vector<Record>& journal) {
  KeptInMemory kept;
  if (!journal.empty()) kept.commit(1, journal);
  Nobody carrier;
  ConfirmAtOnce hooks;
  EventLog events;
  Recorder recorder(file, config_of_ana());
  Driver driver({config_of_ana(), journal, journal.size(), boot_time}, kept, carrier, hooks, events, &recorder);
  driver.start();
  const auto ask = [&](auto asks) {
    std::promise<std::optional<Reply>> made;
    asks([&](const std::optional<Reply>& reply) { made.set_value(reply); });
    return made.get_future().get();
  };
  const auto made = ask(
      [&](Then then) { driver.change(RegisterProduct{"lâmpada \"1\"", "sku", Market::price, 5}, std::move(then)); });
  const ProductId lamp = std::get<ChangeMade>(made.value().answer).product;
  VectorClock token;
  token.set(MarketplaceId{2}, 3);
  driver.deliver({Message{MarketplaceId{2}, Incarnation{1}, LocalTime{-5}, {}, Heartbeat{}}});
  ask([&](Then then) { driver.buy(lamp, {{~0ULL, 7}, 1, Market::price}, token, seconds(5), std::move(then)); });
  ask([&](Then then) { driver.cancel(lamp, {1, 8}, {}, seconds(5), std::move(then)); });
  for (const Change& change : {Change(Restock{lamp, 2}), Change(Withdraw{lamp, 1}), Change(Reprice{lamp, {5, {}}}),
                               Change(RemoveProduct{lamp})}) {
    ask([&](Then then) { driver.change(change, std::move(then)); });
  }
  ask([&](Then then) { driver.evict(MarketplaceId{2}, std::move(then)); });
  driver.stop();
  return kept.records();
}

std::string content(const std::filesystem::path& file) {
  std::ifstream in(file);
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

Restepped restepped(const std::string& text) {
  std::istringstream in(text);
  return restep(in);
}

struct Recordings : testing::Test {
  void SetUp() override { set_log(LogLevel::error, {}); }
  const TemporaryFolder folder;
};

TEST_F(Recordings, OfTwoLivesComeToTheSame) {
  const std::vector<Record> journal = live(folder.file("first"), {});
  live(folder.file("second"), journal);
  for (const char* name : {"first", "second"}) {
    const Restepped result = restepped(content(folder.file(name)));
    EXPECT_FALSE(result.error.has_value()) << *result.error;
    EXPECT_FALSE(result.difference.has_value()) << result.difference->line << "\n" << result.difference->effects;
    EXPECT_FALSE(result.cut_off);
    EXPECT_GT(result.same, 15U);
  }
  EXPECT_EQ(restepped(content(folder.file("second"))).records, journal.size());
}

TEST_F(Recordings, WhatDiffersIsShownWithItsLine) {
  live(folder.file("r"), {});
  std::string text = content(folder.file("r"));
  const std::string from = "\"stock\":5";
  text.replace(text.find(from), from.size(), "\"stock\":6");
  const Restepped result = restepped(text);
  ASSERT_TRUE(result.difference.has_value());
  EXPECT_GE(result.difference->line, 3U);
  EXPECT_NE(result.difference->effects.find("\"stock\""), std::string::npos);
}

TEST_F(Recordings, OneThatWasCutOffIsSteppedAsFarAsItGoes) {
  live(folder.file("r"), {});
  const std::string text = content(folder.file("r"));
  const Restepped result = restepped(text.substr(0, text.size() - 20));
  EXPECT_TRUE(result.cut_off);
  EXPECT_FALSE(result.error.has_value());
  EXPECT_GT(result.same, 10U);
}

TEST_F(Recordings, WhatIsNoneIsSaidSo) {
  EXPECT_NE(restepped("{\"format\":\"feira-trace\"}\n").error->find("no recording"), std::string::npos);
  EXPECT_NE(restepped("{\"format\":\"feira-node-recording\",\"version\":9,\"wire\":1}\n").error->find("version 9"),
            std::string::npos);
  EXPECT_NE(restepped("hello\n\n").error->find("line 1"), std::string::npos);
  std::ofstream(folder.file("there")) << "mine";
  EXPECT_THROW(Recorder(folder.file("there"), config_of_ana()), Refusal);
}

}  // namespace
}  // namespace feira::node
