#include "sim/world/nemesis.hpp"

#include <gtest/gtest.h>

namespace feira::sim {
namespace {

scenario::Scenario quiet_scenario() {
  scenario::Scenario scenario;
  scenario.run.faults_until = seconds(20);
  return scenario;
}

Fault crash(MarketplaceIndex process, Duration at, Duration length) {
  Fault fault;
  fault.kind = Fault::Kind::crash;
  fault.process = process;
  fault.at = at;
  fault.length = length;
  return fault;
}

TEST(Calm, IsAtOnceWithoutFaults) { EXPECT_EQ(Nemesis(quiet_scenario(), {}).calm_from(), GlobalTime{0}); }

TEST(Calm, ComesWithTheEndOfTheLastFault) {
  const Nemesis nemesis(quiet_scenario(), {{crash(0, seconds(1), seconds(5)), crash(1, seconds(2), seconds(1))}, {}});
  EXPECT_EQ(nemesis.calm_from().ns, seconds(6).ns);
}

TEST(Calm, WaitsForTheEndOfLossDuplicatesAndLateCopies) {
  for (scenario::Share scenario::NetworkSpec::* share :
       {&scenario::NetworkSpec::loss, &scenario::NetworkSpec::duplicate, &scenario::NetworkSpec::late}) {
    scenario::Scenario scenario = quiet_scenario();
    scenario.network.*share = {1};
    EXPECT_EQ(Nemesis(scenario, {}).calm_from().ns, seconds(20).ns);
  }
}

TEST(Nemesis, KnowsWhomItCrashes) {
  Fault pause = crash(2, seconds(1), seconds(1));
  pause.kind = Fault::Kind::pause;
  const Nemesis nemesis(quiet_scenario(), {{crash(1, seconds(1), seconds(1)), pause}, {}});
  EXPECT_EQ(nemesis.crashes(3), (std::vector<bool>{false, true, false}));
}

}  // namespace
}  // namespace feira::sim
