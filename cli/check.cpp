// feira check: generated scenarios on all cores, until one fails or enough have been run.
//
// What failed before is run first: the scenarios of the folder of regressions. A case is a function of the seed and its
// number, and cases are summed in the order of their numbers, so that any number of jobs gives the same result.

#include "sim/report/check.hpp"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <memory>
#include <optional>
#include <utility>
#include <variant>

#include "cli/arguments.hpp"
#include "cli/campaign_run.hpp"
#include "cli/commands.hpp"
#include "cli/interrupt.hpp"
#include "cli/progress.hpp"
#include "cli/seed_run.hpp"
#include "cli/shrink_shown.hpp"
#include "sim/campaign/in_order.hpp"
#include "sim/report/text.hpp"
#include "sim/report/words.hpp"
#include "sim/scenario/catalogue.hpp"
#include "sim/scenario/problem.hpp"
#include "sim/scenario/units.hpp"
#include "sim/scenario/write.hpp"
#include "sim/search/generate/classes.hpp"
#include "sim/search/generate/generate.hpp"
#include "sim/search/shrink/shrink.hpp"

namespace feira::cli {
namespace {

namespace fs = std::filesystem;
using report::CheckReport;

constexpr std::uint64_t usual_runs = 1000;
constexpr std::uint64_t usual_shrink_runs = 20'000;
constexpr const char* usual_regressions = "scenarios/regressions";

struct Plan {
  std::uint64_t seed = 1;
  std::optional<std::uint64_t> number;
  std::optional<std::uint64_t> runs;
  std::optional<Duration> time;
  int size = search::size_nominal;
  Ablations ablate;
  std::vector<report::Floor> floors;
  unsigned jobs = 1;
  /// Empty: none.
  std::string regressions;
  /// Where what fails is kept; empty: nowhere.
  std::string output;
  bool as_json = false;
  /// To make what fails smaller; zero: it is kept as it was generated.
  std::uint64_t shrink_runs = usual_shrink_runs;

