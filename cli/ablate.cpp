// feira ablate: every mechanism of the protocol switched off in turn, and the property that notices.
//
// Each scenario of the folder switches something off and says what must fail then. It is run so, in several campaigns
// of their own seeds, and once more with everything in place over the same seeds, when nothing may fail.

#include <algorithm>
#include <array>
#include <filesystem>
#include <optional>
#include <system_error>
#include <tuple>

#include "cli/arguments.hpp"
#include "cli/campaign_run.hpp"
#include "cli/commands.hpp"
#include "cli/interrupt.hpp"
#include "cli/progress.hpp"
#include "cli/seed_run.hpp"
#include "sim/campaign/ablation.hpp"
#include "sim/campaign/in_order.hpp"
#include "sim/report/ablation.hpp"
#include "sim/report/words.hpp"
#include "sim/scenario/catalogue.hpp"
#include "sim/scenario/problem.hpp"

namespace feira::cli {
namespace {

using campaign::AblationPlan;
using campaign::AblationRow;

constexpr std::uint64_t campaigns_max = 1000;
constexpr std::uint64_t seeds_max = 1'000'000;

struct Plan {
  std::uint64_t campaigns = 1;
  std::optional<std::uint64_t> seeds;
  unsigned jobs = 1;
};

Plan understood(const AblateOptions& options) {
  constexpr std::array<std::string_view, 3> formats = {"text", "json", "markdown"};
  if (std::find(formats.begin(), formats.end(), options.format) == formats.end()) {
    throw Failure(Exit::bad_input, "--format " + scenario::quote(options.format) +
                                       ": unknown format; expected text, json or markdown" +
                                       suggestion(options.format, formats));
  }
  if (options.quick && !options.campaigns.empty()) {
    throw Failure(Exit::bad_input, "--quick and --campaigns exclude each other; expected one of them");
  }
  Plan plan;
  plan.campaigns = options.quick               ? 1
                   : options.campaigns.empty() ? 5
                                               : parse_number("--campaigns", options.campaigns, 1, campaigns_max);
  if (!options.seeds.empty()) plan.seeds = parse_number("--seeds", options.seeds, 1, seeds_max);
  plan.jobs = jobs_of(options.jobs);
  return plan;
}

void check_names(const std::vector<std::string>& names) {
  const auto known = scenario::names(scenario::ablations());
  for (const std::string& name : names) {
    if (std::find(known.begin(), known.end(), name) != known.end()) continue;
    throw Failure(Exit::bad_input, "unknown mechanism " + scenario::quote(name) +
                                       "; expected one that `feira list ablations` shows" + suggestion(name, known));
  }
}

std::vector<std::string> mechanisms_of(const scenario::Scenario& scenario) {
  std::vector<std::string> names;
  for (std::size_t i = 0; i < ablation_count; ++i) {
    if (scenario.ablate.has(static_cast<Ablation>(i))) names.emplace_back(name(static_cast<Ablation>(i)));
  }
  return names;
}

bool is_wanted(const std::vector<std::string>& mechanisms, const std::vector<std::string>& names) {
  return names.empty() || std::any_of(names.begin(), names.end(), [&](const std::string& name) {
           return std::find(mechanisms.begin(), mechanisms.end(), name) != mechanisms.end();
         });
}

/// A row for each scenario, in the order of the mechanisms; those of several stand at the end.
std::vector<AblationRow> rows_of(const AblateOptions& options, const Plan& plan) {
  std::error_code ignored;
  if (!std::filesystem::is_directory(options.scenarios, ignored)) {
    throw Failure(Exit::bad_input, "--scenarios " + scenario::quote(options.scenarios) +
                                       ": no such folder; expected the folder scenarios/ablations of feira's sources, "
                                       "from where it is seen here");
  }
  std::vector<AblationRow> rows;
  for (Input& input : read_inputs({options.scenarios})) {
    const auto mechanisms = mechanisms_of(input.scenario);
    if (mechanisms.empty()) {
      throw Failure(Exit::bad_input, input.file + ": switches nothing off; expected a mechanism in \"ablate\"");
    }
    if (!is_wanted(mechanisms, options.names)) continue;
    const AblationPlan own{plan.campaigns, plan.seeds.value_or(std::max<std::uint64_t>(input.scenario.run.seeds, 1))};
    rows.emplace_back(input.file, std::move(input.scenario), mechanisms, own, situation_names());
  }
  if (rows.empty()) {
    throw Failure(Exit::bad_input, options.scenarios + ": no scenario switches off " + report::listed(options.names));
  }
  const auto place = [](const AblationRow& row) {
    const auto first = scenario::find_ablation(row.mechanisms().front());
    return std::tuple(row.mechanisms().size(), static_cast<std::size_t>(*first), row.file());
  };
  std::sort(rows.begin(), rows.end(), [&](const AblationRow& a, const AblationRow& b) { return place(a) < place(b); });
  return rows;
}

void run_row(AblationRow& row, unsigned jobs) {
  scenario::Scenario control = row.scenario();
  control.ablate = {};
  const std::uint64_t seeds = row.plan().all().size();
  Progress progress(row.title(), 2 * seeds);
  const auto run_all = [&](const scenario::Scenario& scenario, auto&& add) {
    const auto work = [&](std::uint64_t seed) {
      now_running(row.file().c_str(), seed);
      return run_seed(scenario, seed);
    };
    const auto merge = [&](SeedResult&& result) {
      add(result.outcome);
      progress.show(row.without().seeds() + row.with().seeds());
    };
    campaign::run_in_order(row.plan().all(), jobs, interrupted(), work, merge);
  };
  run_all(row.scenario(), [&](const campaign::Outcome& outcome) { row.add_without(outcome); });
  run_all(control, [&](const campaign::Outcome& outcome) { row.add_with(outcome); });
}

/// The command as typed, for the page that it writes.
std::string command_of(const AblateOptions& options) {
  std::string command = "feira ablate";
  for (const std::string& name : options.names) command += " " + name;
  if (options.quick) command += " --quick";
  if (!options.campaigns.empty()) command += " --campaigns " + options.campaigns;
  if (!options.seeds.empty()) command += " --seeds " + options.seeds;
  command += " --format " + options.format;
  if (!options.output.empty()) command += " -o " + options.output;
  return command;
}

}  // namespace

Exit ablate(const AblateOptions& options) {
  const Plan plan = understood(options);
  check_names(options.names);
  std::vector<AblationRow> rows = rows_of(options, plan);
  auto output = options.output.empty() ? Output::standard() : Output::file(options.output);
  std::size_t done = 0;
  for (; done < rows.size() && !interrupted(); ++done) run_row(rows[done], plan.jobs);
  // Of what was not begun there is nothing to tell.
  rows.erase(rows.begin() + static_cast<std::ptrdiff_t>(done), rows.end());
  const auto palette =
      options.output.empty() && output_is_coloured() ? report::Palette::coloured() : report::Palette::plain();
  if (options.format == "json") {
    output.write(report::ablation_json(rows));
  } else if (options.format == "markdown") {
    output.write(report::ablation_markdown(rows, command_of(options)));
  } else {
    output.write(report::ablation_text(rows, palette));
  }
  output.flush();
  return interrupted() ? Exit::interrupted : campaign::exit_of(rows);
}

}  // namespace feira::cli
