// feira run: scenarios in, verdicts out.
//
// All files are read before anything runs. Each scenario is a campaign: its seeds run on all cores, their outcomes are
// summed in the order of the seeds, and the sum is judged. The seed to tell is then run once more for its story.

#include <algorithm>
#include <array>
#include <chrono>
#include <optional>
#include <thread>
#include <utility>

#include "cli/arguments.hpp"
#include "cli/commands.hpp"
#include "cli/input.hpp"
#include "cli/interrupt.hpp"
#include "cli/output.hpp"
#include "cli/progress.hpp"
#include "cli/seed_run.hpp"
#include "sim/campaign/in_order.hpp"
#include "sim/report/json.hpp"
#include "sim/report/text.hpp"
#include "sim/scenario/describe.hpp"
#include "sim/scenario/problem.hpp"

namespace feira::cli {
namespace {

using report::CampaignReport;

constexpr std::uint64_t jobs_max = 1024;

class Stopwatch {
 public:
  [[nodiscard]] Duration elapsed() const {
    return {std::chrono::duration_cast<std::chrono::nanoseconds>(std::chrono::steady_clock::now() - begin_).count()};
  }

 private:
  std::chrono::steady_clock::time_point begin_ = std::chrono::steady_clock::now();
};

// The options, understood.
struct Plan {
  std::optional<campaign::SeedRange> seeds;
  unsigned jobs = 1;
  bool as_json = false;
  bool verify = false;

  [[nodiscard]] campaign::SeedRange seeds_of(const scenario::Scenario& scenario) const {
    return seeds.value_or(campaign::SeedRange{1, std::max<std::uint64_t>(scenario.run.seeds, 1)});
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
  plan.jobs = options.jobs.empty() ? std::max(1U, std::thread::hardware_concurrency())
                                   : static_cast<unsigned>(parse_number("--jobs", options.jobs, 1, jobs_max));
  constexpr std::array<std::string_view, 2> formats = {"text", "json"};
  if (std::find(formats.begin(), formats.end(), options.format) == formats.end()) {
    throw Failure(Exit::bad_input, "--format " + scenario::quote(options.format) +
                                       ": unknown format; expected text or json" + suggestion(options.format, formats));
  }
  plan.as_json = options.format == "json";
  plan.verify = options.verify;
  return plan;
}

// Runs all seeds of one scenario into its report's tally.
void run_seeds(const Plan& plan, CampaignReport& report, Output* digests) {
  Progress progress(report.scenario.name, report.seeds.size());
  const Stopwatch stopwatch;
  const auto work = [&](std::uint64_t seed) {
    now_running(report.file.c_str(), seed);
    return plan.verify ? run_seed_twice(report.scenario, seed) : run_seed(report.scenario, seed);
  };
  const auto merge = [&](SeedResult&& result) {
    report.tally.add(result.outcome);
    if (digests != nullptr) {
      digests->write(report::digest_line(report.file, result.outcome.seed, result.outcome.digest));
    }
    if (result.mismatch && !report.mismatch) report.mismatch = std::move(result.mismatch);
    if (report.seeds.is_single()) report.story = std::move(result.story);
    progress.show(report.tally.seeds());
  };
  campaign::run_in_order(report.seeds, plan.jobs, interrupted(), work, merge);
  report.interrupted = report.tally.seeds() < report.seeds.size();
  report.real = stopwatch.elapsed();
}

std::vector<std::string> parts_of(std::string_view description) {
  constexpr std::string_view separator = ", ";
  std::vector<std::string> parts;
  for (std::size_t end = description.find(separator); end != std::string_view::npos;
       end = description.find(separator)) {
    parts.emplace_back(description.substr(0, end));
    description.remove_prefix(end + separator.size());
  }
  parts.emplace_back(description);
  return parts;
}

std::vector<std::pair<std::string, std::string>> values_of(const scenario::Scenario& scenario) {
  std::vector<std::pair<std::string, std::string>> values;
  for (auto& [path, value] : scenario::settings(scenario)) values.emplace_back(path, value);
  return values;
}

CampaignReport run_campaign(const Plan& plan, const Input& input, Output* digests) {
  CampaignReport report{.file = input.file,
                        .scenario = input.scenario,
                        .setting = parts_of(scenario::describe(input.scenario)),
                        .values = values_of(input.scenario),
                        .seeds = plan.seeds_of(input.scenario),
                        .tally = campaign::Tally(situation_names()),
                        .judgement = {},
                        .story = {},
                        .mismatch = {},
                        .interrupted = false,
                        .real = {}};
  run_seeds(plan, report, digests);
  report.judgement = campaign::judge(report.tally, report.scenario.expect, report.scenario.reach);
  if (const auto seed = report.judgement.telling_seed) {
    now_running(report.file.c_str(), *seed);
    if (auto told = tell_seed(report.scenario, *seed)) report.story = std::move(told);
  }
  return report;
}

void write_trace(const std::string& path, const CampaignReport& report) {
  auto output = Output::file(path);
  const std::uint64_t seed = report.judgement.telling_seed.value_or(report.seeds.first);
  trace_seed(report.scenario, seed, report.file, [&](std::string_view line) { output.write(line); });
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
    reports.push_back(run_campaign(plan, input, digests ? &*digests : nullptr));
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
    write_trace(options.trace, reports.back());
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