  [[nodiscard]] campaign::SeedRange cases() const {
    if (number) return {*number, *number};
    return {1, runs.value_or(time ? UINT64_MAX / 2 : usual_runs)};
  }
};

template <class Value>
Value understood(const std::string& option, const std::string& text, scenario::Parsed<Value> parsed) {
  if (const auto* rejected = std::get_if<scenario::Rejection>(&parsed)) {
    throw Failure(Exit::bad_input,
                  option + ' ' + scenario::quote(text) + ": " + rejected->what + "; expected " + rejected->expected);
  }
  return std::get<Value>(std::move(parsed));
}

report::Floor understood_floor(const std::string& text) {
  const std::size_t sign = text.find('=');
  if (sign == std::string::npos) {
    throw Failure(Exit::bad_input,
                  "--floor " + scenario::quote(text) + ": no share; expected a class and a share, as in contended=50%");
  }
  const std::string name = text.substr(0, sign);
  const auto place = search::class_named(name);
  const auto names = search::class_names();
  if (!place) {
    const std::vector<std::string_view> views(names.begin(), names.end());
    throw Failure(Exit::bad_input, "--floor " + scenario::quote(text) + ": unknown class " + scenario::quote(name) +
                                       "; expected one of " + report::listed(names) + suggestion(name, views));
  }
  const auto share = understood("--floor", text.substr(sign + 1), scenario::parse_share(text.substr(sign + 1)));
  return {names[*place], share.per_million, 0};
}

Ablations understood_ablations(const std::vector<std::string>& names) {
  Ablations ablate;
  const auto known = scenario::names(scenario::ablations());
  for (const std::string& name : names) {
    const auto found = std::find(known.begin(), known.end(), name);
    if (found == known.end()) {
      throw Failure(Exit::bad_input, "--ablate " + scenario::quote(name) +
                                         ": unknown mechanism; expected one that `feira list ablations` shows" +
                                         suggestion(name, known));
    }
    ablate.add(static_cast<Ablation>(found - known.begin()));
  }
  return ablate;
}

bool understood_format(const std::string& format) {
  constexpr std::array<std::string_view, 2> formats = {"text", "json"};
  if (std::find(formats.begin(), formats.end(), format) == formats.end()) {
    throw Failure(Exit::bad_input, "--format " + scenario::quote(format) + ": unknown format; expected text or json" +
                                       suggestion(format, formats));
  }
  return format == "json";
}

/// What is switched off is to be seen to fail: that is no regression, and is kept only where it is said to.
Plan understood(const CheckOptions& options) {
  Plan plan;
  plan.seed = parse_number("--seed", options.seed, 0, UINT64_MAX);
  if (!options.number.empty()) plan.number = parse_number("--case", options.number, 1, UINT64_MAX);
  if (!options.runs.empty()) plan.runs = parse_number("--runs", options.runs, 1, UINT64_MAX / 2);
  if (!options.time.empty()) plan.time = understood("--time", options.time, scenario::parse_duration(options.time));
  if (plan.number && (plan.runs || plan.time)) {
    throw Failure(Exit::bad_input, "--case beside --runs or --time; expected one case, or how many");
  }
  if (!options.size.empty())
    plan.size = static_cast<int>(parse_number("--size", options.size, 1, search::size_nominal));
  plan.ablate = understood_ablations(options.ablate);
  for (const std::string& floor : options.floors) plan.floors.push_back(understood_floor(floor));
  plan.jobs = jobs_of(options.jobs);
  plan.as_json = understood_format(options.format);
  if (!options.shrink_runs.empty()) {
    plan.shrink_runs = parse_number("--shrink-runs", options.shrink_runs, 0, UINT64_MAX / 2);
  }
  const bool of_the_whole = options.ablate.empty();
  if (!plan.number && of_the_whole) {
    std::error_code ignored;
    plan.regressions = options.regressions;
    if (plan.regressions.empty() && fs::is_directory(usual_regressions, ignored)) plan.regressions = usual_regressions;
  }
  plan.output = options.output;
  if (plan.output.empty() && of_the_whole) {
    plan.output = options.regressions.empty() ? usual_regressions : options.regressions;
  }
  return plan;
}

/// What there is to show while cases are run: of how many, or of how long.
class Shown {
 public:
  explicit Shown(const Plan& plan)
      : time_(plan.time),
        by_cases_("generated scenarios", plan.cases().size(), "case"),
        by_time_("generated scenarios", static_cast<std::uint64_t>(plan.time.value_or(Duration{}).ns / seconds(1).ns),
                 "second") {}

  void show(std::uint64_t cases, Duration elapsed) {
    if (time_) {
      by_time_.show(static_cast<std::uint64_t>(std::min(elapsed, *time_).ns / seconds(1).ns));
    } else {
      by_cases_.show(cases);
    }
  }

