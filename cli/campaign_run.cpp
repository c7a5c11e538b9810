#include "cli/campaign_run.hpp"

#include <algorithm>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

#include "cli/arguments.hpp"
#include "cli/interrupt.hpp"
#include "cli/progress.hpp"
#include "cli/seed_run.hpp"
#include "sim/campaign/in_order.hpp"
#include "sim/report/json.hpp"
#include "sim/scenario/describe.hpp"

namespace feira::cli {
namespace {

using report::CampaignReport;

constexpr std::uint64_t jobs_max = 1024;

// Runs all seeds of one scenario into its report's tally.
void run_seeds(const CampaignPlan& plan, CampaignReport& report, Output* digests) {
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

}  // namespace

unsigned jobs_of(const std::string& option) {
  if (option.empty()) return std::max(1U, std::thread::hardware_concurrency());
  return static_cast<unsigned>(parse_number("--jobs", option, 1, jobs_max));
}

CampaignReport run_campaign(const CampaignPlan& plan, const Input& input, Output* digests) {
  CampaignReport report{.file = input.file,
                        .scenario = input.scenario,
                        .setting = parts_of(scenario::describe(input.scenario)),
                        .values = values_of(input.scenario),
                        .seeds = plan.seeds,
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

}  // namespace feira::cli
