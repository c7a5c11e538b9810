// What there is to tell about the campaign of one scenario, as data: text and JSON are made from this.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "sim/campaign/comparison.hpp"
#include "sim/campaign/judgement.hpp"
#include "sim/campaign/seed_range.hpp"
#include "sim/campaign/tally.hpp"
#include "sim/check/property.hpp"
#include "sim/scenario/scenario.hpp"

namespace feira::report {

/// One seed in full.
struct Story {
  std::uint64_t seed = 0;
  std::uint64_t digest = 0;
  /// What was drawn for this seed: the fault plan, a line each.
  std::vector<std::string> drawn;
  /// In the order of the properties.
  std::vector<check::Verdict> verdicts;
  /// For each violated property the events that led to its violation, a line each, in order.
  std::map<check::Property, std::vector<std::string>> pasts;
};

struct CampaignReport {
  std::string file;
  scenario::Scenario scenario;
  /// What is set, in short; and every value that counts, defaults included, as pairs of name and value.
  std::vector<std::string> setting;
  std::vector<std::pair<std::string, std::string>> values;
  campaign::SeedRange seeds;
  campaign::Tally tally;
  campaign::Judgement judgement;
  /// Of the only seed, or of the seed to tell.
  std::optional<Story> story;
  std::optional<campaign::Mismatch> mismatch;
  /// Not all seeds were run.
  bool interrupted = false;
  /// By the clock on the wall.
  Duration real;

  [[nodiscard]] campaign::Exit exit() const {
    auto exit = interrupted ? campaign::Exit::interrupted : judgement.exit();
    return mismatch ? campaign::worse(exit, campaign::Exit::own_error) : exit;
  }
};

}  // namespace feira::report
