// Each way of making a scenario smaller or milder, on its own.
#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <set>
#include <string>
#include <variant>

#include "sim/scenario/fault_plan.hpp"
#include "sim/scenario/read.hpp"
#include "sim/scenario/units.hpp"
#include "sim/scenario/write.hpp"
#include "sim/search/shrink/cuts.hpp"
#include "sim/search/shrink/given_buyers.hpp"
#include "sim/search/shrink/given_faults.hpp"
#include "sim/search/shrink/given_messages.hpp"
#include "sim/search/shrink/milder.hpp"
#include "sim/search/shrink/shrink.hpp"
#include "sim/search/shrink/trials.hpp"
#include "sim/world/run.hpp"

namespace feira::search {
namespace {

using scenario::Fault;
using scenario::Scenario;

Scenario read(const std::string& text) {
  auto outcome = scenario::read(text, "market.json");
  if (const auto* problems = std::get_if<std::vector<scenario::Problem>>(&outcome)) {
    ADD_FAILURE() << message(problems->front());
    return {};
  }
  return std::get<Scenario>(outcome);
}

Scenario market() {
  return read(R"({
    "version": 1,
    "marketplaces": ["ana", "bia", "caio", "davi"],
    "products": [{"id": "hat", "owner": "ana", "stock": 3}, {"id": "lamp", "owner": "bia", "stock": 40}],
    "buyers": [{"count": 6}, {"count": 2, "at": "bia", "buy": {"product": "hat"}, "cancel": "50%"},
               {"count": 2, "at": ["caio", "davi"], "arrive": {"closed": {"times": 3}}, "buy": {"hot": "lamp"}}],
    "changes": [{"at": "1s", "restock": {"product": "lamp", "quantity": 2}}],
    "network": {"delay": {"uniform": ["1ms", "20ms"]}, "loss": "2%", "duplicate": "3%",
                "links": [{"from": "ana", "to": "davi", "delay": "30ms"}, {"from": "bia", "to": "ana", "delay": "3ms"}]},
    "messages": [{"message": "1st grant from ana to bia", "lost": true},
                 {"message": "2nd grant from bia to davi", "delay": "1s"}],
    "membership": [{"at": "3s", "leave": "davi"}, {"at": "4s", "evict": "caio", "by": "bia"}],
    "faults": [{"at": "1s", "for": "1s", "crash": "bia"}, {"at": "2s", "for": "1s", "partition": [["ana"], ["bia", "davi"]]},
               {"at": "2s", "for": "1s", "cut": {"from": ["ana", "bia"], "to": "davi"}}],
    "clocks": {"davi": {"drift": "1%"}}
  })");
}

void expect_sound(const Scenario& scenario) {
  const auto again = as_read(scenario);
  ASSERT_TRUE(again.has_value()) << scenario::write(scenario);
  EXPECT_EQ(*again, scenario) << scenario::write(scenario);
}

TEST(CutMarketplaces, TakesAlongAllThatSpeaksOfThem) {
  const Scenario cut = with_marketplaces(market(), {0, 1, 2}, false);
  expect_sound(cut);
  EXPECT_EQ(cut.marketplaces, (std::vector<std::string>{"ana", "bia", "caio"}));
  EXPECT_EQ(cut.products.size(), 2U);
  EXPECT_EQ(cut.buyers[2].at, (std::vector<scenario::MarketplaceIndex>{2}));
  EXPECT_EQ(cut.network.links.size(), 1U);
  EXPECT_EQ(cut.messages.size(), 1U);
  EXPECT_EQ(cut.membership.size(), 1U);
  ASSERT_EQ(cut.faults.size(), 2U) << "nobody is left to be cut from";
  EXPECT_EQ(cut.faults[1].groups, (std::vector<std::vector<scenario::MarketplaceIndex>>{{0}, {1}}));
}

TEST(CutMarketplaces, MovesTheIndicesOfTheOthers) {
  const Scenario cut = with_marketplaces(market(), {1, 3}, false);
  expect_sound(cut);
  ASSERT_EQ(cut.products.size(), 1U);
  EXPECT_EQ(cut.products[0].id, "lamp");
  EXPECT_EQ(cut.products[0].owner, 0U);
  EXPECT_EQ(cut.changes.size(), 1U);
  EXPECT_EQ(cut.buyers.size(), 2U) << "the one for hats is gone";
  EXPECT_EQ(cut.messages,
            (std::vector<scenario::MessageOverride>{{{0, 1, MessageKind::grant, 2}, seconds(1), false, {}}}));
  EXPECT_EQ(cut.clocks[1].drift_ppm, 10'000);
  EXPECT_EQ(cut.membership.size(), 1U);
}

TEST(CutMarketplaces, LetsTheFirstOneInheritProducts) {
  const Scenario cut = with_marketplaces(market(), {2, 3}, true);
  expect_sound(cut);
  ASSERT_EQ(cut.products.size(), 2U);
  EXPECT_EQ(cut.products[0].owner, 0U);
  EXPECT_EQ(cut.products[1].owner, 0U);
}

TEST(CutProducts, TakesAlongWhoWantsNothingElse) {
  const Scenario cut = with_products(market(), {1});
  expect_sound(cut);
  ASSERT_EQ(cut.buyers.size(), 2U);
  EXPECT_EQ(cut.buyers[1].buy.products, (std::vector<scenario::ProductIndex>{0}));
  EXPECT_EQ(with_products(market(), {0}).changes.size(), 0U);
  expect_sound(with_products(market(), {0}));
}

scenario::RandomFaultSpec spells() {
  scenario::RandomFaultSpec random;
  random.every = seconds(2);
  random.length = {scenario::Spread::Shape::constant, seconds(1), {}};
  return random;
}

TEST(GivenPlan, RunsAsTheDrawnOneDid) {
  Scenario drawn = market();
  drawn.faults.clear();
  drawn.membership.clear();
  drawn.random_faults.crash = spells();
  drawn.random_faults.partition = spells();
  drawn.random_faults.partition->shapes = {scenario::PartitionShape::minority, scenario::PartitionShape::one_isolated};
  drawn.random_membership.leave = seconds(8);
  for (std::uint64_t seed = 1; seed <= 5; ++seed) {
    const Scenario given = with_plan_given(drawn, seed);
    expect_sound(given);
    EXPECT_GT(given.faults.size(), 3U);
    EXPECT_EQ(sim::run(given, seed).digest, sim::run(drawn, seed).digest);
  }
}

TEST(GivenPlan, SaysBridgesRingsAndOneWayCutsAsCuts) {
  for (const auto shape : {scenario::PartitionShape::bridge, scenario::PartitionShape::majorities_ring,
                           scenario::PartitionShape::one_way}) {
    Scenario drawn = market();
    drawn.faults.resize(1);
    drawn.faults[0] = Fault{};
    drawn.faults[0].at = seconds(1);
    drawn.faults[0].length = seconds(2);
    drawn.faults[0].shape = shape;
    for (std::uint64_t seed = 1; seed <= 3; ++seed) {
      const Scenario given = with_plan_given(drawn, seed);
      expect_sound(given);
      for (const Fault& fault : given.faults) EXPECT_EQ(fault.kind, Fault::Kind::cut);
      const auto drawn_run = sim::run(drawn, seed);
      const auto given_run = sim::run(given, seed);
      EXPECT_EQ(given_run.latencies, drawn_run.latencies);
      EXPECT_EQ(given_run.messages_by_kind, drawn_run.messages_by_kind);
    }
  }
}

TEST(GivenSwarm, RunsAsTheSwarmDid) {
  Scenario drawn = market();
  drawn.buyers.resize(1);
  drawn.swarm = true;
  for (std::uint64_t seed = 1; seed <= 5; ++seed) {
    const Scenario given = with_swarm_given(drawn, seed);
    expect_sound(given);
    EXPECT_FALSE(given.swarm);
    EXPECT_EQ(sim::run(given, seed).digest, sim::run(drawn, seed).digest);
  }
}

TEST(GivenBuyers, AskForTheSameAtTheSameTimes) {
  const Scenario drawn = market();
  using Asked = std::vector<std::string>;
  const auto asked = [](const Scenario& scenario) {
    Asked all;
    std::set<IdempotencyKey> keys;
    const sim::Observers observers{
        .event =
            [&](const check::Event& event) {
              if (event.kind != check::EventKind::invoke || event.invocation->kind == check::InvocationKind::change)
                return;
              const bool buys = event.invocation->kind == check::InvocationKind::buy;
              if (buys && !keys.insert(event.invocation->purchase.key).second) return;
              all.push_back(std::to_string(event.time.ns) + (buys ? " buys " : " cancels ") +
                            std::to_string(event.process.value) + ' ' +
                            std::to_string(event.invocation->purchase.quantity));
            },
        .stop = {}};
    static_cast<void>(sim::run(scenario, 3, observers));
    return all;
  };
  BuyersSeen seen(drawn, 3);
  static_cast<void>(sim::run(drawn, 3, {.event = [&](const check::Event& event) { seen.observe(event); }, .stop = {}}));
  Scenario given = drawn;
  given.buyers = seen.given();
  expect_sound(given);
  EXPECT_EQ(given.buyers.size(), 14U);
  for (const auto& group : given.buyers) EXPECT_EQ(group.count, 1U);
  EXPECT_EQ(asked(given), asked(drawn));
  Scenario in_part = drawn;
  in_part.buyers = seen.given(2);
  expect_sound(in_part);
  EXPECT_EQ(in_part.buyers.size(), 2U + 6U);
}

TEST(GivenMessages, MakeTheSameRun) {
  Scenario drawn = market();
  drawn.messages.clear();
  drawn.network.duplicate = {};
  for (std::uint64_t seed = 1; seed <= 3; ++seed) {
    MessagesSeen seen;
    const sim::RunResult before =
        sim::run(drawn, seed, {.event = {}, .stop = {}, .fate = [&](const sim::Fate& fate) { seen.observe(fate); }});
    Scenario given = drawn;
    given.network = plain_network(milliseconds(10));
    given.messages = seen.given(milliseconds(10), {INT64_MAX});
    EXPECT_TRUE(is_plain(given.network));
    EXPECT_FALSE(is_plain(drawn.network));
    const sim::RunResult after = sim::run(given, seed);
    EXPECT_EQ(after.latencies, before.latencies);
    EXPECT_EQ(after.messages_by_kind, before.messages_by_kind);
    EXPECT_TRUE(seen.given(milliseconds(10), {0}).empty());
    EXPECT_GT(seen.usual_delay(), milliseconds(1));
    EXPECT_LT(seen.usual_delay(), milliseconds(20));
  }
}

using Generator = std::vector<Milder> (*)(const Scenario&);

/// All that a generator offers is something else that a file can say; most of it at least.
TEST(Milder, OffersWhatFilesCanSay) {
  const Scenario scenario = market();
  for (const Generator generator :
       {Generator(defaults), Generator(calmer_surroundings), Generator(milder_buyers), Generator(milder_faults),
        Generator(holds_for_slowness), Generator(shorter_delays), Generator(shorter_waits), Generator(rounder_times)}) {
    for (const Milder& milder : generator(scenario)) {
      EXPECT_FALSE(milder.what.empty());
      for (const Scenario& way : milder.ways) {
        EXPECT_FALSE(way == scenario) << milder.what;
        EXPECT_TRUE(as_read(way).has_value()) << milder.what << scenario::write(way);
      }
    }
  }
}

bool offers(const std::vector<Milder>& list, const std::function<bool(const Scenario&)>& wanted) {
  return std::ranges::any_of(list, [&](const Milder& milder) { return std::ranges::any_of(milder.ways, wanted); });
}

TEST(Milder, MakesALossADelayAndACrashAPause) {
  const auto list = milder_faults(market());
  EXPECT_TRUE(
      offers(list, [](const Scenario& way) { return !way.messages[0].lost && way.messages[0].delay.has_value(); }));
  EXPECT_TRUE(offers(list, [](const Scenario& way) { return way.faults[0].kind == Fault::Kind::pause; }));
  EXPECT_TRUE(offers(list, [](const Scenario& way) { return way.faults[1].kind == Fault::Kind::cut; }));
  EXPECT_TRUE(offers(list, [](const Scenario& way) { return way.faults[2].kind == Fault::Kind::clog; }));
  EXPECT_TRUE(offers(list, [](const Scenario& way) { return way.faults[2].groups[0].size() == 1; }));
  EXPECT_TRUE(offers(list, [](const Scenario& way) { return way.faults[0].length == milliseconds(100); }));
}

TEST(Milder, LowersTheNumbersOfMessagesWithTheBuyersBeforeThem) {
  const auto list = milder_faults(market());
  EXPECT_TRUE(
      offers(list, [](const Scenario& way) { return way.buyers.size() == 3 && way.messages[1].message.ordinal == 1; }));
  EXPECT_TRUE(offers(list, [](const Scenario& way) {
    return way.buyers.size() == 2 && way.messages[1].message.ordinal == 1 && way.messages[0].message.ordinal == 1;
  }));
}

TEST(Milder, PutsMessagesOfOneKindOnHoldInPlaceOfASlowLink) {
  const auto list = holds_for_slowness(market());
  EXPECT_TRUE(offers(list, [](const Scenario& way) {
    const Fault& hold = way.faults.back();
    return way.network.links.size() == 1 && hold.kind == Fault::Kind::hold && hold.messages.has(MessageKind::commit) &&
           !hold.messages.has(MessageKind::grant) && hold.groups == std::vector<std::vector<std::uint32_t>>{{1}, {0}};
  }));
  EXPECT_TRUE(offers(milder_faults(market()), [](const Scenario& way) {
    return way.faults[2].kind == Fault::Kind::cut && !way.faults[2].messages.all();
  }));
}

TEST(Milder, MakesClocksLessWrong) {
  Scenario scenario = market();
  scenario.faults.resize(2);
  scenario.faults[0] = {};
  scenario.faults[0].at = seconds(1);
  scenario.faults[0].kind = Fault::Kind::clock_step;
  scenario.faults[0].amount = -seconds(5).ns;
  scenario.faults[1] = scenario.faults[0];
  scenario.faults[1].kind = Fault::Kind::drift;
  scenario.faults[1].length = seconds(1);
  scenario.faults[1].amount = 300'000;
  const auto list = milder_faults(scenario);
  EXPECT_TRUE(offers(list, [](const Scenario& way) { return way.faults[0].amount == -milliseconds(50).ns; }));
  EXPECT_TRUE(offers(list, [](const Scenario& way) { return way.faults[1].amount == 50'000; }));
  EXPECT_FALSE(offers(list, [](const Scenario& way) { return way.faults[0].amount > 0; }));
}

TEST(RoundNumbers, AreThoseThatAPersonWouldWrite) {
  const auto texts = [](const std::vector<Duration>& durations) {
    std::string all;
    for (const Duration each : durations) all += scenario::text(each) + ' ';
    return all;
  };
  EXPECT_EQ(texts(round_below(milliseconds(60))), "1ms 2ms 5ms 10ms 20ms 50ms ");
  EXPECT_EQ(texts(rounded(milliseconds(1'150))), "");
  EXPECT_TRUE(texts(rounded(Duration{1'234'567'890})).starts_with("1s 2s 1s 1.5s 1.25s ") ||
              texts(rounded(Duration{1'234'567'890})).starts_with("1s 2s 1.5s 1.25s "));
  const auto fine = rounded(Duration{1'234'567'890});
  EXPECT_NE(std::ranges::find(fine, milliseconds(1'235)), fine.end());
  EXPECT_TRUE(std::ranges::find(fine, Duration{1'234'567'890}) == fine.end());
}

TEST(ShorterWaits, MoveAllThatComesLater) {
  Scenario scenario = market();
  const auto list = shorter_waits(scenario);
  // From 3s, when davi leaves, to 4s, when caio is evicted.
  EXPECT_TRUE(offers(list, [](const Scenario& way) {
    return way.membership[0].at == seconds(3) && way.membership[1].at == milliseconds(3'100);
  }));
}

TEST(Sizes, CountWhatASeedDraws) {
  Scenario scenario = market();
  const Sizes sizes = sizes_of(scenario, 1);
  EXPECT_EQ(sizes, (Sizes{4, 2, 10, 3 + 2 + 2 + 2, 3}));
  scenario.random_faults.crash = spells();
  EXPECT_GT(sizes_of(scenario, 1).faults, sizes.faults + 5);
}

}  // namespace
}  // namespace feira::search
