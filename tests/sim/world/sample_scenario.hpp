// Small scenarios for whole-run tests, built in code.
#pragma once

#include "sim/scenario/scenario.hpp"

namespace feira::sim {

/// Three marketplaces, two products, some buyers everywhere, no faults.
inline scenario::Scenario small_market() {
  scenario::Scenario scenario;
  scenario.marketplaces = {"ana", "bia", "caio"};
  scenario.products = {{"umbrella", 0, 4, {4'990, {{'B', 'R', 'L', 0}}}, {}},
                       {"hat", 1, 50, {2'500, {{'B', 'R', 'L', 0}}}, {}}};
  scenario.clocks.resize(3);
  scenario::BuyersSpec buyers;
  buyers.count = 12;
  buyers.at = {0, 1, 2};
  buyers.buy.products = {0, 1};
  scenario.buyers = {buyers};
  return scenario;
}

inline scenario::Fault fault(scenario::Fault::Kind kind, Duration at, Duration length,
                             scenario::MarketplaceIndex process) {
  scenario::Fault made;
  made.kind = kind;
  made.at = at;
  made.length = length;
  made.process = process;
  return made;
}

/// The same with loss, duplicates, late copies, a crash, a pause and a partition.
inline scenario::Scenario rough_market() {
  using Kind = scenario::Fault::Kind;
  scenario::Scenario scenario = small_market();
  scenario.network.loss = {50'000};
  scenario.network.duplicate = {50'000};
  scenario.network.late = {20'000};
  scenario.buyers[0].count = 30;
  scenario.buyers[0].arrive.window = seconds(4);
  scenario.buyers[0].carry_token = true;
  scenario.faults = {fault(Kind::crash, milliseconds(1'500), milliseconds(700), 0),
                     fault(Kind::pause, milliseconds(1'800), milliseconds(900), 2),
                     fault(Kind::partition, milliseconds(3'000), milliseconds(800), 0)};
  scenario.faults[2].groups = {{0}, {1, 2}};
  scenario.run.faults_until = seconds(6);
  return scenario;
}

}  // namespace feira::sim
