#include "sim/world/run.hpp"

#include <gtest/gtest.h>

#include <set>
#include <string>

#include "sim/world/world.hpp"
#include "tests/sim/world/sample_scenario.hpp"

namespace feira::sim {
namespace {

using check::Situation;

std::uint64_t reached(const RunResult& result, Situation situation) {
  return result.situations[static_cast<std::size_t>(situation)];
}

std::string violated(const RunResult& result) {
  std::string text;
  for (const check::Verdict& verdict : result.verdicts) {
    if (!verdict.holds) text += std::string(check::name(verdict.property)) + ": " + verdict.violation->sentence + "\n";
  }
  return text;
}

TEST(AFaultlessMarket, DecidesEveryPurchaseAndComesToRest) {
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    const RunResult result = run(small_market(), seed);
    EXPECT_EQ(violated(result), "") << "seed " << seed;
    EXPECT_EQ(result.ended_by, EndedBy::quiet);
    EXPECT_EQ(result.purchases(), 12U);
    EXPECT_EQ(reached(result, Situation::sold) + reached(result, Situation::refused_sold_out), 12U);
    EXPECT_LT(result.simulated, seconds(20)) << "a faultless run need not wait for the end of faults";
    EXPECT_TRUE(result.drawn.empty());
  }
}

TEST(ARoughMarket, HoldsAndReachesItsFaults) {
  for (std::uint64_t seed = 1; seed <= 40; ++seed) {
    const RunResult result = run(rough_market(), seed);
    EXPECT_EQ(violated(result), "") << "seed " << seed;
    EXPECT_EQ(result.ended_by, EndedBy::quiet);
    EXPECT_EQ(result.purchases(), 30U);
    EXPECT_EQ(reached(result, Situation::fault_crash), 1U);
    EXPECT_EQ(reached(result, Situation::fault_pause), 1U);
    EXPECT_EQ(reached(result, Situation::fault_partition), 1U);
    EXPECT_GT(reached(result, Situation::message_lost), 0U);
    EXPECT_GT(reached(result, Situation::duplicate_received), 0U);
    EXPECT_EQ(result.drawn.size(), 3U);
    EXPECT_GE(result.simulated, seconds(6));
  }
}

TEST(AClogAndAHold, LoseNothingAndHandOverInOrder) {
  scenario::Scenario scenario = small_market();
  scenario.faults = {fault(scenario::Fault::Kind::clog, milliseconds(1'200), milliseconds(500), 0),
                     fault(scenario::Fault::Kind::hold, milliseconds(1'200), milliseconds(900), 0)};
  scenario.faults[0].groups = {{0}, {1, 2}};
  scenario.faults[1].groups = {{1, 2}, {0}};
  scenario.faults[1].messages.add(MessageKind::interest);
  std::vector<std::pair<std::uint64_t, check::GlobalTime>> waiting;  // of clogged copies from ana to bia
  std::vector<std::uint64_t> handed_over;
  const Observers observers{.event =
                                [&](const check::Event& event) {
                                  if (event.kind == check::EventKind::detain && event.label == "hold") {
                                    EXPECT_EQ(event.message->kind(), MessageKind::interest);
                                  }
                                  if (event.kind == check::EventKind::detain && event.label == "clog") {
                                    waiting.emplace_back(event.id, event.time);
                                  }
                                  if (event.kind == check::EventKind::receive && event.time.ns == 1'700'000'000) {
                                    handed_over.push_back(event.id);
                                  }
                                },
                            .stop = {}};
  const RunResult result = run(scenario, 3, observers);
  EXPECT_EQ(violated(result), "");
  EXPECT_EQ(reached(result, Situation::message_lost), 0U);
  EXPECT_EQ(reached(result, Situation::fault_clog), 1U);
  EXPECT_EQ(reached(result, Situation::fault_hold), 1U);
  EXPECT_GT(reached(result, Situation::message_held), 0U);
  ASSERT_GT(waiting.size(), 5U);
  std::vector<std::uint64_t> in_order;
  for (const auto& [id, time] : waiting) in_order.push_back(id);
  EXPECT_EQ(handed_over, in_order);
}

TEST(AnEncodedMarket, RunsAsItDoesWithout) {
  scenario::Scenario scenario = rough_market();
  scenario.network.corrupt = {50'000};
  for (std::uint64_t seed = 1; seed <= 5; ++seed) {
    const RunResult plain = run(scenario, seed);
    EXPECT_GT(reached(plain, Situation::message_corrupted), 0U);
    scenario.encode = true;
    EXPECT_EQ(run(scenario, seed).digest, plain.digest);
    scenario.encode = false;
  }
}

TEST(ARecipe, IsExpandedAndTold) {
  scenario::Scenario scenario = small_market();
  scenario.recipes = {{seconds(1), seconds(3), 0, {500'000}}};
  const RunResult result = run(scenario, 3);
  EXPECT_EQ(violated(result), "");
  EXPECT_EQ(reached(result, Situation::fault_clog), 3U);
  EXPECT_EQ(result.drawn.size(), 3U);
}

TEST(ASwarm, RunsWhatItsSeedDrewAndSaysSo) {
  scenario::Scenario scenario = rough_market();
  scenario.swarm = true;
  std::uint64_t crashes = 0;
  for (std::uint64_t seed = 1; seed <= 40; ++seed) {
    const RunResult result = run(scenario, seed);
    EXPECT_EQ(violated(result), "") << "seed " << seed;
    ASSERT_EQ(result.kinds.size(), 6U);
    for (const scenario::SwarmedKind& kind : result.kinds) {
      if (kind.name != "crash") continue;
      EXPECT_EQ(reached(result, Situation::fault_crash), kind.on ? 1U : 0U) << "seed " << seed;
      crashes += kind.on ? 1 : 0;
    }
    EXPECT_EQ(result.drawn.at(0).starts_with("no loss"), !result.kinds[0].on);
  }
  EXPECT_GT(crashes, 5U);
  EXPECT_LT(crashes, 35U);
}

TEST(ARun, IsAFunctionOfScenarioAndSeed) {
  std::set<std::uint64_t> digests;
  for (std::uint64_t seed = 1; seed <= 10; ++seed) {
    const RunResult first = run(rough_market(), seed);
    const RunResult second = run(rough_market(), seed);
    EXPECT_EQ(first.digest, second.digest);
    EXPECT_EQ(first.events, second.events);
    EXPECT_EQ(first.latencies, second.latencies);
    digests.insert(first.digest);
  }
  EXPECT_EQ(digests.size(), 10U);
}

TEST(ARun, IsTheSameWhetherObservedOrNot) {
  std::uint64_t seen = 0;
  Observers observers;
  observers.event = [&](const check::Event& event) { EXPECT_EQ(event.number, ++seen); };
  const RunResult watched = run(rough_market(), 3, observers);
  EXPECT_EQ(watched.digest, run(rough_market(), 3).digest);
  EXPECT_EQ(watched.events, seen);
}

TEST(ARun, EndsWhenAnObserverWishes) {
  scenario::Scenario scenario = small_market();
  scenario.buyers[0].start = seconds(1'000);
  scenario.run.settle = seconds(2'000);
  Observers observers;
  observers.stop = [] { return true; };
  EXPECT_EQ(run(scenario, 1, observers).ended_by, EndedBy::stopped);
}

TEST(ARun, EndsAtItsBoundWhenItComesToNoRest) {
  scenario::Scenario scenario = small_market();
  scenario.buyers[0].start = seconds(500);
  scenario.run.faults_until = seconds(1);
  scenario.run.settle = seconds(2);
  const RunResult result = run(scenario, 1);
  EXPECT_EQ(result.ended_by, EndedBy::settle_bound);
  EXPECT_LT(result.simulated, seconds(4));
}

TEST(AWorld, IsAValueWhoseCopyGoesOnByItself) {
  const Observers observers;
  World world(rough_market(), 5, observers);
  world.begin();
  for (int i = 0; i < 2'000; ++i) ASSERT_TRUE(world.advance());
  World copy = world;
  for (int i = 0; i < 2'000; ++i) ASSERT_TRUE(world.advance());
  EXPECT_NE(copy.trace().digest(), world.trace().digest());
  for (int i = 0; i < 2'000; ++i) ASSERT_TRUE(copy.advance());
  EXPECT_EQ(copy.trace().digest(), world.trace().digest());
  EXPECT_EQ(copy.now(), world.now());
}

TEST(ADiskWithoutLatency, MakesRecordsDurableInTheStepThatMadeThem) {
  scenario::Scenario scenario = small_market();
  scenario.disk.write = {};
  std::uint64_t records = 0;
  GlobalTime made;
  Observers observers;
  observers.event = [&](const check::Event& event) {
    if (event.kind == check::EventKind::record) {
      ++records;
      made = event.time;
    }
    if (event.kind == check::EventKind::durable) {
      EXPECT_EQ(event.time, made);
    }
  };
  const RunResult result = run(scenario, 1, observers);
  EXPECT_EQ(violated(result), "");
  EXPECT_GT(records, 0U);
}

TEST(APausedMarketplace, TakesNoStepUntilItGoesOn) {
  scenario::Scenario scenario = rough_market();
  const MarketplaceId caio = roster(scenario, 2).id(2);
  bool paused = false;
  int pauses = 0;
  Observers observers;
  observers.event = [&](const check::Event& event) {
    if (event.process != caio) return;
    if (event.kind == check::EventKind::pause) {
      paused = true;
      ++pauses;
    } else if (event.kind == check::EventKind::resume) {
      paused = false;
    } else if (event.kind != check::EventKind::drop && event.kind != check::EventKind::heal) {
      EXPECT_FALSE(paused) << check::name(event.kind) << " at " << event.time.ns;
    }
  };
  EXPECT_EQ(violated(run(scenario, 2, observers)), "");
  EXPECT_EQ(pauses, 1);
}

TEST(ACrashedMarketplace, IsSilentUntilItRecovers) {
  scenario::Scenario scenario = rough_market();
  const MarketplaceId ana = roster(scenario, 2).id(0);
  bool down = false;
  std::uint64_t survived = 0;
  std::uint64_t first_after = 0;
  Observers observers;
  observers.event = [&](const check::Event& event) {
    if (event.process != ana) return;
    if (event.kind == check::EventKind::crash) {
      down = true;
      survived = event.id;
    } else if (event.kind == check::EventKind::recover) {
      down = false;
    } else if (event.kind != check::EventKind::drop && event.kind != check::EventKind::heal) {
      EXPECT_FALSE(down) << check::name(event.kind);
    }
    if (survived != 0 && !down && first_after == 0 && event.kind == check::EventKind::record) first_after = event.id;
  };
  EXPECT_EQ(violated(run(scenario, 2, observers)), "");
  EXPECT_GT(survived, 0U);
  EXPECT_EQ(first_after, survived + 1);
}

TEST(ACancellingMarket, HoldsAndDecidesCancellations) {
  scenario::Scenario scenario = small_market();
  scenario.buyers[0].cancel = {500'000};
  std::uint64_t cancelled = 0;
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    const RunResult result = run(scenario, seed);
    EXPECT_EQ(violated(result), "") << "seed " << seed;
    EXPECT_EQ(result.ended_by, EndedBy::quiet);
    cancelled += reached(result, Situation::refused_cancelled);
  }
  EXPECT_GT(cancelled, 0U);
}

TEST(ALoneMarketplace, SellsItsOwnProducts) {
  scenario::Scenario scenario = small_market();
  scenario.marketplaces = {"ana"};
  scenario.clocks.resize(1);
  scenario.products.resize(1);
  scenario.buyers[0].at = {};
  scenario.buyers[0].buy.products = {0};
  const RunResult result = run(scenario, 1);
  EXPECT_EQ(violated(result), "");
  EXPECT_EQ(result.purchases(), 12U);
  EXPECT_EQ(reached(result, Situation::sold), 4U);
  EXPECT_EQ(result.messages(), 0U);
}

}  // namespace
}  // namespace feira::sim
