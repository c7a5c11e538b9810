// When did a failure become inevitable? The share of continuations that fail alike, as a function of how far the run
// is kept as it was; and the step at which that share jumps.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

#include "sim/search/when/failing_run.hpp"
#include "sim/search/when/jump_search.hpp"

namespace feira::search {

struct WhenOptions {
  std::uint64_t continuations = 100;
  /// Cuts to look at, at most; two at least are looked at.
  std::uint64_t points = 40;
  unsigned jobs = 1;
  bool fresh_faults = false;
};

struct WhenResult {
  /// In order.
  std::vector<SharePoint> points;
  std::optional<Rise> jump;
  std::optional<Cut> certain_from;
  /// All that was wanted has been looked at.
  bool complete = false;
};

/// Looks at the cuts before `failure`, one of the run's. The result is the same for any number of jobs. `stop` ends the
/// work early: what was known of whole cuts by then is kept. `progress` is told how many continuations were run.
WhenResult when(const FailingRun& run, const Broken& failure, const WhenOptions& options, const std::atomic<bool>& stop,
                const std::function<void(std::uint64_t)>& progress = {});

}  // namespace feira::search
