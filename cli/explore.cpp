// feira explore: every schedule of a small scenario, and the shortest that breaks a property.

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "cli/arguments.hpp"
#include "cli/campaign_run.hpp"
#include "cli/commands.hpp"
#include "cli/input.hpp"
#include "cli/interrupt.hpp"
#include "cli/output.hpp"
#include "sim/report/palette.hpp"
#include "sim/report/words.hpp"
#include "sim/scenario/catalogue.hpp"
#include "sim/scenario/describe.hpp"
#include "sim/scenario/problem.hpp"
#include "sim/scenario/read.hpp"
#include "sim/scenario/write.hpp"
#include "sim/search/explore/counterexample.hpp"
#include "sim/search/explore/search.hpp"
#include "sim/search/explore/story.hpp"
#include "sim/world/run.hpp"

namespace feira::cli {
namespace {

using explore::EndedBy;
using explore::Exploration;
using explore::Store;

constexpr std::uint64_t memory_mib_max = 1U << 20U;
constexpr std::uint64_t memory_mib_usual = 2048;

struct Plan {
  Input input;
  explore::Limits limits;
};

Plan understood(const ExploreOptions& options) {
  std::vector<Input> inputs = read_inputs({options.input});
  if (inputs.size() != 1) {
    throw Failure(Exit::bad_input, options.input + ": " + std::to_string(inputs.size()) +
                                       " scenario files; expected one, since each is explored by itself");
  }
  Plan plan{std::move(inputs.front()), {}};
  const auto known = scenario::names(scenario::ablations());
  for (const std::string& name : options.ablate) {
    const auto at = std::find(known.begin(), known.end(), name);
    if (at == known.end()) {
      throw Failure(Exit::bad_input, "unknown mechanism " + scenario::quote(name) +
                                         "; expected one that `feira list ablations` shows" + suggestion(name, known));
    }
    plan.input.scenario.ablate.add(static_cast<Ablation>(at - known.begin()));
  }
  std::string problems;
  for (const std::string& why : explore::obstacles(plan.input.scenario)) {
    problems += (problems.empty() ? "" : "\n") + plan.input.file + ": " + why;
  }
  if (!problems.empty()) throw Failure(Exit::bad_input, problems);
  plan.limits.jobs = jobs_of(options.jobs);
  const std::uint64_t mib =
      options.memory.empty() ? memory_mib_usual : parse_number("--memory", options.memory, 64, memory_mib_max);
  plan.limits.memory = mib << 20U;
  if (!options.depth.empty()) {
    plan.limits.depth = parse_number("--depth", options.depth, 1, explore::Visited::levels_max);
  }
  plan.limits.reductions = {options.symmetry, options.partial_order};
  return plan;
}

std::string rate(std::uint64_t count, Duration time) {
  const auto seconds = static_cast<std::uint64_t>(std::max<std::int64_t>(time.ns / 1000, 1));
  return report::grouped(count * 1'000'000 / seconds);
}

std::string counts(const explore::Progress& progress, Duration time) {
  return report::grouped(progress.states) + " states, " + report::grouped(progress.unique) + " unique, depth " +
         std::to_string(progress.depth) + ", " + rate(progress.states, time) + " states a second";
}

/// Tells how far it is, a few times a second where that is seen, and else every minute.
class Teller {
 public:
  ~Teller() {
    if (drawn_) std::fputs("\r\x1b[K", stderr);
  }
  bool operator()(const explore::Progress& progress) {
    const Duration now = watch_.elapsed();
    const bool seen = errors_are_seen();
    if (now - told_ >= (seen ? milliseconds(300) : seconds(60))) {
      told_ = now;
      drawn_ = seen;
      std::fprintf(stderr, seen ? "\r\x1b[K%s" : "%s\n", counts(progress, now).c_str());
    }
    return !interrupted();
  }
  [[nodiscard]] Duration elapsed() const { return watch_.elapsed(); }

