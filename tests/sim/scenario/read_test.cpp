// What a good scenario becomes.
#include "sim/scenario/read.hpp"

#include <gtest/gtest.h>

#include <string>
#include <variant>
#include <vector>

#include "sim/scenario/fields.hpp"

namespace feira::scenario {
namespace {

Scenario scenario_of(const std::string& text) {
  const auto outcome = read(text, "scenarios/network/split-brain.json");
  if (const auto* problems = std::get_if<std::vector<Problem>>(&outcome)) {
    ADD_FAILURE() << message(problems->front());
    return {};
  }
  return std::get<Scenario>(outcome);
}

/// Two marketplaces and three products, and this beside them.
Scenario market_with(const std::string& part) {
  return scenario_of(R"({"version": 1, "marketplaces": ["ana", "bia"], "products": [
    {"id": "hat", "owner": "ana", "stock": 3}, {"id": "umbrella", "owner": "bia", "stock": 5},
    {"id": "lamp", "owner": "bia", "stock": 0, "price": "500 JPY", "sku": "4006381"}])" +
                     (part.empty() ? "" : ", " + part) + "}");
}

BuyersSpec buyers(const std::string& rest) {
  const Scenario scenario = market_with(R"("buyers": [{"count": 7)" + (rest.empty() ? "" : ", " + rest) + "}]");
  return scenario.buyers.empty() ? BuyersSpec{} : scenario.buyers.front();
}

TEST(Read, NamesTheScenarioAfterItsFile) {
  EXPECT_EQ(market_with("").name, "split brain");
  EXPECT_EQ(name_of_file("first-market.json"), "first market");
  EXPECT_EQ(name_of_file("a.b/c.d.json"), "c.d");
  EXPECT_EQ(name_of_file("-"), "standard input");
  EXPECT_EQ(name_of_file("plain"), "plain");
}

TEST(Read, FillsInEveryDefault) {
  const Scenario scenario = market_with("");
  EXPECT_EQ(scenario.protocol, Options{});
  EXPECT_EQ(scenario.ablate, Ablations{});
  EXPECT_EQ(scenario.network.delay, (Spread{Spread::Shape::uniform, milliseconds(1), milliseconds(50)}));
  EXPECT_EQ(scenario.network.loss, Share{});
  EXPECT_EQ(scenario.disk.write, (Spread{Spread::Shape::constant, microseconds(200), {}}));
  EXPECT_EQ(scenario.hook, (Spread{Spread::Shape::constant, milliseconds(5), {}}));
  EXPECT_EQ(scenario.run.faults_until, seconds(20));
  EXPECT_EQ(scenario.run.settle, seconds(60));
  EXPECT_EQ(scenario.run.seeds, 1U);
  EXPECT_EQ(scenario.clocks.size(), 2U);
  EXPECT_TRUE(scenario.expect.fails.empty());
  EXPECT_TRUE(scenario.buyers.empty());
  ASSERT_EQ(scenario.products.size(), 3U);
  EXPECT_EQ(text(scenario.products[0].price), "10.00 BRL");
  EXPECT_EQ(scenario.products[1].owner, 1U);
  EXPECT_EQ(text(scenario.products[2].price), "500 JPY");
  EXPECT_EQ(scenario.products[2].sku, "4006381");
}

TEST(Read, KnowsMarketplacesByNumber) {
  const Scenario scenario =
      scenario_of(R"({"version": 1, "marketplaces": 12, "products": [{"id": "hat", "owner": "m12", "stock": 1}]})");
  EXPECT_EQ(scenario.marketplaces, (std::vector<std::string>{"ana", "bia", "caio", "davi", "eva", "fabio", "gabi",
                                                             "hugo", "ines", "joao", "m11", "m12"}));
  EXPECT_EQ(scenario.products[0].owner, 11U);
}

