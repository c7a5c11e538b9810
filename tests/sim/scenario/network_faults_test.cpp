#include "sim/scenario/network_faults.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <set>
#include <string>
#include <vector>

#include "sim/scenario/fault_plan.hpp"

namespace feira::scenario {
namespace {

using Groups = std::vector<std::vector<MarketplaceIndex>>;

Groups drawn(PartitionShape shape, std::size_t count, std::uint64_t seed) {
  return draw_shape(chance::Chance(seed), {}, shape, count);
}

std::size_t members(const Groups& groups) {
  std::set<MarketplaceIndex> seen;
  for (const auto& group : groups) seen.insert(group.begin(), group.end());
  return seen.size();
}

Scenario market(std::size_t count) {
  Scenario scenario;
  scenario.marketplaces = {"ana", "bia", "caio", "davi", "eva"};
  scenario.marketplaces.resize(count);
  return scenario;
}

TEST(PartitionShapes, HaveTheSizesOfTheirNames) {
  for (std::size_t count = 2; count <= 9; ++count) {
    for (std::uint64_t seed = 1; seed <= 50; ++seed) {
      const Groups halves = drawn(PartitionShape::halves, count, seed);
      EXPECT_EQ(halves[0].size(), count / 2);
      EXPECT_EQ(members(halves), count);
      const Groups minority = drawn(PartitionShape::minority, count, seed);
      EXPECT_TRUE(minority[0].size() * 2 < count || count == 2);
      EXPECT_EQ(members(minority), count);
      const Groups isolated = drawn(PartitionShape::one_isolated, count, seed);
      EXPECT_EQ(isolated[0].size(), 1U);
      EXPECT_EQ(isolated[1].size(), count - 1);
      const Groups one_way = drawn(PartitionShape::one_way, count, seed);
      EXPECT_FALSE(one_way[0].empty());
      EXPECT_FALSE(one_way[1].empty());
      EXPECT_EQ(members(one_way), count);
      if (count < 3) continue;
      const Groups bridge = drawn(PartitionShape::bridge, count, seed);
      EXPECT_EQ(members(bridge), count - 1);
      EXPECT_EQ(bridge[0].size(), (count - 1) / 2);
      const Groups ring = drawn(PartitionShape::majorities_ring, count, seed);
      ASSERT_EQ(ring.size(), 1U);
      EXPECT_EQ(members(ring), count);
    }
  }
}

TEST(PartitionShapes, AreDrawnAnewForEachSeed) {
  for (const auto shape : {PartitionShape::halves, PartitionShape::one_isolated, PartitionShape::bridge,
                           PartitionShape::majorities_ring, PartitionShape::one_way}) {
    std::set<Groups> seen;
    for (std::uint64_t seed = 1; seed <= 100; ++seed) seen.insert(drawn(shape, 5, seed));
    EXPECT_GE(seen.size(), 5U);
  }
}

TEST(PartitionShapes, AreHalvesWhereThereAreTooFewMarketplaces) {
  PartitionShape shape = PartitionShape::bridge;
  EXPECT_EQ(draw_shape(chance::Chance(1), {}, shape, 2).size(), 2U);
  EXPECT_EQ(shape, PartitionShape::halves);
}

TEST(RandomPartitions, HaveOneOfTheirShapesEachTime) {
  Scenario scenario = market(5);
  scenario.random_faults.partition = {
      milliseconds(100), {Spread::Shape::constant, milliseconds(50), {}}, {}, {}, Keeps::any, true, {}};
  scenario.random_faults.partition->shapes = {PartitionShape::bridge, PartitionShape::majorities_ring};
  std::size_t bridges = 0;
  const auto plan = expand(scenario, 1).faults;
  for (const Fault& fault : plan) {
    EXPECT_TRUE(fault.shape == PartitionShape::bridge || fault.shape == PartitionShape::majorities_ring);
    bridges += fault.shape == PartitionShape::bridge ? 1 : 0;
  }
  EXPECT_GT(bridges, plan.size() / 3);
  EXPECT_LT(bridges, plan.size() * 2 / 3);
}

TEST(RandomHolds, ConcernOneKindOfMessageEachTime) {
  Scenario scenario = market(5);
  scenario.random_faults.hold = {
      milliseconds(100), {Spread::Shape::constant, milliseconds(50), {}}, {}, {}, Keeps::any, true, {}};
  std::set<std::string> kinds;
  for (const Fault& fault : expand(scenario, 1).faults) {
    std::size_t concerned = 0;
    for (std::size_t i = 0; i < message_kinds; ++i) {
      if (!fault.messages.has(static_cast<MessageKind>(i))) continue;
      ++concerned;
      kinds.insert(name(static_cast<MessageKind>(i)));
    }
    EXPECT_EQ(concerned, 1U);
  }
  EXPECT_EQ(kinds.size(), message_kinds);
  scenario.random_faults.hold->messages.add(MessageKind::grant);
  for (const Fault& fault : expand(scenario, 1).faults) {
    EXPECT_TRUE(fault.messages.has(MessageKind::grant));
    EXPECT_FALSE(fault.messages.has(MessageKind::commit));
  }
}

TEST(NetworkFaults, AreTold) {
  const Scenario scenario = market(5);
  Fault fault;
  fault.groups = {{0, 1}, {3, 4}};
  fault.shape = PartitionShape::bridge;
  EXPECT_EQ(describe_network_fault(fault, scenario),
            "ana, bia | davi, eva cut from each other but for the one between");
  fault.kind = Fault::Kind::clog;
  EXPECT_EQ(describe_network_fault(fault, scenario), "the way from ana, bia to davi, eva clogged");
  fault.kind = Fault::Kind::hold;
  fault.messages.add(MessageKind::grant);
  EXPECT_EQ(describe_network_fault(fault, scenario), "the way from ana, bia to davi, eva on hold for grant");
}

}  // namespace
}  // namespace feira::scenario
