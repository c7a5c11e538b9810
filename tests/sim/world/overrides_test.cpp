// What a scenario gives for single messages, in the network alone and in whole runs.
#include "sim/world/overrides.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "sim/world/network.hpp"
#include "sim/world/run.hpp"
#include "tests/sim/world/sample_scenario.hpp"

namespace feira::sim {
namespace {

using scenario::MessageOverride;
using scenario::Share;

constexpr GlobalTime faults_until{1'000'000'000};
constexpr GlobalTime early{0};
constexpr Share always{1'000'000};

/// A network in which everything is lost, doubled, late and reordered, but for what is given.
Network network_with(const std::vector<MessageOverride>& given) {
  scenario::Scenario scenario = small_market();
  scenario.messages = given;
  scenario.network.loss = always;
  scenario.network.duplicate = always;
  scenario.network.late = always;
  scenario.network.reorder = scenario::ReorderSpec{{}, always};
  return {scenario.network, 3, faults_until, chance::Chance(7), Overrides(scenario)};
}

MessageOverride grant(std::uint32_t ordinal) { return {{0, 1, MessageKind::grant, ordinal}, {}, false, {}}; }

MessageOverride delayed(std::uint32_t ordinal, Duration delay) {
  MessageOverride given = grant(ordinal);
  given.delay = delay;
  return given;
}

TEST(AnOverriddenDelay, IsExactAndOfThatMessageAlone) {
  Network network = network_with({delayed(2, milliseconds(40))});
  const Network plain_network = network_with({});
  Network plain = plain_network;
  for (std::uint32_t ordinal = 1; ordinal <= 3; ++ordinal) {
    const Network::Passage passage = network.depart(0, 1, MessageKind::grant, early);
    const Network::Passage drawn = plain.depart(0, 1, MessageKind::grant, early);
    EXPECT_EQ(passage.copy, drawn.copy);
    EXPECT_EQ(passage.delay, ordinal == 2 ? milliseconds(40) : drawn.delay);
    EXPECT_EQ(passage.told, ordinal == 2 ? "message: 2nd grant from ana to bia takes 40ms" : "");
  }
  EXPECT_EQ(network.depart(1, 0, MessageKind::grant, early).delay, plain.depart(1, 0, MessageKind::grant, early).delay);
  EXPECT_TRUE(network.missed().empty());
}

TEST(AnOverriddenMessage, IsNeitherLostNorDoubledByChance) {
  Network network = network_with({delayed(1, milliseconds(40))});
  const Copy copy = network.depart(0, 1, MessageKind::grant, early).copy;
  const Network::Arrival arrival = network.arrive(0, 1, MessageKind::grant, copy, early);
  EXPECT_TRUE(arrival.lost_by.empty());
  EXPECT_FALSE(arrival.duplicate || arrival.late);
  const Copy next = network.depart(0, 1, MessageKind::grant, early).copy;
  EXPECT_EQ(network.arrive(0, 1, MessageKind::grant, next, early).lost_by, "lost");
}

TEST(AnOverriddenMessage, IsStoppedByAPartitionAllTheSame) {
  Network network = network_with({delayed(1, milliseconds(40))});
  scenario::Fault partition = fault(scenario::Fault::Kind::partition, {}, seconds(1), 0);
  partition.groups = {{0}, {1, 2}};
  network.sever(0, partition);
  const Copy copy = network.depart(0, 1, MessageKind::grant, early).copy;
  EXPECT_EQ(network.arrive(0, 1, MessageKind::grant, copy, early).lost_by, "partition");
}

TEST(AnOverriddenLoss, CountsUntilTheEndOfFaults) {
  MessageOverride first = grant(1);
  first.lost = true;
  MessageOverride second = grant(2);
  second.lost = true;
  Network network = network_with({second, first});
  const Copy lost = network.depart(0, 1, MessageKind::grant, early).copy;
  const Network::Arrival arrival = network.arrive(0, 1, MessageKind::grant, lost, early);
  EXPECT_EQ(arrival.lost_by, "lost");
  EXPECT_EQ(arrival.told, "message: 1st grant from ana to bia is lost");
  EXPECT_FALSE(arrival.duplicate || arrival.late);
  const Copy kept = network.depart(0, 1, MessageKind::grant, early).copy;
  EXPECT_TRUE(network.arrive(0, 1, MessageKind::grant, kept, faults_until).lost_by.empty());
  EXPECT_EQ(network.missed(), std::vector<std::string>{"2nd grant from ana to bia is lost"});
}

TEST(AnOverriddenCopy, ComesSoMuchLater) {
  MessageOverride again = delayed(1, milliseconds(5));
  again.again_after = seconds(1);
  Network network = network_with({again});
  const Copy original = network.depart(0, 1, MessageKind::grant, early).copy;
  const Network::Arrival arrival = network.arrive(0, 1, MessageKind::grant, original, early);
  EXPECT_TRUE(arrival.lost_by.empty());
  ASSERT_TRUE(arrival.duplicate);
  EXPECT_EQ(arrival.duplicate->delay, seconds(1));
  const Network::Arrival copy = network.arrive(0, 1, MessageKind::grant, arrival.duplicate->copy, early);
  EXPECT_TRUE(copy.lost_by.empty());
  EXPECT_FALSE(copy.duplicate || copy.late);
  EXPECT_TRUE(network.missed().empty());
}

/// Everything that a run's network did to original messages, as overrides.
std::vector<MessageOverride> all_that_happened(const scenario::Scenario& scenario, std::uint64_t seed) {
  std::vector<MessageOverride> given;
  Network network(scenario.network, 3, {scenario.run.faults_until.ns}, chance::Chance(seed));
  for (MarketplaceIndex from = 0; from < 3; ++from) {
    for (MarketplaceIndex to = 0; to < 3; ++to) {
      for (std::size_t kind = 0; from != to && kind < message_kinds; ++kind) {
        for (std::uint32_t ordinal = 1; ordinal <= 300; ++ordinal) {
          const auto passage = network.depart(from, to, static_cast<MessageKind>(kind), early);
          const auto arrival = network.arrive(from, to, static_cast<MessageKind>(kind), passage.copy, early);
          MessageOverride message{{from, to, static_cast<MessageKind>(kind), ordinal}, {}, false, {}};
          message.lost = !arrival.lost_by.empty();
          if (!message.lost) message.delay = passage.delay;
          given.push_back(message);
        }
      }
    }
  }
  return given;
}

TEST(ARunWithAllItsDrawsGiven, IsTheSameRun) {
  scenario::Scenario scenario = rough_market();
  scenario.network.duplicate = {};
  scenario.network.late = {};
  for (std::uint64_t seed = 1; seed <= 5; ++seed) {
    const RunResult drawn = run(scenario, seed);
    scenario::Scenario given = scenario;
    given.messages = all_that_happened(scenario, seed);
    // What is lost keeps its delay only as far as it matters: it is lost by the end of faults or not at all.
    const RunResult again = run(given, seed);
    EXPECT_EQ(again.latencies, drawn.latencies);
    EXPECT_EQ(again.messages_by_kind, drawn.messages_by_kind);
    EXPECT_EQ(again.simulated, drawn.simulated);
    const auto counted = static_cast<std::size_t>(check::Situation::fault_message);
    EXPECT_EQ(drawn.situations[counted], 0U);
    EXPECT_EQ(again.events, drawn.events + again.situations[counted]);
    EXPECT_FALSE(again.missed.empty()) << "not every link had so many messages of every kind";
  }
}

TEST(ALostGrant, IsSentAgainAndTold) {
  scenario::Scenario scenario = small_market();
  MessageOverride lost{{0, 1, MessageKind::grant, 1}, {}, true, {}};
  MessageOverride never{{0, 1, MessageKind::grant, 1'000'000}, {}, true, {}};
  scenario.messages = {never, lost};
  std::vector<std::string> told;
  const Observers observers{.event =
                                [&](const check::Event& event) {
                                  if (event.kind == check::EventKind::fault) told.emplace_back(event.label);
                                  if (event.kind == check::EventKind::drop) told.emplace_back(event.label);
                                },
                            .stop = {}};
  const RunResult result = run(scenario, 3, observers);
  EXPECT_TRUE(result.all_hold());
  EXPECT_EQ(told, (std::vector<std::string>{"message: 1st grant from ana to bia is lost", "lost"}));
  EXPECT_EQ(result.missed, std::vector<std::string>{"1000000th grant from ana to bia is lost"});
  EXPECT_EQ(result.situations[static_cast<std::size_t>(check::Situation::fault_message)], 1U);
}

}  // namespace
}  // namespace feira::sim