 private:
  std::optional<Duration> time_;
  Progress by_cases_;
  Progress by_time_;
};

struct CaseResult {
  SeedResult run;
  std::vector<bool> classes;
  std::uint64_t seed = 0;
};

search::Case made(const Plan& plan, std::uint64_t number) {
  search::Case made = search::generate(plan.seed, number, plan.size);
  made.scenario.ablate = plan.ablate;
  // What a marketplace without some mechanism says need not be a message at all.
  if (plan.ablate.count() > 0) made.scenario.encode = false;
  return made;
}

std::optional<CaseResult> run_case(const Plan& plan, std::uint64_t number) {
  const search::Case generated = made(plan, number);
  search::SectionWatch watch;
  auto result = run_seed(generated.scenario, generated.seed, [&](const check::Event& event) { watch.observe(event); });
  if (!result) return std::nullopt;
  // In sums a case counts by its number.
  result->outcome.seed = number;
  auto classes = search::classes_of(generated.scenario, watch, result->outcome.reached);
  return CaseResult{*std::move(result), std::move(classes), generated.seed};
}

CheckReport run_cases(const Plan& plan, const std::vector<std::string>& without) {
  CheckReport report;
  report.seed = plan.seed;
  report.size = plan.size;
  report.without = without;
  report.first = plan.cases().first;
  for (const std::string& name : search::class_names()) report.classes.push_back({name, 0});
  const std::string words = report::repeat_words(report) + " --case ";
  campaign::Tally tally(situation_names());
  Shown shown(plan);
  const Stopwatch stopwatch;
  std::atomic<bool> stop = false;
  const auto work = [&](std::uint64_t number) {
    now_running_case(words.c_str(), number);
    return run_case(plan, number);
  };
  const auto merge = [&](CaseResult&& result) {
    // Others were under way when the first failed; they count no more than those that never began.
    if (report.failed) return;
    const campaign::Outcome& outcome = result.run.outcome;
    tally.add(outcome);
    for (std::size_t i = 0; i < result.classes.size(); ++i) report.classes[i].cases += result.classes[i] ? 1 : 0;
    if (!outcome.violated.empty()) report.failed = report::FailedCase{outcome.seed, result.seed, outcome.violated};
    if (report.failed || interrupted() || (plan.time && stopwatch.elapsed() >= *plan.time)) stop = true;
    shown.show(tally.seeds(), stopwatch.elapsed());
  };
  campaign::run_in_order(plan.cases(), plan.jobs, stop, work, merge);
  report.cases = tally.seeds();
  report.events = tally.events();
  report.purchases = tally.purchases();
  report.digest = tally.digest();
  report.interrupted = interrupted() && !report.failed;
  report.floors = plan.floors;
  for (report::Floor& floor : report.floors) {
    floor.cases = report.classes[search::class_named(floor.name).value()].cases;
  }
  report.real = stopwatch.elapsed();
  return report;
}

/// The failing case as a scenario of its own, as small as it could be made. Of the whole protocol it must hold some
/// day, and fails until then.
search::Case kept_case(const search::Case& failed, const CheckReport& report,
                       const std::optional<search::Shrunk>& shrunk) {
  search::Case kept = failed;
  const std::string whence = "Found by " + report::repeat_words(report) + '.';
  if (shrunk) {
    kept = {shrunk->scenario, shrunk->seed};
    kept.scenario.about += (kept.scenario.about.empty() ? "" : " ") + whence;
  } else {
    kept.scenario.about = whence;
    kept.scenario.run.seeds = failed.seed;
    kept.scenario.expect.fails = report.failed->violated;
  }
  if (kept.scenario.ablate.count() == 0) kept.scenario.expect.fails.clear();
  return kept;
}

/// A name that nobody has yet, in a folder that is made where it is missing.
fs::path free_name(const std::string& folder, const CheckReport& report) {
  std::error_code error;
  fs::create_directories(folder, error);
  const std::string stem =
      report.failed->violated.front() + "-" + std::to_string(report.seed) + "-" + std::to_string(report.failed->number);
  fs::path path = fs::path(folder) / (stem + ".json");
  for (int again = 2; fs::exists(path, error); ++again) {
    path = fs::path(folder) / (stem + "-" + std::to_string(again) + ".json");
  }
  return path;
}

/// Written aside and then given its name, unless somebody has taken that meanwhile: never half a file.
std::string keep(const std::string& folder, const CheckReport& report, const std::string& text) {
  const fs::path path = free_name(folder, report);
  const std::string aside = path.string() + ".new";
  auto output = Output::file(aside);
  output.write(text);
  output.flush();
  if (link(aside.c_str(), path.c_str()) != 0) {
    const std::string why = std::strerror(errno);
    unlink(aside.c_str());
    throw Failure(Exit::own_error, path.string() + ": cannot be written: " + why);
  }
  unlink(aside.c_str());
  return path.string();
}

class Check {
 public:
  Check(Plan plan, std::vector<std::string> without)
      : plan_(std::move(plan)),
        without_(std::move(without)),
        output_(Output::standard()),
        palette_(output_is_coloured() && !plan_.as_json ? report::Palette::coloured() : report::Palette::plain()) {}