 private:
  Stopwatch watch_;
  Duration told_;
  bool drawn_ = false;
};

std::string verdict(const Exploration& result, const explore::Limits& limits, const report::Palette& palette) {
  switch (result.ended_by) {
    case EndedBy::exhausted:
      return palette.good("all schedules") + ": every property that is judged holds in each of them";
    case EndedBy::violation:
      return palette.bad("violated") + " by a schedule of " + report::counted(result.violation->path.size(), "step") +
             "; none is shorter";
    case EndedBy::memory:
      return palette.open("not exhausted") + ": more than the " + std::to_string(limits.memory >> 20U) +
             " MiB of --memory are needed";
    case EndedBy::depth:
      return palette.open("not exhausted") + ": schedules of more than " + std::to_string(result.progress.depth) +
             " steps are left (--depth)";
    case EndedBy::interrupted:
      return palette.open("not exhausted") + ": interrupted";
  }
  return {};
}

std::string story(explore::Moves& moves, const explore::Violation& violation, const report::Palette& palette) {
  std::string out;
  for (const explore::Finding& finding : violation.findings) {
    out += "  " + palette.bad("FAILS") + "     " + check::name(finding.property) + "   " + finding.sentence + "\n";
  }
  const auto told = explore::tell(moves, moves.first_state(), violation.path);
  for (std::size_t i = 0; i < told.size(); ++i) {
    const std::string number = std::to_string(i + 1);
    out += std::string(number.size() < 4 ? 4 - number.size() : 0, ' ') + number + "  " + told[i].choice + "\n";
    for (const std::string& effect : told[i].effects) out += "        " + palette.faint(effect) + "\n";
  }
  if (violation.at_rest) out += "      then nothing is left that could come but what timers do\n";
  return out;
}

bool is_expected(const explore::Violation& violation, const scenario::Scenario& scenario) {
  const auto& fails = scenario.expect.fails;
  return std::all_of(violation.findings.begin(), violation.findings.end(), [&](const explore::Finding& finding) {
    return std::find(fails.begin(), fails.end(), check::name(finding.property)) != fails.end();
  });
}

/// The schedule as a scenario of the timed world, and which properties fail there.
struct Repeated {
  scenario::Scenario scenario;
  std::vector<std::string> fails;
  bool likewise = false;
};

Repeated repeated(explore::Moves& moves, const explore::Violation& violation) {
  Repeated result{explore::as_scenario(moves, moves.first_state(), violation), {}, false};
  const auto read = scenario::read(scenario::write(result.scenario), result.scenario.name);
  if (!std::holds_alternative<scenario::Scenario>(read)) {
    throw Failure(Exit::own_error, "the schedule as a scenario cannot be read: " +
                                       scenario::message(std::get<std::vector<scenario::Problem>>(read).front()));
  }
  const sim::RunResult run = sim::run(std::get<scenario::Scenario>(read), 1);
  for (const check::Verdict& verdict : run.verdicts) {
    if (!verdict.holds) result.fails.emplace_back(check::name(verdict.property));
  }
  result.likewise =
      std::any_of(violation.findings.begin(), violation.findings.end(), [&](const explore::Finding& each) {
        return std::find(result.fails.begin(), result.fails.end(), check::name(each.property)) != result.fails.end();
      });
  result.scenario.expect.fails = result.fails;
  if (!result.likewise) {
    result.scenario.about +=
        " In the timed world this file does not fail so: its timers, disks or hooks do not keep to the schedule.";
  }
  return result;
}

std::string said(const Repeated& repeated, const std::string& file) {
  std::string text =
      repeated.likewise
          ? "  repeated  in the timed world it fails, too: " + report::listed(repeated.fails)
          : "  repeated  in the timed world it does NOT fail so: " +
                (repeated.fails.empty() ? "all properties hold" : "what fails is " + report::listed(repeated.fails));
  text += "\n";
  if (!file.empty()) text += "  written   " + file + "\nrepeat it:  feira run " + file + " --seed 1\n";
  return text;
}

/// Aside, then renamed: an interruption leaves no half-written file.
void write_aside(const std::string& file, const std::string& text) {
  const std::string aside = file + ".new";
  auto output = Output::file(aside);
  output.write(text);
  output.flush();
  if (std::rename(aside.c_str(), file.c_str()) != 0) {
    throw Failure(Exit::own_error, file + ": cannot be written: " + std::strerror(errno));
  }
}

Exit exit_of(const Exploration& result, const scenario::Scenario& scenario) {
  if (result.ended_by == EndedBy::interrupted) return Exit::interrupted;
  if (result.violation) return is_expected(*result.violation, scenario) ? Exit::as_expected : Exit::violated;
  if (result.ended_by != EndedBy::exhausted || !scenario.expect.fails.empty()) return Exit::unknown;
  return Exit::as_expected;
}

}  // namespace

Exit explore(const ExploreOptions& options) {
  const Plan plan = understood(options);
  const scenario::Scenario& scenario = plan.input.scenario;
  const auto palette = output_is_coloured() ? report::Palette::coloured() : report::Palette::plain();
  Store store{explore::Setting(scenario)};
  Exploration result;
  Duration time;
  {
    Teller teller;
    result = explore::explore(store, plan.limits, [&](const explore::Progress& progress) { return teller(progress); });
    time = teller.elapsed();
  }
  auto output = Output::standard();
  output.write(palette.title(scenario.name) + "\n");
  output.write("  explored  " + scenario::describe(scenario) + "\n");
  output.write("  budgets   " + scenario::text(scenario.explore) + "\n");
  output.write("  verdict   " + verdict(result, plan.limits, palette) + "\n");
  explore::Moves moves(store, plan.limits.reductions);
  if (result.violation) {
    output.write(story(moves, *result.violation, palette));
    const Repeated again = repeated(moves, *result.violation);
    if (!options.output.empty()) write_aside(options.output, scenario::write(again.scenario));
    output.write(said(again, options.output));
  }
  output.write("  counted   " + counts(result.progress, time) + "\n");
  output.write("            " + report::counted(result.sites, "state") + " of one marketplace, " +
               report::counted(result.parcels, "message") + ", " + report::counted(result.rests, "state") +
               " at rest; " + std::to_string(result.bytes >> 20U) + " MiB\n");
  output.flush();
  return exit_of(result, scenario);
}

}  // namespace feira::cli
