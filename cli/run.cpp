// feira run: scenarios in, verdicts out.
//
// All files are read before anything runs. Each scenario is a campaign: its seeds run on all cores, their outcomes are
// summed in the order of the seeds, and the sum is judged. The seed to tell is then run once more for its story.

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "cli/arguments.hpp"
#include "cli/campaign_run.hpp"
#include "cli/commands.hpp"
#include "cli/interrupt.hpp"
#include "cli/seed_run.hpp"
#include "sim/report/json.hpp"
#include "sim/report/text.hpp"
#include "sim/scenario/problem.hpp"

namespace feira::cli {
namespace {

using report::CampaignReport;

// The options, understood.
struct Plan {
  std::optional<campaign::SeedRange> seeds;
  unsigned jobs = 1;
  bool as_json = false;
  bool verify = false;

  [[nodiscard]] CampaignPlan campaign_of(const scenario::Scenario& scenario) const {
    const campaign::SeedRange given{1, std::max<std::uint64_t>(scenario.run.seeds, 1)};
    return {seeds.value_or(given), jobs, verify};
  }
};

Plan understood(const RunOptions& options) {
  Plan plan;
  if (!options.seed.empty() && !options.seeds.empty()) {
    throw Failure(Exit::bad_input, "--seed and --seeds exclude each other; expected one of them");
  }
  if (!options.seed.empty()) {
    const auto seed = parse_number("--seed", options.seed, 0, UINT64_MAX);
    plan.seeds = campaign::SeedRange{seed, seed};
  }
  if (!options.seeds.empty()) plan.seeds = parse_seed_range("--seeds", options.seeds);
  plan.jobs = jobs_of(options.jobs);
  constexpr std::array<std::string_view, 2> formats = {"text", "json"};
  if (std::find(formats.begin(), formats.end(), options.format) == formats.end()) {
    throw Failure(Exit::bad_input, "--format " + scenario::quote(options.format) +
                                       ": unknown format; expected text or json" + suggestion(options.format, formats));
  }
  plan.as_json = options.format == "json";
  plan.verify = options.verify;
  return plan;
}

void write_trace(const std::string& path, const Input& input, const CampaignReport& report) {
  auto output = Output::file(path);
  const std::uint64_t seed = report.judgement.telling_seed.value_or(report.seeds.first);
  trace_seed(input, seed, [&](std::string_view line) { output.write(line); });
  output.flush();
}

}  // namespace

Exit run(const RunOptions& options) {
  const Plan plan = understood(options);
  const auto inputs = read_inputs(options.inputs);
  if (!options.trace.empty() && inputs.size() != 1) {
    throw Failure(Exit::bad_input,
                  "--trace needs exactly one scenario; expected one file, not " + std::to_string(inputs.size()));
  }
  std::optional<Output> digests;
  if (!options.digests.empty()) digests.emplace(Output::file(options.digests)).write(report::digests_header());
  const auto palette = output_is_coloured() ? report::Palette::coloured() : report::Palette::plain();
  auto output = Output::standard();
  const Stopwatch stopwatch;
  const bool single_scenario = inputs.size() == 1;
  std::vector<CampaignReport> reports;
  Exit exit = Exit::as_expected;
  for (const auto& input : inputs) {
    if (interrupted()) break;
    reports.push_back(run_campaign(plan.campaign_of(input.scenario), input, digests ? &*digests : nullptr));
    auto& report = reports.back();
    exit = campaign::worse(exit, report.exit());
    if (plan.as_json) continue;
    output.write(report::heading(report, palette) + report::verdict(report, single_scenario, palette));
    output.flush();
    // Over many scenarios only what the closing line needs is kept.
    if (!single_scenario) report.story.reset();
  }
  if (interrupted()) exit = Exit::interrupted;
  if (!options.trace.empty() && !reports.empty() && reports.back().tally.seeds() > 0) {
    write_trace(options.trace, inputs.front(), reports.back());
  }
  if (digests) digests->flush();
  if (plan.as_json) {
    output.write(report::json(reports, exit));
  } else if (!single_scenario) {
    output.write(report::closing(reports, inputs.size(), stopwatch.elapsed(), palette));
  }
  output.flush();
  return exit;
}

}  // namespace feira::cli
