#include "sim/scenario/swarm.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <variant>
#include <vector>

#include "sim/scenario/read.hpp"
#include "sim/scenario/swarm_kinds.hpp"
#include "sim/scenario/units.hpp"

namespace feira::scenario {
namespace {

constexpr std::uint64_t many = 2000;

Scenario scenario_of(const std::string& rest) {
  return std::get<Scenario>(read(R"({"version": 1, "marketplaces": 3, "swarm": true,
    "products": [{"id": "hat", "owner": "ana", "stock": 3}],
    "buyers": [{"count": 30}, {"count": 10}, {"count": 5}])" +
                                     rest + "}",
                                 "f"));
}

Scenario stormy() {
  return scenario_of(R"(, "network": {"loss": "4%", "duplicate": "2%", "late": "1%"},
    "random-faults": {"crash": {"every": "4s", "for": "1s"}, "cut": {"every": "4s", "for": "1s"}},
    "faults": [{"at": "1s", "for": "1s", "crash": "ana"}, {"at": "1s", "for": "1s", "pause": "bia"}])");
}

bool is_on(const Swarm& swarm, std::string_view kind) {
  const auto found = std::ranges::find(swarm.kinds, kind, &SwarmedKind::name);
  return found != swarm.kinds.end() && found->on;
}

TEST(Swarm, HasEachKindThatTheFileSetsOnInHalfOfTheSeeds) {
  std::map<std::string_view, std::uint64_t> on;
  for (std::uint64_t seed = 1; seed <= many; ++seed) {
    for (const SwarmedKind& kind : swarm(stormy(), seed).kinds) on[kind.name] += kind.on ? 1 : 0;
  }
  const std::set<std::string_view> expected{"loss", "duplicate", "late", "crash", "pause", "cut"};
  std::set<std::string_view> seen;
  for (const auto& [kind, seeds] : on) {
    seen.insert(kind);
    EXPECT_GT(seeds, many * 45 / 100) << kind;
    EXPECT_LT(seeds, many * 55 / 100) << kind;
  }
  EXPECT_EQ(seen, expected);
}

TEST(Swarm, TakesAwayAllOfAKindThatIsOff) {
  for (std::uint64_t seed = 1; seed <= 100; ++seed) {
    const Swarm drawn = swarm(stormy(), seed);
    EXPECT_EQ(drawn.scenario.network.loss.per_million > 0, is_on(drawn, "loss"));
    EXPECT_EQ(drawn.scenario.random_faults.crash.has_value(), is_on(drawn, "crash"));
    EXPECT_EQ(drawn.scenario.random_faults.cut.has_value(), is_on(drawn, "cut"));
    const auto given = [&](Fault::Kind kind) {
      return std::ranges::any_of(drawn.scenario.faults, [kind](const Fault& fault) { return fault.kind == kind; });
    };
    EXPECT_EQ(given(Fault::Kind::crash), is_on(drawn, "crash"));
    EXPECT_EQ(given(Fault::Kind::pause), is_on(drawn, "pause"));
  }
}

TEST(Swarm, KeepsOneKindAtTheLeast) {
  for (std::uint64_t seed = 1; seed <= 200; ++seed) {
    const Swarm one = swarm(scenario_of(R"(, "network": {"loss": "4%"})"), seed);
    EXPECT_TRUE(is_on(one, "loss"));
    const Swarm two = swarm(scenario_of(R"(, "network": {"loss": "4%", "late": "1%"})"), seed);
    EXPECT_TRUE(is_on(two, "loss") || is_on(two, "late"));
  }
}

TEST(Swarm, ScalesWeightsFromAnEighthToFourTimes) {
  std::int64_t least = INT64_MAX;
  std::int64_t most = 0;
  Duration rarest{};
  Duration oftenest = duration_max;
  for (std::uint64_t seed = 1; seed <= many; ++seed) {
    const Swarm drawn = swarm(stormy(), seed);
    if (is_on(drawn, "loss")) {
      least = std::min(least, drawn.scenario.network.loss.per_million);
      most = std::max(most, drawn.scenario.network.loss.per_million);
    }
    if (const auto& cut = drawn.scenario.random_faults.cut) {
      rarest = std::max(rarest, cut->every);
      oftenest = std::min(oftenest, cut->every);
    }
  }
  EXPECT_EQ(least, 5'000);
  EXPECT_EQ(most, 160'000);
  EXPECT_EQ(rarest, seconds(32));
  EXPECT_EQ(oftenest, seconds(1));
}

TEST(Swarm, KeepsSharesLowEnoughToGetOn) {
  for (std::uint64_t seed = 1; seed <= many; ++seed) {
    EXPECT_LE(swarm(scenario_of(R"(, "network": {"loss": "20%"})"), seed).scenario.network.loss.per_million, 250'000);
    EXPECT_LE(swarm(scenario_of(R"(, "network": {"loss": "90%"})"), seed).scenario.network.loss.per_million, 900'000);
  }
}

TEST(Swarm, DrawsTheSameForAKindWhateverElseTheFileSets) {
  for (std::uint64_t seed = 1; seed <= 100; ++seed) {
    const Swarm few = swarm(scenario_of(R"(, "network": {"loss": "4%", "late": "1%"})"), seed);
    const Swarm all = swarm(stormy(), seed);
    if (!is_on(few, "loss") || !is_on(all, "loss")) continue;
    EXPECT_EQ(few.scenario.network.loss, all.scenario.network.loss);
    EXPECT_EQ(few.scenario.protocol, all.scenario.protocol);
    EXPECT_EQ(few.scenario.network.delay, all.scenario.network.delay);
  }
}

TEST(Swarm, StaysWithinWhatTheProtocolPromisesToHold) {
  std::set<std::int64_t> drifts;
  for (std::uint64_t seed = 1; seed <= many; ++seed) {
    const Options protocol = swarm(stormy(), seed).scenario.protocol;
    EXPECT_LE(protocol.heartbeat * 5, protocol.lease);
    EXPECT_GE(protocol.heartbeat, microseconds(10));
    EXPECT_LE(protocol.lease, protocol.lease_cap);
    EXPECT_LE(protocol.drift_ppm, 400'000);
    EXPECT_GE(protocol.batch_max, 1U);
    drifts.insert(protocol.drift_ppm);
  }
  EXPECT_GT(drifts.size(), many / 4);
}

TEST(Swarm, LetsAGroupOfBuyersComeAtTheLeast) {
  std::set<std::vector<bool>> mixes;
  for (std::uint64_t seed = 1; seed <= many; ++seed) {
    std::vector<bool> comes;
    for (const BuyersSpec& group : swarm(stormy(), seed).scenario.buyers) comes.push_back(group.count > 0);
    EXPECT_TRUE(std::ranges::any_of(comes, [](bool here) { return here; }));
    mixes.insert(comes);
  }
  EXPECT_EQ(mixes.size(), 7U);
}

TEST(Swarm, TellsWhatItDrew) {
  for (std::uint64_t seed = 1; seed <= 100; ++seed) {
    const Swarm drawn = swarm(
        scenario_of(R"(, "network": {"loss": "4%"}, "random-faults": {"cut": {"every": "4s", "for": "1s"}})"), seed);
    ASSERT_GE(drawn.drawn.size(), 3U);
    EXPECT_EQ(drawn.drawn[0] == "no loss", !is_on(drawn, "loss")) << drawn.drawn[0];
    EXPECT_EQ(drawn.drawn[1].starts_with("cut every "), is_on(drawn, "cut")) << drawn.drawn[1];
    EXPECT_TRUE(drawn.drawn[2].starts_with("delay ")) << drawn.drawn[2];
  }
}

TEST(SwarmKinds, HaveNamesAndAddressesOfTheirOwn) {
  std::set<std::string_view> names;
  std::set<std::uint32_t> addresses;
  for (const SwarmKind& kind : swarm_kinds()) {
    EXPECT_TRUE(names.insert(kind.name).second) << kind.name;
    EXPECT_TRUE(addresses.insert(kind.address).second) << kind.name;
  }
}

}  // namespace
}  // namespace feira::scenario
