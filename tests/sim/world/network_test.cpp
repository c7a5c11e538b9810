#include "sim/world/network.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <utility>
#include <vector>

namespace feira::sim {
namespace {

using scenario::Fault;
using scenario::PartitionShape;
using scenario::Share;
using Shape = scenario::Spread::Shape;

constexpr GlobalTime faults_until{1'000'000'000};
constexpr GlobalTime early{0};

scenario::NetworkSpec spec_with(Share loss, Share duplicate, Share late) {
  scenario::NetworkSpec spec;
  spec.loss = loss;
  spec.duplicate = duplicate;
  spec.late = late;
  return spec;
}

Network network_of(const scenario::NetworkSpec& spec) { return Network(spec, 4, faults_until, chance::Chance(7)); }

/// The fates of `count` messages on one link, with `others` on other links and of other kinds in between.
std::vector<std::int64_t> fates(Network network, std::uint32_t count, std::uint32_t others) {
  std::vector<std::int64_t> seen;
  for (std::uint32_t i = 0; i < count; ++i) {
    for (std::uint32_t j = 0; j < others; ++j) {
      static_cast<void>(network.depart(0, 1, MessageKind::heartbeat, early));
      static_cast<void>(network.depart(1, 0, MessageKind::interest, early));
      static_cast<void>(network.depart(2, 3, MessageKind::interest, early));
    }
    const Network::Passage passage = network.depart(0, 1, MessageKind::interest, early);
    const Network::Arrival arrival = network.arrive(0, 1, MessageKind::interest, passage.copy, early);
    seen.push_back(passage.delay.ns);
    seen.push_back(arrival.lost_by.empty() ? 0 : 1);
    seen.push_back(arrival.duplicate ? arrival.duplicate->delay.ns : -1);
    seen.push_back(arrival.late ? arrival.late->delay.ns : -1);
  }
  return seen;
}

TEST(NetworkDraws, AreNotMovedByOtherMessages) {
  const Network network = network_of(spec_with({100'000}, {100'000}, {100'000}));
  EXPECT_EQ(fates(network, 200, 0), fates(network, 200, 3));
}

TEST(NetworkDraws, KeepToTheirShares) {
  const Network network = network_of(spec_with({100'000}, {200'000}, {50'000}));
  const std::vector<std::int64_t> seen = fates(network, 10'000, 0);
  std::int64_t lost = 0;
  std::int64_t doubled = 0;
  std::int64_t late = 0;
  for (std::size_t i = 0; i < seen.size(); i += 4) {
    lost += seen[i + 1];
    doubled += seen[i + 2] >= 0 ? 1 : 0;
    late += seen[i + 3] >= 0 ? 1 : 0;
  }
  EXPECT_NEAR(static_cast<double>(lost), 1'000, 120);
  EXPECT_NEAR(static_cast<double>(doubled), 2'000, 160);
  EXPECT_NEAR(static_cast<double>(late), 500, 90);
}

TEST(NetworkFaults, EndWithTheTimeOfFaults) {
  Network network = network_of(spec_with({1'000'000}, {1'000'000}, {1'000'000}));
  const Copy copy = network.depart(0, 1, MessageKind::grant, early).copy;
  EXPECT_EQ(network.arrive(0, 1, MessageKind::grant, copy, {faults_until.ns - 1}).lost_by, "lost");
  const Network::Arrival after = network.arrive(0, 1, MessageKind::grant, copy, faults_until);
  EXPECT_TRUE(after.lost_by.empty());
  EXPECT_FALSE(after.duplicate.has_value());
  EXPECT_FALSE(after.late.has_value());
}

TEST(NetworkFaults, CopiesOfCopiesDoNotArise) {
  Network network = network_of(spec_with({0}, {1'000'000}, {1'000'000}));
  const Copy original = network.depart(0, 1, MessageKind::grant, early).copy;
  const Network::Arrival first = network.arrive(0, 1, MessageKind::grant, original, early);
  ASSERT_TRUE(first.duplicate && first.late);
  EXPECT_EQ(label(first.duplicate->copy.sort), "duplicate");
  EXPECT_EQ(label(first.late->copy.sort), "late");
  for (const Copy copy : {first.duplicate->copy, first.late->copy}) {
    const Network::Arrival next = network.arrive(0, 1, MessageKind::grant, copy, early);
    EXPECT_FALSE(next.duplicate || next.late);
    EXPECT_TRUE(next.lost_by.empty());
  }
}

TEST(NetworkFaults, ADuplicateIsLostOrNotByItself) {
  Network network = network_of(spec_with({500'000}, {0}, {0}));
  int differ = 0;
  for (int i = 0; i < 100; ++i) {
    Copy copy = network.depart(0, 1, MessageKind::grant, early).copy;
    const bool original_lost = !network.arrive(0, 1, MessageKind::grant, copy, early).lost_by.empty();
    copy.sort = Copy::Sort::duplicate;
    if (original_lost == network.arrive(0, 1, MessageKind::grant, copy, early).lost_by.empty()) ++differ;
  }
  EXPECT_GT(differ, 20);
  EXPECT_LT(differ, 80);
}

TEST(NetworkDelay, OfASlowLinkIsItsOwnAndOneWay) {
  scenario::NetworkSpec spec;
  spec.delay = {Shape::constant, milliseconds(3), {}};
  spec.links.push_back({2, 0, {Shape::constant, milliseconds(800), {}}});
  Network network = network_of(spec);
  EXPECT_EQ(network.depart(2, 0, MessageKind::grant, early).delay, milliseconds(800));
  EXPECT_EQ(network.depart(0, 2, MessageKind::grant, early).delay, milliseconds(3));
  EXPECT_EQ(network.depart(2, 1, MessageKind::grant, early).delay, milliseconds(3));
}

TEST(NetworkDelay, OfAKindOfMessageIsItsOwnOnEveryLink) {
  scenario::NetworkSpec spec;
  spec.delay = {Shape::constant, milliseconds(3), {}};
  spec.links = {{2, 0, {Shape::constant, milliseconds(800), {}}}};
  spec.kinds = {{MessageKind::grant, {Shape::constant, milliseconds(70), {}}}};
  Network network = network_of(spec);
  EXPECT_EQ(network.depart(2, 0, MessageKind::grant, early).delay, milliseconds(70));
  EXPECT_EQ(network.depart(0, 1, MessageKind::grant, early).delay, milliseconds(70));
  EXPECT_EQ(network.depart(2, 0, MessageKind::commit, early).delay, milliseconds(800));
  EXPECT_EQ(network.depart(0, 1, MessageKind::commit, early).delay, milliseconds(3));
}

TEST(NetworkInOrder, LetsNothingOvertakeOnALink) {
  scenario::NetworkSpec spec;
  spec.fifo = true;
  Network network = network_of(spec);
  std::int64_t last = 0;
  for (std::int64_t now = 0; now < 1'000'000'000; now += 500'000) {
    const auto kind = now % 1'000'000 == 0 ? MessageKind::grant : MessageKind::commit;
    const std::int64_t arrival = now + network.depart(0, 1, kind, {now}).delay.ns;
    EXPECT_GE(arrival, last);
    last = arrival;
  }
}

TEST(NetworkReordering, DelaysAShareOfItsKindsUntilFaultsAreOver) {
  scenario::NetworkSpec spec;
  spec.delay = {Shape::constant, milliseconds(3), {}};
  spec.reorder = scenario::ReorderSpec{{}, {250'000}, {Shape::constant, milliseconds(40), {}}};
  spec.reorder->messages.add(MessageKind::grant);
  Network network = network_of(spec);
  int longer = 0;
  for (int i = 0; i < 4'000; ++i) {
    const Duration delay = network.depart(0, 1, MessageKind::grant, early).delay;
    longer += delay == milliseconds(43) ? 1 : 0;
    EXPECT_TRUE(delay == milliseconds(43) || delay == milliseconds(3));
    EXPECT_EQ(network.depart(0, 1, MessageKind::commit, early).delay, milliseconds(3));
    EXPECT_EQ(network.depart(1, 0, MessageKind::grant, faults_until).delay, milliseconds(3));
  }
  EXPECT_NEAR(longer, 1'000, 100);
}

TEST(NetworkReordering, SaysWhatWasOvertaken) {
  scenario::NetworkSpec spec;
  spec.reorder = scenario::ReorderSpec{{}, {1}, {}};
  Network network = network_of(spec);
  const Copy first = network.depart(0, 1, MessageKind::grant, early).copy;
  const Copy second = network.depart(0, 1, MessageKind::grant, early).copy;
  const Copy other = network.depart(0, 2, MessageKind::grant, early).copy;
  EXPECT_FALSE(network.arrive(0, 1, MessageKind::grant, second, early).overtaken);
  EXPECT_TRUE(network.arrive(0, 1, MessageKind::grant, first, early).overtaken);
  EXPECT_FALSE(network.arrive(0, 2, MessageKind::grant, other, early).overtaken);
}

TEST(NetworkCorruption, IsALossWithAWordOfItsOwn) {
  scenario::NetworkSpec spec;
  spec.corrupt = {100'000};
  Network network = network_of(spec);
  int corrupted = 0;
  for (int i = 0; i < 10'000; ++i) {
    const Copy copy = network.depart(0, 1, MessageKind::grant, early).copy;
    const std::string_view lost_by = network.arrive(0, 1, MessageKind::grant, copy, early).lost_by;
    EXPECT_TRUE(lost_by.empty() || lost_by == "corrupted");
    corrupted += lost_by.empty() ? 0 : 1;
    EXPECT_EQ(network.arrive(0, 1, MessageKind::grant, copy, faults_until).lost_by, "");
  }
  EXPECT_NEAR(corrupted, 1'000, 100);
}

TEST(CopyTag, HoldsWhatItWasMadeOf) {
  for (const Copy copy : {Copy{1, Copy::Sort::original, false}, Copy{77, Copy::Sort::duplicate, true},
                          Copy{78, Copy::Sort::original, true, true}, Copy{(1U << 28U) - 1, Copy::Sort::late, false}}) {
    EXPECT_EQ(Copy::of(copy.tag()), copy);
  }
}

Fault severance(Fault::Kind kind, std::vector<std::vector<MarketplaceIndex>> groups) {
  Fault fault;
  fault.kind = kind;
  fault.groups = std::move(groups);
  return fault;
}

/// Which of the 4 x 4 directed links are severed, as rows of the senders: "0110 ...".
std::string severed(Network network) {
  std::string rows;
  for (MarketplaceIndex from = 0; from < 4; ++from) {
    for (MarketplaceIndex to = 0; to < 4; ++to) {
      rows += network.arrive(from, to, MessageKind::grant, {1}, early).lost_by.empty() ? '0' : '1';
    }
    if (from < 3) rows += ' ';
  }
  return rows;
}

Fault shaped(PartitionShape shape, std::vector<std::vector<MarketplaceIndex>> groups) {
  Fault fault = severance(Fault::Kind::partition, std::move(groups));
  fault.shape = shape;
  return fault;
}

struct SeveranceCase {
  const char* name;
  Fault fault;
  const char* severed;
};

class Severances : public testing::TestWithParam<SeveranceCase> {};

TEST_P(Severances, CutTheseLinksAndNoOthersUntilTheyAreMended) {
  Network network = network_of({});
  network.sever(5, GetParam().fault);
  EXPECT_EQ(severed(network), GetParam().severed);
  network.mend(4);
  EXPECT_EQ(severed(network), GetParam().severed);
  network.mend(5);
  EXPECT_EQ(severed(network), "0000 0000 0000 0000");
}

INSTANTIATE_TEST_SUITE_P(
    Table, Severances,
    testing::Values(
        SeveranceCase{"Halves", severance(Fault::Kind::partition, {{0, 1}, {2, 3}}), "0011 0011 1100 1100"},
        SeveranceCase{"TheUnnamedFormOneGroup", severance(Fault::Kind::partition, {{0}}), "0111 1000 1000 1000"},
        SeveranceCase{"ThreeGroups", severance(Fault::Kind::partition, {{0}, {1}, {2, 3}}), "0111 1011 1100 1100"},
        SeveranceCase{"OneWay", severance(Fault::Kind::cut, {{0}, {1, 2}}), "0110 0000 0000 0000"},
        SeveranceCase{"ABridgeReachesBothSides", shaped(PartitionShape::bridge, {{0, 1}, {3}}), "0001 0001 0000 1100"},
        SeveranceCase{"EachOfARingHearsAMajority", shaped(PartitionShape::majorities_ring, {{0, 2, 1, 3}}),
                      "0100 1000 0001 0010"},
        SeveranceCase{"APartitionOneWay", shaped(PartitionShape::one_way, {{0, 1}, {2, 3}}), "0011 0011 0000 0000"},
        SeveranceCase{"OneWayWithinAGroup", severance(Fault::Kind::cut, {{0, 1}, {1}}), "0100 0100 0000 0000"}),
    [](const auto& row) { return std::string(row.param.name); });

TEST(SomeKindsOfMessage, AreSeveredWhileOthersPass) {
  Network network = network_of({});
  Fault cut = severance(Fault::Kind::cut, {{0}, {1}});
  cut.messages.add(MessageKind::heartbeat);
  network.sever(1, cut);
  EXPECT_EQ(network.arrive(0, 1, MessageKind::heartbeat, {1}, early).lost_by, "cut");
  EXPECT_EQ(network.arrive(0, 1, MessageKind::grant, {1}, early).lost_by, "");
}

TEST(Detentions, MakeWaitUntilTheLastOfThemEnds) {
  Network network = network_of({});
  EXPECT_FALSE(network.detained(0, 1, MessageKind::grant));
  Fault hold = severance(Fault::Kind::hold, {{0}, {1}});
  hold.messages.add(MessageKind::grant);
  network.detain(1, hold, {300});
  network.detain(2, severance(Fault::Kind::clog, {{0}, {1, 2}}), {200});
  EXPECT_EQ(network.detained(0, 1, MessageKind::grant)->until, GlobalTime{300});
  EXPECT_EQ(network.detained(0, 1, MessageKind::grant)->why, "hold");
  EXPECT_EQ(network.detained(0, 1, MessageKind::commit)->until, GlobalTime{200});
  EXPECT_EQ(network.detained(0, 1, MessageKind::commit)->why, "clog");
  EXPECT_FALSE(network.detained(1, 0, MessageKind::grant));
  network.resume(2);
  EXPECT_FALSE(network.detained(0, 1, MessageKind::commit));
  EXPECT_TRUE(network.detained(0, 1, MessageKind::grant));
}

/// Each hears a majority, itself included, and no two the same one.
TEST(ARingOfMajorities, IsOneForEveryNumberOfMarketplaces) {
  for (std::uint32_t count = 3; count <= 12; ++count) {
    Fault fault = shaped(PartitionShape::majorities_ring, {{}});
    for (MarketplaceIndex i = 0; i < count; ++i) fault.groups[0].push_back(i);
    const Division ring(fault, count);
    std::set<std::vector<bool>> heard;
    for (MarketplaceIndex to = 0; to < count; ++to) {
      std::vector<bool> hears;
      for (MarketplaceIndex from = 0; from < count; ++from) hears.push_back(!ring.separates(from, to));
      EXPECT_TRUE(hears[to]);
      EXPECT_EQ(static_cast<std::uint32_t>(std::ranges::count(hears, true)), count / 2 + 1);
      heard.insert(hears);
    }
    EXPECT_EQ(heard.size(), count);
  }
}

TEST(SeverancesAtOneTime, AddUp) {
  Network network = network_of({});
  network.sever(1, severance(Fault::Kind::partition, {{0}}));
  network.sever(2, severance(Fault::Kind::cut, {{2}, {3}}));
  EXPECT_EQ(severed(network), "0111 1000 1001 1000");
  EXPECT_EQ(network.arrive(2, 3, MessageKind::grant, {1}, early).lost_by, "cut");
  EXPECT_EQ(network.arrive(0, 3, MessageKind::grant, {1}, early).lost_by, "partition");
  network.mend(1);
  EXPECT_EQ(severed(network), "0000 0000 0001 0000");
}

}  // namespace
}  // namespace feira::sim
