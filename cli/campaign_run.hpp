// A campaign: all seeds of one scenario, on all cores, summed, judged, and the seed to tell run once more for its
// story.
#pragma once

#include <chrono>

#include "cli/input.hpp"
#include "cli/output.hpp"
#include "sim/campaign/seed_range.hpp"
#include "sim/report/report.hpp"

namespace feira::cli {

class Stopwatch {
 public:
  [[nodiscard]] Duration elapsed() const {
    return {std::chrono::duration_cast<std::chrono::nanoseconds>(std::chrono::steady_clock::now() - begin_).count()};
  }

 private:
  std::chrono::steady_clock::time_point begin_ = std::chrono::steady_clock::now();
};

struct CampaignPlan {
  campaign::SeedRange seeds;
  unsigned jobs = 1;
  /// Runs each seed twice and compares.
  bool verify = false;
};

/// Shows progress on standard error. `digests` gets a line for each seed unless it is null.
report::CampaignReport run_campaign(const CampaignPlan& plan, const Input& input, Output* digests);

/// As many threads as the machine has cores, or what `--jobs` says.
unsigned jobs_of(const std::string& option);

}  // namespace feira::cli
