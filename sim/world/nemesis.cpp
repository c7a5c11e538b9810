#include "sim/world/nemesis.hpp"

#include <algorithm>
#include <utility>

#include "sim/scenario/process_faults.hpp"

namespace feira::sim {

namespace {

/// It costs a marketplace records that were durable, and maybe its id.
bool is_of_the_journal(scenario::Fault::Kind kind) {
  return kind == Fault::Kind::lose_disk || kind == Fault::Kind::old_disk || kind == Fault::Kind::flip_bits;
}

}  // namespace

Nemesis::Nemesis(const scenario::Scenario& scenario, scenario::FaultPlan plan)
    : faults_(std::move(plan.faults)), membership_(std::move(plan.membership)) {
  const scenario::NetworkSpec& network = scenario.network;
  const bool lossy = network.loss.per_million > 0 || network.duplicate.per_million > 0 ||
                     network.late.per_million > 0 || network.corrupt.per_million > 0 || network.reorder.has_value();
  const bool given_lossy = std::ranges::any_of(
      scenario.messages, [](const scenario::MessageOverride& given) { return given.lost || given.again_after; });
  calm_from_ = lossy || given_lossy ? GlobalTime{scenario.run.faults_until.ns} : GlobalTime{};
  for (std::size_t fault = 0; fault < faults_.size(); ++fault) calm_from_ = std::max(calm_from_, end_of(fault));
}

std::vector<bool> Nemesis::crashes(std::size_t marketplaces) const {
  std::vector<bool> crashes(marketplaces, false);
  for (const Fault& fault : faults_) {
    if (fault.kind == Fault::Kind::crash || is_of_the_journal(fault.kind)) crashes[fault.process] = true;
  }
  return crashes;
}

std::vector<std::uint32_t> Nemesis::renewals(std::size_t marketplaces) const {
  std::vector<std::uint32_t> renewals(marketplaces, 0);
  for (const Fault& fault : faults_) {
    if (is_of_the_journal(fault.kind)) ++renewals[fault.process];
  }
  return renewals;
}

std::string_view label(Fault::Kind kind) {
  switch (kind) {
    case Fault::Kind::partition:
      return "partition";
    case Fault::Kind::cut:
      return "cut";
    case Fault::Kind::clog:
      return "clog";
    case Fault::Kind::hold:
      return "hold";
    default:
      return scenario::process_fault(kind).word;
  }
}

}  // namespace feira::sim
