#include "sim/scenario/fault_plan.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

namespace feira::scenario {
namespace {

Fault fault(Fault::Kind kind, MarketplaceIndex process, Duration at, Duration length) {
  Fault made;
  made.kind = kind;
  made.process = process;
  made.at = at;
  made.length = length;
  return made;
}

Fault crash(MarketplaceIndex process, Duration at, Duration length) {
  return fault(Fault::Kind::crash, process, at, length);
}
Fault pause(MarketplaceIndex process, Duration at, Duration length) {
  return fault(Fault::Kind::pause, process, at, length);
}

Scenario market(std::vector<Fault> faults = {}) {
  Scenario scenario;
  scenario.marketplaces = {"ana", "bia", "caio", "davi", "eva"};
  scenario.faults = std::move(faults);
  return scenario;
}

RandomFaultSpec every(Duration gap, const Spread& length) {
  RandomFaultSpec spec;
  spec.every = gap;
  spec.length = length;
  return spec;
}

RandomFaultSpec often() { return every(seconds(2), Spread{Spread::Shape::uniform, milliseconds(100), seconds(1)}); }

Scenario stormy() {
  Scenario scenario = market();
  scenario.random_faults.crash = often();
  scenario.random_faults.pause = often();
  scenario.random_faults.partition = often();
  scenario.random_faults.cut = often();
  return scenario;
}

std::vector<std::string> told(const FaultPlan& plan, const Scenario& scenario) {
  std::vector<std::string> lines;
  for (const Fault& each : plan.faults) lines.push_back(describe(each, scenario));
  return lines;
}

std::vector<std::string> told_of(const Scenario& scenario, std::uint64_t seed, Fault::Kind kind) {
  FaultPlan plan = expand(scenario, seed);
  std::erase_if(plan.faults, [&](const Fault& each) { return each.kind != kind; });
  return told(plan, scenario);
}

TEST(FaultPlan, TellsGivenFaultsByTime) {
  Fault partition;
  partition.at = seconds(5);
  partition.length = seconds(1);
  partition.groups = {{0, 1}, {2, 3, 4}};
  Fault cut = partition;
  cut.kind = Fault::Kind::cut;
  cut.at = seconds(4);
  cut.groups = {{0}, {1, 2}};
  Fault alone = partition;
  alone.at = seconds(6);
  alone.groups = {{4}};
  const Scenario scenario =
      market({partition, cut, alone, crash(0, seconds(3), seconds(1)), pause(1, seconds(2), seconds(1))});
  EXPECT_EQ(told(expand(scenario, 1), scenario),
            (std::vector<std::string>{
                "bia pauses, 2s-3s", "ana crashes, 3s-4s", "nothing passes from ana to bia, caio, 4s-5s",
                "ana, bia | caio, davi, eva cut from each other, 5s-6s", "eva cut from the others, 6s-7s"}));
}

TEST(FaultPlan, EndsEveryFaultInTime) {
  Scenario scenario = market({crash(0, seconds(4), seconds(10)), crash(1, seconds(5), seconds(1))});
  Fault partition;
  partition.at = seconds(3);
  partition.length = seconds(9);
  partition.groups = {{0}};
  scenario.faults.push_back(partition);
  scenario.run.faults_until = seconds(5);
  EXPECT_EQ(told(expand(scenario, 1), scenario),
            (std::vector<std::string>{"ana cut from the others, 3s-5s", "ana crashes, 4s-5s"}));
}

TEST(FaultPlan, MergesCrashesOfOneMarketplaceThatTouch) {
  const Scenario scenario =
      market({crash(0, seconds(2), seconds(2)), crash(0, seconds(1), seconds(2)), crash(0, seconds(4), seconds(1)),
              crash(1, seconds(1), seconds(1)), crash(0, seconds(6), seconds(1))});
  EXPECT_EQ(told(expand(scenario, 1), scenario),
            (std::vector<std::string>{"ana crashes, 1s-5s", "bia crashes, 1s-2s", "ana crashes, 6s-7s"}));
}

TEST(FaultPlan, LeavesOutThePartOfAPauseInsideACrash) {
  const Scenario scenario =
      market({pause(0, seconds(1), seconds(5)), crash(0, seconds(2), seconds(1)), crash(0, seconds(4), seconds(4)),
              pause(0, seconds(5), seconds(1)), pause(1, seconds(2), seconds(1))});
  EXPECT_EQ(told(expand(scenario, 1), scenario),
            (std::vector<std::string>{"ana pauses, 1s-2s", "ana crashes, 2s-3s", "bia pauses, 2s-3s",
                                      "ana pauses, 3s-4s", "ana crashes, 4s-8s"}));
}

TEST(FaultPlan, IsAFunctionOfTheSeed) {
  const Scenario scenario = stormy();
  EXPECT_EQ(told(expand(scenario, 7), scenario), told(expand(scenario, 7), scenario));
  EXPECT_NE(told(expand(scenario, 7), scenario), told(expand(scenario, 8), scenario));
}

/// A golden plan: a change of draws or of their addresses changes every run.
TEST(FaultPlan, StaysTheSameOverTime) {
  Scenario scenario = stormy();
  scenario.run.faults_until = seconds(4);
  scenario.random_faults.pause.reset();
  EXPECT_EQ(told(expand(scenario, 1), scenario),
            (std::vector<std::string>{
                "caio crashes, 414.474285ms-1.155617774s",
                "davi, eva | ana, bia, caio cut from each other, 489.237392ms-892.058422ms",
                "eva crashes, 1.283974627s-1.911719098s", "davi crashes, 1.658152083s-2.155199033s",
                "nothing passes from ana, bia, davi to caio, eva, 2.393495223s-3.160600318s",
                "ana crashes, 2.504987488s-2.831467858s",
                "bia, eva | ana, caio, davi cut from each other, 3.258329622s-3.415000405s",
                "nothing passes from ana, davi, eva to bia, caio, 3.277629765s-3.8218078s",
                "ana | bia, caio, davi, eva cut from each other, 3.609400338s-4s", "eva crashes, 3.714182374s-4s"}));
}

TEST(FaultPlan, KeepsToItsRulesForManySeeds) {
  const Scenario scenario = stormy();
  std::size_t spells = 0;
  for (std::uint64_t seed = 1; seed <= 300; ++seed) {
    const FaultPlan plan = expand(scenario, seed);
    spells += plan.faults.size();
    Duration last{};
    std::vector<Duration> free_again(scenario.marketplaces.size());
    for (const Fault& each : plan.faults) {
      ASSERT_GE(each.at, last);
      last = each.at;
      ASSERT_GE(each.length, spell_min);
      ASSERT_LE(each.at + each.length, scenario.run.faults_until);
      if (each.kind == Fault::Kind::crash || each.kind == Fault::Kind::pause) {
        ASSERT_GE(each.at, free_again[each.process]) << "seed " << seed;
        free_again[each.process] = each.at + each.length;
      } else {
        ASSERT_EQ(each.groups.size(), 2U);
        for (const auto& group : each.groups) ASSERT_FALSE(group.empty());
        for (const MarketplaceIndex member : each.groups[0]) {
          ASSERT_EQ(std::count(each.groups[1].begin(), each.groups[1].end(), member), 0);
        }
      }
    }
  }
  // Ten spells of each process and kind are drawn in 20 s, fewer remain; twenty of the network.
  EXPECT_GT(spells, 300U * 60U);
  EXPECT_LT(spells, 300U * 120U);
}

TEST(FaultPlan, MovesNoOtherFaultWhenAKindIsTakenAway) {
  const Scenario all = stormy();
  Scenario without_crashes = all;
  without_crashes.random_faults.crash.reset();
  Scenario without_cuts = all;
  without_cuts.random_faults.cut.reset();
  for (const auto kind : {Fault::Kind::partition, Fault::Kind::cut}) {
    EXPECT_EQ(told_of(all, 3, kind), told_of(without_crashes, 3, kind));
  }
  for (const auto kind : {Fault::Kind::partition, Fault::Kind::crash, Fault::Kind::pause}) {
    EXPECT_EQ(told_of(all, 3, kind), told_of(without_cuts, 3, kind));
  }
  Scenario without_pauses = all;
  without_pauses.random_faults.pause.reset();
  EXPECT_EQ(told_of(all, 3, Fault::Kind::crash), told_of(without_pauses, 3, Fault::Kind::crash));
}

TEST(FaultPlan, MovesNoOtherFaultWhenAGivenOneIsAdded) {
  Scenario scenario = stormy();
  scenario.random_faults.pause.reset();
  const auto before = told_of(scenario, 5, Fault::Kind::crash);
  Scenario more = scenario;
  more.faults.push_back(pause(2, seconds(1), seconds(1)));
  EXPECT_EQ(told_of(more, 5, Fault::Kind::crash), before);
  EXPECT_EQ(told_of(more, 5, Fault::Kind::cut), told_of(scenario, 5, Fault::Kind::cut));
}

TEST(FaultPlan, MovesNoFaultOfOneMarketplaceWhenAnotherJoins) {
  Scenario scenario = market();
  scenario.random_faults.crash = often();
  Scenario larger = scenario;
  larger.marketplaces.push_back("fabio");
  FaultPlan plan = expand(larger, 9);
  std::erase_if(plan.faults, [](const Fault& each) { return each.process == 5; });
  EXPECT_EQ(told(plan, larger), told(expand(scenario, 9), scenario));
}

TEST(FaultPlan, MovesNoLaterSpellWhenSpellsAreShorter) {
  Scenario scenario = market();
  scenario.random_faults.partition = every(seconds(1), Spread{Spread::Shape::constant, seconds(5), {}});
  Scenario milder = scenario;
  milder.random_faults.partition->length.low = milliseconds(10);
  const auto longer = expand(scenario, 4).faults;
  const auto shorter = expand(milder, 4).faults;
  ASSERT_EQ(longer.size(), shorter.size());
  for (std::size_t i = 0; i < longer.size(); ++i) {
    EXPECT_EQ(longer[i].at, shorter[i].at);
    EXPECT_EQ(longer[i].groups, shorter[i].groups);
  }
}

TEST(FaultPlan, DrawsCutsBothWaysAndOfSingleLinks) {
  Scenario scenario = market();
  scenario.random_faults.cut = every(milliseconds(100), Spread{Spread::Shape::constant, milliseconds(10), {}});
  bool single_link = false;
  bool from_few = false;
  bool from_many = false;
  for (const Fault& each : expand(scenario, 2).faults) {
    const std::size_t from = each.groups[0].size();
    const std::size_t to = each.groups[1].size();
    single_link = single_link || (from == 1 && to == 1);
    from_few = from_few || (from + to == 5 && from < to);
    from_many = from_many || (from + to == 5 && from > to);
  }
  EXPECT_TRUE(single_link && from_few && from_many);
}

TEST(FaultPlan, HasNoPartitionOfASingleMarketplace) {
  Scenario scenario = stormy();
  scenario.marketplaces = {"ana"};
  for (const Fault& each : expand(scenario, 1).faults) {
    EXPECT_TRUE(each.kind == Fault::Kind::crash || each.kind == Fault::Kind::pause);
  }
}

}  // namespace
}  // namespace feira::scenario