TEST(Read, LetsBuyersWantAnythingAnywhere) {
  const BuyersSpec group = buyers("");
  EXPECT_EQ(group.count, 7U);
  EXPECT_EQ(group.at, (std::vector<MarketplaceIndex>{0, 1}));
  EXPECT_EQ(group.buy.products, (std::vector<ProductIndex>{0, 1, 2}));
  EXPECT_EQ(group.buy.hot, std::nullopt);
  EXPECT_FALSE(group.buy.cart);
  EXPECT_EQ(group.buy.quantity_max, 1U);
  EXPECT_EQ(group.start, seconds(1));
  EXPECT_EQ(group.arrive.shape, ArriveSpec::Shape::burst);
  EXPECT_EQ(group.patience, std::nullopt);
  EXPECT_TRUE(group.retry.enabled);
  EXPECT_FALSE(group.retry.elsewhere);
  EXPECT_EQ(group.retry.times_max, 0U);
}

TEST(Read, LetsBuyersChoose) {
  const BuyersSpec group = buyers(R"("at": "bia", "start": "2s", "patience": "3s", "cancel": "10%",
    "cancel-after": "20ms", "misuse": "5%", "carry-token": true,
    "buy": {"product": ["umbrella", "hat"], "quantity": [2, 4], "cart": true},
    "retry": {"after": "1s", "at": "other", "times": 3})");
  EXPECT_EQ(group.at, (std::vector<MarketplaceIndex>{1}));
  EXPECT_EQ(group.start, seconds(2));
  EXPECT_EQ(group.patience, seconds(3));
  EXPECT_EQ(group.cancel, Share{100'000});
  EXPECT_EQ(group.cancel_after, (Spread{Spread::Shape::constant, milliseconds(20), {}}));
  EXPECT_EQ(group.misuse, Share{50'000});
  EXPECT_TRUE(group.carry_token);
  EXPECT_EQ(group.buy.products, (std::vector<ProductIndex>{1, 0}));
  EXPECT_EQ(group.buy.quantity_min, 2U);
  EXPECT_EQ(group.buy.quantity_max, 4U);
  EXPECT_TRUE(group.buy.cart);
  EXPECT_EQ(group.retry.after, seconds(1));
  EXPECT_TRUE(group.retry.elsewhere);
  EXPECT_EQ(group.retry.times_max, 3U);
}

TEST(Read, LetsBuyersNeverRetry) { EXPECT_FALSE(buyers(R"("retry": "never")").retry.enabled); }

TEST(Read, KeepsTheHotProductApartFromTheOthers) {
  const BuyersSpec group = buyers(R"("buy": {"hot": "hat"})");
  EXPECT_EQ(group.buy.hot, 0U);
  EXPECT_EQ(group.buy.hot_share, Share{800'000});
  EXPECT_EQ(group.buy.products, (std::vector<ProductIndex>{1, 2}));
  EXPECT_EQ(buyers(R"("buy": {"hot": "hat", "share": "30%"})").buy.hot_share, Share{300'000});
  EXPECT_EQ(buyers(R"("buy": {"product": "hat", "hot": "hat"})").buy.products, (std::vector<ProductIndex>{0}));
}

TEST(Read, KnowsThreeWaysToArrive) {
  const ArriveSpec burst = buyers(R"("arrive": {"burst": "250ms"})").arrive;
  EXPECT_EQ(burst.shape, ArriveSpec::Shape::burst);
  EXPECT_EQ(burst.window, milliseconds(250));
  const ArriveSpec open = buyers(R"("arrive": {"open": {"every": {"exponential": "20ms"}}})").arrive;
  EXPECT_EQ(open.shape, ArriveSpec::Shape::open);
  EXPECT_EQ(open.gap, (Spread{Spread::Shape::exponential, milliseconds(20), {}}));
  EXPECT_EQ(buyers(R"("arrive": {"open": {"rate": "50/s"}})").arrive.gap, open.gap);
  const ArriveSpec closed = buyers(R"("arrive": {"closed": {"think": "2s", "times": 5}})").arrive;
  EXPECT_EQ(closed.shape, ArriveSpec::Shape::closed);
  EXPECT_EQ(closed.gap, (Spread{Spread::Shape::constant, seconds(2), {}}));
  EXPECT_EQ(closed.times, 5U);
}

TEST(Read, KnowsWhatHappensToSingleMessages) {
  const auto messages = market_with(R"("messages": [
    {"message": "2nd interest from bia to ana", "delay": "40ms"},
    {"message": "11th grant from ana to bia", "lost": true},
    {"message": "1st last-word from ana to bia", "delay": "0s", "again-after": "1s"}])")
                            .messages;
  ASSERT_EQ(messages.size(), 3U);
  EXPECT_EQ(messages[0], (MessageOverride{{1, 0, MessageKind::interest, 2}, milliseconds(40), false, {}}));
  EXPECT_EQ(messages[1], (MessageOverride{{0, 1, MessageKind::grant, 11}, {}, true, {}}));
  EXPECT_EQ(messages[2], (MessageOverride{{0, 1, MessageKind::last_word, 1}, Duration{}, false, seconds(1)}));
}

TEST(Read, KnowsFourKindsOfChange) {
  const Scenario scenario = market_with(R"("changes": [
    {"at": "1s", "restock": {"product": "hat", "quantity": 5}},
    {"at": "2s", "withdraw": {"product": "umbrella", "quantity": 2}},
    {"at": "3s", "reprice": {"product": "lamp", "price": "600 JPY"}},
    {"at": "4s", "remove": {"product": "hat"}}])");
  ASSERT_EQ(scenario.changes.size(), 4U);
  EXPECT_EQ(scenario.changes[0].kind, ChangeSpec::Kind::restock);
  EXPECT_EQ(scenario.changes[0].quantity, 5);
  EXPECT_EQ(scenario.changes[1].kind, ChangeSpec::Kind::withdraw);
  EXPECT_EQ(scenario.changes[1].product, 1U);
  EXPECT_EQ(scenario.changes[2].kind, ChangeSpec::Kind::reprice);
  EXPECT_EQ(text(scenario.changes[2].price), "600 JPY");
  EXPECT_EQ(scenario.changes[3].kind, ChangeSpec::Kind::remove);
  EXPECT_EQ(scenario.changes[3].at, seconds(4));
}

TEST(Read, KnowsTheNetworkTheDiskAndTheClocks) {
  const Scenario scenario = market_with(R"("network": {"delay": {"heavy-tail": ["1ms", "2s"]}, "loss": "1%",
      "duplicate": "2%", "late": "0.5%", "late-after": "4s",
      "links": [{"from": "ana", "to": "bia", "delay": "300ms", "both-ways": true}]},
    "disk": {"write": {"uniform": ["100us", "2ms"]}}, "clocks": {"bia": {"drift": "-0.5%"}})");
  EXPECT_EQ(scenario.network.delay, (Spread{Spread::Shape::heavy_tail, milliseconds(1), seconds(2)}));
  EXPECT_EQ(scenario.network.loss, Share{10'000});
  EXPECT_EQ(scenario.network.duplicate, Share{20'000});
  EXPECT_EQ(scenario.network.late, Share{5'000});
  EXPECT_EQ(scenario.network.late_after, (Spread{Spread::Shape::constant, seconds(4), {}}));
  ASSERT_EQ(scenario.network.links.size(), 2U);
  EXPECT_EQ(scenario.network.links[1].from, 1U);
  EXPECT_EQ(scenario.network.links[1].to, 0U);
  EXPECT_EQ(scenario.network.links[1].delay.low, milliseconds(300));
  EXPECT_EQ(scenario.disk.write.high, milliseconds(2));
  EXPECT_EQ(scenario.clocks[0].drift_ppm, std::nullopt);
  EXPECT_EQ(scenario.clocks[1].drift_ppm, -5'000);
}

TEST(Read, KnowsFourKindsOfFault) {
  const Scenario scenario = market_with(R"("faults": [
    {"at": "1s", "for": "2s", "partition": [["ana"], ["bia"]]}, {"at": "2s", "for": "2s", "partition": ["ana"]},
    {"at": "3s", "for": "2s", "cut": {"from": "ana", "to": ["bia"]}}, {"at": "4s", "for": "2s", "crash": "bia"},
    {"at": "5s", "for": "2s", "pause": "ana"}],
    "random-faults": {"crash": {"every": "3s", "for": {"uniform": ["100ms", "1s"]}}, "cut": {"every": "5s", "for": "1s"}})");
  ASSERT_EQ(scenario.faults.size(), 5U);
  EXPECT_EQ(scenario.faults[0].groups, (std::vector<std::vector<MarketplaceIndex>>{{0}, {1}}));
  EXPECT_EQ(scenario.faults[1].groups, (std::vector<std::vector<MarketplaceIndex>>{{0}}));
  EXPECT_EQ(scenario.faults[2].kind, Fault::Kind::cut);
  EXPECT_EQ(scenario.faults[2].groups, (std::vector<std::vector<MarketplaceIndex>>{{0}, {1}}));
  EXPECT_EQ(scenario.faults[3].kind, Fault::Kind::crash);
  EXPECT_EQ(scenario.faults[3].process, 1U);
  EXPECT_EQ(scenario.faults[4].kind, Fault::Kind::pause);
  EXPECT_EQ(scenario.faults[4].at, seconds(5));
  EXPECT_EQ(scenario.faults[4].length, seconds(2));
  EXPECT_EQ(scenario.random_faults.crash->every, seconds(3));
  EXPECT_EQ(scenario.random_faults.cut->length.low, seconds(1));
  EXPECT_FALSE(scenario.random_faults.pause.has_value());
}

TEST(Read, KnowsTheFaultsOfTheNetwork) {
  const Scenario scenario = market_with(R"("network": {"corrupt": "0.1%",
      "reorder": {"kinds": ["interest", "grant"], "share": "10%", "by": "40ms"}, "kinds": {"commit": {"delay": "90ms"}}},
    "encode": true, "faults": [{"at": "1s", "for": "2s", "partition": "halves"},
    {"at": "1s", "for": "2s", "partition": {"groups": [["ana"]], "kinds": "heartbeat"}},
    {"at": "2s", "for": "2s", "clog": {"from": "ana", "to": "bia"}},
    {"at": "3s", "for": "2s", "hold": {"from": "ana", "to": ["bia"], "kinds": ["grant", "release"]}}],
    "random-faults": {"partition": {"every": "3s", "for": "1s", "shapes": ["minority", "one-way"]},
      "hold": {"every": "5s", "for": "1s", "kinds": "grant"}})");
  EXPECT_EQ(scenario.network.corrupt, Share{1'000});
  ASSERT_TRUE(scenario.network.reorder.has_value());
  EXPECT_TRUE(scenario.network.reorder->messages.has(MessageKind::grant));
  EXPECT_FALSE(scenario.network.reorder->messages.has(MessageKind::heartbeat));
  EXPECT_EQ(scenario.network.reorder->share, Share{100'000});
  EXPECT_EQ(scenario.network.reorder->by.low, milliseconds(40));
  ASSERT_EQ(scenario.network.kinds.size(), 1U);
  EXPECT_EQ(scenario.network.kinds[0].kind, MessageKind::commit);
  EXPECT_TRUE(scenario.encode);
  EXPECT_EQ(scenario.faults[0].shape, PartitionShape::halves);
  EXPECT_TRUE(scenario.faults[0].groups.empty());
  EXPECT_TRUE(scenario.faults[1].messages.has(MessageKind::heartbeat));
  EXPECT_FALSE(scenario.faults[1].messages.has(MessageKind::grant));
  EXPECT_EQ(scenario.faults[2].kind, Fault::Kind::clog);
  EXPECT_TRUE(scenario.faults[2].messages.all());
  EXPECT_EQ(scenario.faults[3].kind, Fault::Kind::hold);
  EXPECT_TRUE(scenario.faults[3].messages.has(MessageKind::release));
  EXPECT_EQ(scenario.random_faults.partition->shapes,
            (std::vector<PartitionShape>{PartitionShape::minority, PartitionShape::one_way}));
  EXPECT_TRUE(scenario.random_faults.hold->messages.has(MessageKind::grant));
  EXPECT_FALSE(scenario.random_faults.clog.has_value());
}

TEST(Read, SetsTheProtocol) {
  const Scenario scenario = market_with(R"("protocol": {"lease": "2s", "lease-cap": "16s", "heartbeat": "50ms",
    "suspect-after": 6, "drift": "2%", "retransmit": "300ms", "void-timeout": "3s", "kept-interests": 8, "batch-max": 2,
    "queue-max": 3, "tombstones-max": 4, "hook": {"exponential": "7ms"}, "hook-declines": "10%", "arbiter": "owner"},
    "ablate": ["fencing", "clock-merge"])");
  const Options expected{.heartbeat = milliseconds(50),
                         .suspect_after_heartbeats = 6,
                         .lease = seconds(2),
                         .lease_cap = seconds(16),
                         .drift_ppm = 20'000,
                         .retransmit = milliseconds(300),
                         .void_timeout = seconds(3),
                         .kept_interests = 8,
                         .batch_max = 2,
                         .queue_max = 3,
                         .tombstones_max = 4};
  EXPECT_EQ(scenario.protocol, expected);
  EXPECT_EQ(scenario.hook, (Spread{Spread::Shape::exponential, milliseconds(7), {}}));
  EXPECT_EQ(scenario.hook_declines, Share{100'000});
  EXPECT_TRUE(scenario.ablate.has(Ablation::fencing));
  EXPECT_TRUE(scenario.ablate.has(Ablation::clock_merge));
  EXPECT_FALSE(scenario.ablate.has(Ablation::idempotency));
}

TEST(Read, FitsLeaseCapAndHeartbeatToEachOther) {
  EXPECT_EQ(market_with(R"("protocol": {"lease": "200ms"})").protocol.heartbeat, milliseconds(40));
  EXPECT_EQ(market_with(R"("protocol": {"lease": "20s"})").protocol.lease_cap, seconds(20));
  const Options slow = market_with(R"("protocol": {"heartbeat": "3s"})").protocol;
  EXPECT_EQ(slow.lease, seconds(15));
  EXPECT_EQ(slow.lease_cap, seconds(15));
}

TEST(Read, KnowsTheRunAndWhatItMustShow) {
  const Scenario scenario = market_with(R"("run": {"faults-until": "5s", "settle": "10s", "seeds": 1000},
    "reach": ["sold", {"fault:crash": 3, "voided": 2}], "expect": {"fails": ["grant-order", "fencing"]})");
  EXPECT_EQ(scenario.run.faults_until, seconds(5));
  EXPECT_EQ(scenario.run.settle, seconds(10));
  EXPECT_EQ(scenario.run.seeds, 1000U);
  ASSERT_EQ(scenario.reach.size(), 3U);
  EXPECT_EQ(scenario.reach[0].situation, "sold");
  EXPECT_EQ(scenario.reach[0].at_least, 1U);
  EXPECT_EQ(scenario.reach[1].situation, "fault:crash");
  EXPECT_EQ(scenario.reach[1].at_least, 3U);
  EXPECT_EQ(scenario.expect.fails, (std::vector<std::string>{"grant-order", "fencing"}));
  EXPECT_TRUE(market_with(R"("expect": "all-hold")").expect.fails.empty());
}

TEST(Read, KnowsWhatAnExplorationMayChoose) {
  const ExploreSpec given =
      market_with(R"("explore": {"losses": 1, "duplicates": 2, "crashes": 3, "timers": 4})").explore;
  EXPECT_EQ(given, (ExploreSpec{.losses = 1, .duplicates = 2, .crashes = 3, .timers = 4}));
  EXPECT_EQ(market_with(R"("explore": {"timers": 1})").explore, (ExploreSpec{.timers = 1}));
  EXPECT_EQ(market_with(R"("swarm": false)").explore, ExploreSpec{});
}

TEST(Read, AllowsASchemaForEditors) {
  EXPECT_EQ(market_with(R"("$schema": "../docs/scenario.schema.json")").marketplaces.size(), 2U);
}

TEST(Names, AreKebabCase) {
  for (const char* good : {"a", "ana", "red-umbrella", "m11", "a1-2b"}) EXPECT_TRUE(is_kebab_case(good)) << good;
  for (const char* bad : {"", "-a", "a-", "a--b", "A", "1a", "a_b", "a b", "\xC3\xA1"}) {
    EXPECT_FALSE(is_kebab_case(bad)) << bad;
  }
}

}  // namespace
}  // namespace feira::scenario
