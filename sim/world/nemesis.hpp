// The fault plan as it is applied: when each fault begins and ends, and when the time of faults is over.
//
// All faults of a plan end by `RunSpec::faults_until`, but for crashes for ever, which are not waited for. The run is
// calm from then on, and earlier where nothing is left that could go wrong: without shares of the network once the last
// fault of the plan has ended.
#pragma once

#include <string_view>
#include <vector>

#include "sim/scenario/fault_plan.hpp"
#include "sim/scenario/membership_plan.hpp"
#include "sim/scenario/scenario.hpp"
#include "sim/world/local_clock.hpp"

namespace feira::sim {

using scenario::Fault;
using scenario::MarketplaceIndex;

class Nemesis {
 public:
  Nemesis(const scenario::Scenario& scenario, scenario::FaultPlan plan);

  [[nodiscard]] const std::vector<Fault>& faults() const { return faults_; }
  [[nodiscard]] GlobalTime begin_of(std::size_t fault) const { return {faults_[fault].at.ns}; }
  [[nodiscard]] GlobalTime end_of(std::size_t fault) const { return {(faults_[fault].at + faults_[fault].length).ns}; }
  [[nodiscard]] GlobalTime calm_from() const { return calm_from_; }

  /// For each marketplace, whether some fault crashes it.
  [[nodiscard]] std::vector<bool> crashes(std::size_t marketplaces) const;
  /// For each marketplace, how often it may have to join anew under another id.
  [[nodiscard]] std::vector<std::uint32_t> renewals(std::size_t marketplaces) const;

  /// Who comes and goes when, by time.
  [[nodiscard]] const std::vector<scenario::MembershipSpec>& membership() const { return membership_; }
  [[nodiscard]] std::vector<bool> newcomers(std::size_t marketplaces) const {
    return scenario::newcomers(membership_, marketplaces);
  }

 private:
  std::vector<Fault> faults_;
  std::vector<scenario::MembershipSpec> membership_;
  GlobalTime calm_from_;
};

/// "partition", "cut", "crash", ...: as in traces and in the names of situations.
[[nodiscard]] std::string_view label(Fault::Kind kind);

}  // namespace feira::sim
