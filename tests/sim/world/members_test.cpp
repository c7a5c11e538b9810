// Marketplaces that come and go, in whole runs.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "sim/world/run.hpp"
#include "sim/world/world.hpp"
#include "tests/sim/world/sample_scenario.hpp"

namespace feira::sim {
namespace {

using check::EventKind;
using check::Situation;
using scenario::Fault;
using scenario::MembershipSpec;

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

MembershipSpec change(MembershipSpec::Kind kind, Duration at, MarketplaceIndex who, MarketplaceIndex with = 0) {
  return {at, kind, who, with};
}

TEST(ANewcomer, IsSilentUntilItComesAndAMemberFromItsRecordOn) {
  scenario::Scenario scenario = rough_market();
  scenario.membership = {change(MembershipSpec::Kind::join, seconds(2), 2, 0)};
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    const MarketplaceId newcomer = roster(scenario, seed).id(2);
    bool joined = false;
    Observers observers;
    observers.event = [&](const check::Event& event) {
      if (event.process != newcomer || event.kind == EventKind::drop || event.kind == EventKind::fault) return;
      EXPECT_GE(event.time.ns, seconds(2).ns) << "seed " << seed;
      joined = joined || event.kind == EventKind::join;
      if (event.kind == EventKind::send && !joined) {
        EXPECT_EQ(event.message->kind(), MessageKind::hello);
      }
    };
    const RunResult result = run(scenario, seed, observers);
    EXPECT_EQ(violated(result), "") << "seed " << seed;
    EXPECT_EQ(result.ended_by, EndedBy::quiet);
    EXPECT_TRUE(joined);
  }
}

TEST(ALeaver, StopsAndKeepsNoRunGoing) {
  scenario::Scenario scenario = rough_market();
  scenario.membership = {change(MembershipSpec::Kind::leave, seconds(2), 0)};
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    const RunResult result = run(scenario, seed);
    EXPECT_EQ(violated(result), "") << "seed " << seed;
    EXPECT_EQ(result.ended_by, EndedBy::quiet);
    EXPECT_EQ(reached(result, Situation::left), 1U);
  }
}

TEST(ALostDisk, IsNoticedAndItsMarketplaceJoinsAnewUnderItsNextId) {
  scenario::Scenario scenario = rough_market();
  Fault fault;
  fault.kind = Fault::Kind::lose_disk;
  fault.process = 0;
  fault.at = seconds(2);
  fault.length = milliseconds(300);
  scenario.faults = {fault};
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    Roster ids = roster(scenario, seed);
    const MarketplaceId before = ids.id(0);
    const MarketplaceId watched = ids.double_of(0);
    ASSERT_TRUE(ids.can_renew(0));
    ids.renew(0);
    std::vector<MarketplaceId> lives;
    Observers observers;
    observers.event = [&](const check::Event& event) {
      const bool of_ana = event.process == before || event.process == watched || event.process == ids.id(0);
      if (of_ana && event.kind == EventKind::start) lives.push_back(event.process);
    };
    const RunResult result = run(scenario, seed, observers);
    EXPECT_EQ(violated(result), "") << "seed " << seed;
    EXPECT_EQ(result.ended_by, EndedBy::quiet);
    EXPECT_EQ(reached(result, Situation::lost_disk_noticed), 1U);
    EXPECT_EQ(reached(result, Situation::rejoined_under_new_id), 1U);
    EXPECT_EQ(lives, (std::vector{before, watched, ids.id(0)}));
  }
}

TEST(AFlippedBit, IsCaughtAndItsMarketplaceNeverStartsUnderItsOldIdAgain) {
  scenario::Scenario scenario = rough_market();
  scenario.faults = {fault(Fault::Kind::flip_bits, seconds(2), milliseconds(300), 0)};
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    Roster ids = roster(scenario, seed);
    const MarketplaceId before = ids.id(0);
    ids.renew(0);
    std::vector<MarketplaceId> lives;
    Observers observers;
    observers.event = [&](const check::Event& event) {
      const bool of_ana = event.process == before || event.process == ids.id(0);
      const bool begins = event.kind == EventKind::start || event.kind == EventKind::recover;
      if (of_ana && begins) lives.push_back(event.process);
    };
    const RunResult result = run(scenario, seed, observers);
    EXPECT_EQ(violated(result), "") << "seed " << seed;
    EXPECT_EQ(result.ended_by, EndedBy::quiet);
    EXPECT_EQ(reached(result, Situation::flipped_bits_caught), 1U);
    EXPECT_EQ(reached(result, Situation::rejoined_under_new_id), 1U);
    EXPECT_EQ(lives, (std::vector{before, ids.id(0)}));
  }
}

TEST(AWorldWithoutChanges, DrawsNoIdMoreThanItNeeds) {
  EXPECT_EQ(roster(rough_market(), 1).members().size(), rough_market().marketplaces.size());
}

}  // namespace
}  // namespace feira::sim
