// The run of one seed, as a campaign, a verification, a story or a trace needs it. The only place of the program that
// knows the simulated world.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cli/input.hpp"
#include "sim/campaign/outcome.hpp"
#include "sim/check/event.hpp"
#include "sim/report/report.hpp"
#include "sim/scenario/scenario.hpp"

namespace feira::cli {

/// The situations that `Outcome::reached` counts, in its order.
std::vector<std::string> situation_names();

/// What came of one seed: for the campaign's sum, and what stands in its story if it is to be told.
struct SeedResult {
  campaign::Outcome outcome;
  report::Story story;
  std::optional<campaign::Mismatch> mismatch;
};

/// Nothing when the run was interrupted.
std::optional<SeedResult> run_seed(const scenario::Scenario& scenario, std::uint64_t seed);

/// The same; `observer` sees every event.
std::optional<SeedResult> run_seed(const scenario::Scenario& scenario, std::uint64_t seed,
                                   std::function<void(const check::Event&)> observer);

/// The same, run twice and compared event by event.
std::optional<SeedResult> run_seed_twice(const scenario::Scenario& scenario, std::uint64_t seed);

/// The run of one seed with what led to each violation.
std::optional<report::Story> tell_seed(const scenario::Scenario& scenario, std::uint64_t seed);

/// Every event of the run as a line of JSON, between a line with all that it takes to repeat the run and one that says
/// that this was all of it; an interrupted run has no last line.
void trace_seed(const Input& input, std::uint64_t seed, const std::function<void(std::string_view)>& write);

}  // namespace feira::cli