  Exit run() {
    Exit exit = run_regressions();
    CheckReport report = run_cases(plan_, without_);
    exit = campaign::worse(exit, report.exit());
    say(report::check_heading(report, palette_) + report::check_summary(report, palette_));
    report::Kept kept;
    if (report.failed) kept = tell(report);
    if (plan_.as_json) output_.write(report::check_json(report, kept, exit));
    output_.flush();
    return interrupted() ? Exit::interrupted : exit;
  }

 private:
  void say(const std::string& text) {
    if (plan_.as_json) return;
    output_.write(text);
    output_.flush();
  }

  /// Of those that are as they should be one line.
  Exit run_regressions() {
    if (plan_.regressions.empty()) return Exit::as_expected;
    Exit exit = Exit::as_expected;
    const auto inputs = read_inputs({plan_.regressions});
    for (const Input& input : inputs) {
      if (interrupted()) break;
      const campaign::SeedRange seeds{1, std::max<std::uint64_t>(input.scenario.run.seeds, 1)};
      const auto report = run_campaign({seeds, plan_.jobs, false}, input, nullptr);
      exit = campaign::worse(exit, report.exit());
      if (report.exit() == Exit::as_expected) continue;
      say(report::heading(report, palette_) + report::verdict(report, true, palette_));
      if (plan_.as_json) complain(input.file + ": is not as it expects");
    }
    if (exit == Exit::as_expected) {
      say(report::counted(inputs.size(), "regression") + " in " + plan_.regressions + " as they should be\n");
    }
    return exit;
  }

  std::optional<search::Shrunk> shrunk(const search::Case& failed) const {
    if (plan_.shrink_runs == 0) return std::nullopt;
    search::ShrinkOptions how;
    how.budget = {.jobs = plan_.jobs, .runs = plan_.shrink_runs, .stop = [] { return interrupted().load(); }};
    ShrinkShown shown;
    return search::shrink(failed.scenario, failed.seed, how,
                          [&shown](const search::ShrinkProgress& progress) { shown.show(progress); });
  }

  static report::Kept kept_of(const std::optional<search::Shrunk>& shrunk, Duration real) {
    report::Kept kept;
    if (!shrunk) return kept;
    const auto sizes = [](const search::Sizes& all) {
      return report::CaseSizes{all.marketplaces, all.products, all.buyers, all.faults, all.changes};
    };
    kept.shrunk = report::ShrunkCase{sizes(shrunk->before), sizes(shrunk->after), shrunk->runs, shrunk->finished, real};
    return kept;
  }

  report::Kept tell(const CheckReport& report) {
    const search::Case failed = made(plan_, report.failed->number);
    const Stopwatch stopwatch;
    const auto smaller = shrunk(failed);
    report::Kept kept = kept_of(smaller, stopwatch.elapsed());
    const search::Case small = kept_case(failed, report, smaller);
    kept.scenario = scenario::write(small.scenario);
    if (!plan_.output.empty()) kept.file = keep(plan_.output, report, kept.scenario);
    const std::string file = kept.file.empty() ? "generated.json" : kept.file;
    const auto story = run_campaign({{small.seed, small.seed}, 1, false}, {file, small.scenario}, nullptr);
    say(report::shrunk_text(kept));
    if (kept.file.empty()) say("\n" + kept.scenario);
    say("\n" + report::heading(story, palette_) + report::verdict(story, true, palette_));
    say((kept.file.empty() ? "not kept (-o FOLDER keeps it)" : "kept as  " + kept.file) + "\nfound by  " +
        report::repeat_words(report) + "\n");
    return kept;
  }

  Plan plan_;
  std::vector<std::string> without_;
  Output output_;
  report::Palette palette_;
};

}  // namespace

Exit check(const CheckOptions& options) { return Check(understood(options), options.ablate).run(); }

}  // namespace feira::cli
