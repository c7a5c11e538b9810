// feira shrink: a failing run cut down to a scenario file that a person can read, and that fails in the same way.
//
// The file is written once, at the end or when interrupted: aside, and then given its name, so there is never half of
// one. Without -o it goes to standard output; progress goes to standard error in either case.

#include "sim/search/shrink/shrink.hpp"

#include <algorithm>
#include <atomic>
#include <cstdio>
#include <optional>
#include <string>
#include <utility>

#include "cli/arguments.hpp"
#include "cli/campaign_run.hpp"
#include "cli/commands.hpp"
#include "cli/input.hpp"
#include "cli/interrupt.hpp"
#include "cli/output.hpp"
#include "cli/shrink_shown.hpp"
#include "sim/campaign/in_order.hpp"
#include "sim/report/words.hpp"
#include "sim/scenario/catalogue.hpp"
#include "sim/scenario/problem.hpp"
#include "sim/scenario/units.hpp"
#include "sim/scenario/write.hpp"

namespace feira::cli {
namespace {

using search::Shrunk;

constexpr std::uint64_t usual_runs = 20'000;

struct Plan {
  std::optional<std::uint64_t> seed;
  std::optional<check::Property> property;
  std::uint64_t runs = usual_runs;
  std::optional<Duration> time;
  unsigned jobs = 1;
};

Plan understood(const ShrinkOptions& options) {
  Plan plan;
  if (!options.seed.empty()) plan.seed = parse_number("--seed", options.seed, 0, UINT64_MAX);
  if (!options.property.empty()) {
    plan.property = check::property_named(options.property);
    const auto known = scenario::names(scenario::properties());
    if (!plan.property) {
      throw Failure(Exit::bad_input, "--property " + scenario::quote(options.property) +
                                         ": unknown property; expected one that `feira list properties` shows" +
                                         suggestion(options.property, known));
    }
  }
  if (!options.runs.empty()) plan.runs = parse_number("--runs", options.runs, 1, UINT64_MAX);
  if (!options.time.empty()) {
    const auto time = scenario::parse_duration(options.time);
    if (const auto* rejected = std::get_if<scenario::Rejection>(&time)) {
      throw Failure(Exit::bad_input, "--time " + scenario::quote(options.time) + ": " + rejected->what + "; expected " +
                                         rejected->expected);
    }
    plan.time = std::get<Duration>(time);
  }
  plan.jobs = jobs_of(options.jobs);
  return plan;
}

/// The lowest seed of the scenario's own campaign that violates something.
std::optional<std::uint64_t> failing_seed(const scenario::Scenario& scenario, const Plan& plan) {
  std::optional<std::uint64_t> found;
  std::atomic<bool> stop = false;
  const campaign::SeedRange seeds{1, std::max<std::uint64_t>(scenario.run.seeds, 1)};
  const auto work = [&](std::uint64_t seed) -> std::optional<std::pair<std::uint64_t, bool>> {
    const search::JudgedRun run =
        search::judged_run(scenario, seed, {.event = {}, .stop = [] { return interrupted().load(); }});
    if (run.result.ended_by == sim::EndedBy::stopped) return std::nullopt;
    const bool fails =
        plan.property ? !run.result.verdicts[static_cast<std::size_t>(*plan.property)].holds : !run.failures.empty();
    return std::pair(seed, fails);
  };
  const auto merge = [&](std::pair<std::uint64_t, bool>&& result) {
    if (!found && result.second) found = result.first;
    if (found) stop = true;
  };
  campaign::run_in_order(seeds, plan.jobs, stop, work, merge);
  return found;
}

Exit nothing_fails(const std::string& file, const Plan& plan, const std::optional<std::uint64_t>& seed) {
  const std::string what = plan.property ? std::string(check::name(*plan.property)) : "anything";
  complain(file + ": " + (seed ? "seed " + std::to_string(*seed) + " does not violate " : "no seed violates ") + what +
           "; expected a run that fails");
  return Exit::unknown;
}

void tell(const Shrunk& shrunk, const std::string& output, Duration real) {
  std::string text = "shrunk   " + search::text(shrunk.failure) + "\n";
  text += "  before " + text_of(shrunk.before) + "\n  after  " + text_of(shrunk.after) + "\n";
  text += "  " + report::counted(shrunk.runs, "run") + ", " + report::grouped(shrunk.remembered) + " remembered, in " +
          report::text(real) + "\n";
  if (!shrunk.finished) {
    text +=
        interrupted() ? "  stopped: this is the best so far\n" : "  the budget is used up: this is the best so far\n";
  }
  if (!output.empty()) {
    text += "written to " + output + "; run it:  feira run " + output;
    if (shrunk.scenario.run.seeds < shrunk.seed || shrunk.seed == 0) text += " --seed " + std::to_string(shrunk.seed);
    text += "\n";
  }
  std::fputs(text.c_str(), stderr);
}

}  // namespace

Exit shrink(const ShrinkOptions& options) {
  const Plan plan = understood(options);
  const auto inputs = read_inputs({options.input});
  if (inputs.size() != 1) {
    throw Failure(Exit::bad_input,
                  options.input + ": expected one scenario file, not " + std::to_string(inputs.size()));
  }
  const Input& input = inputs.front();
  const Stopwatch stopwatch;
  const auto seed = plan.seed ? plan.seed : failing_seed(input.scenario, plan);
  if (interrupted()) return Exit::interrupted;
  if (!seed) return nothing_fails(input.file, plan, seed);
  search::ShrinkOptions how;
  how.property = plan.property;
  how.budget = {.jobs = plan.jobs, .runs = plan.runs, .stop = [&] {
                  return interrupted() || (plan.time && stopwatch.elapsed() >= *plan.time);
                }};
  std::optional<Shrunk> shrunk;
  {
    ShrinkShown shown;
    shrunk = search::shrink(input.scenario, *seed, how,
                            [&shown](const search::ShrinkProgress& progress) { shown.show(progress); });
  }
  if (!shrunk && interrupted()) return Exit::interrupted;
  if (!shrunk) return nothing_fails(input.file, plan, seed);
  const std::string text = scenario::write(shrunk->scenario);
  if (options.output.empty()) {
    auto output = Output::standard();
    output.write(text);
    output.flush();
  } else {
    replace_file(options.output, text);
  }
  tell(*shrunk, options.output, stopwatch.elapsed());
  return interrupted() ? Exit::interrupted : Exit::as_expected;
}

}  // namespace feira::cli
