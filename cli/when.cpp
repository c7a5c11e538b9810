// feira when: a failing run, the share of its continuations that fail alike from each place on, and the step at which
// that share jumps.

#include "sim/search/when/when.hpp"

#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "cli/arguments.hpp"
#include "cli/campaign_run.hpp"
#include "cli/commands.hpp"
#include "cli/input.hpp"
#include "cli/interrupt.hpp"
#include "cli/output.hpp"
#include "cli/progress.hpp"
#include "sim/check/render.hpp"
#include "sim/report/draws.hpp"
#include "sim/report/when.hpp"
#include "sim/report/words.hpp"
#include "sim/scenario/catalogue.hpp"
#include "sim/scenario/problem.hpp"

namespace feira::cli {
namespace {

using report::WhenReport;
using search::Broken;
using search::FailingRun;

constexpr std::size_t neighbours = 4;
/// How far from the step they are looked for, in events.
constexpr std::uint64_t neighbourhood = 400;

struct Plan {
  std::uint64_t seed = 0;
  std::optional<check::Property> property;
  search::WhenOptions search;
  bool as_json = false;
};

std::string known(std::string_view option, const std::string& word, std::span<const std::string_view> words) {
  if (std::find(words.begin(), words.end(), word) != words.end()) return word;
  throw Failure(Exit::bad_input, std::string(option) + " " + scenario::quote(word) +
                                     ": unknown; expected one of: " + report::listed(words) + suggestion(word, words));
}

Plan understood(const WhenOptions& options) {
  Plan plan;
  if (options.seed.empty()) throw Failure(Exit::bad_input, "--seed is missing; expected the seed of a run that fails");
  plan.seed = parse_number("--seed", options.seed, 0, UINT64_MAX);
  if (!options.property.empty()) {
    std::vector<std::string_view> names;
    for (const auto& entry : scenario::properties()) names.push_back(entry.name);
    plan.property = check::property_named(known("--property", options.property, names));
  }
  if (!options.continuations.empty()) {
    plan.search.continuations = parse_number("--continuations", options.continuations, 1, 1'000'000);
  }
  if (!options.points.empty()) plan.search.points = parse_number("--points", options.points, 2, 10'000);
  plan.search.jobs = jobs_of(options.jobs);
  constexpr std::array<std::string_view, 2> faults = {"kept", "fresh"};
  plan.search.fresh_faults = known("--faults", options.faults, faults) == "fresh";
  constexpr std::array<std::string_view, 2> formats = {"text", "json"};
  plan.as_json = known("--format", options.format, formats) == "json";
  return plan;
}

std::size_t page_width() {
  constexpr std::size_t usual = 100;
  winsize window{};
  const bool known = isatty(STDOUT_FILENO) == 1 && ioctl(STDOUT_FILENO, TIOCGWINSZ, &window) == 0 && window.ws_col != 0;
  return known ? window.ws_col : usual;
}

const Broken& chosen(const FailingRun& run, const Plan& plan, const std::string& file) {
  const std::string of = file + " --seed " + std::to_string(plan.seed) + ": ";
  if (run.failures().empty()) throw Failure(Exit::unknown, of + "all properties hold; expected a run that fails");
  if (!plan.property) return run.failures().front();
  const auto found = std::ranges::find_if(
      run.failures(), [&](const Broken& broken) { return broken.failure.property == *plan.property; });
  if (found != run.failures().end()) return *found;
  std::vector<std::string> violated;
  for (const Broken& broken : run.failures()) violated.emplace_back(check::name(broken.failure.property));
  throw Failure(Exit::unknown, of + check::name(*plan.property) +
                                   " holds; expected a property that is violated: " + report::listed(violated));
}

bool is_heartbeat(const check::Event& event) {
  return event.message != nullptr && event.message->kind() == MessageKind::heartbeat;
}

WhenReport::Point point_of(const FailingRun& run, const search::SharePoint& point) {
  const FailingRun::Place& place = run.at(point.cut);
  const search::Interval interval = point.share.interval();
  return {point.cut,
          place.event,
          place.time,
          point.share.part,
          point.share.whole,
          point.share.per_mille(),
          interval.low_per_mille,
          interval.high_per_mille};
}

/// The events after `from` up to `to`, and what stands around them; heartbeats only among the former.
std::vector<WhenReport::Told> events_of(const FailingRun& run, const scenario::Scenario& scenario, std::uint64_t from,
                                        std::uint64_t to) {
  const check::Names names = sim::names(scenario, run.seed());
  std::vector<WhenReport::Told> before;
  std::vector<WhenReport::Told> told;
  std::size_t after = 0;
  const sim::Observers observers{
      .event =
          [&](const check::Event& event) {
            const bool inside = event.number > from && event.number <= to;
            if (!inside && is_heartbeat(event)) return;
            const bool late = event.number > to;
            if (event.number + neighbourhood < from || (late && ++after > neighbours)) return;
            (event.number <= from ? before : told).push_back({event.number, check::render(event, names), inside});
          },
      .stop = {}};
  sim::Playback playback(run.as_run(), run.seed(), observers);
  while (after < neighbours && playback.world().trace().events() < to + neighbourhood && playback.advance()) {
  }
  const auto kept = static_cast<std::ptrdiff_t>(std::min(before.size(), neighbours));
  told.insert(told.begin(), before.end() - kept, before.end());
  return told;
}

WhenReport::Jump jump_of(const FailingRun& run, const scenario::Scenario& scenario, const search::Rise& rise) {
  WhenReport::Jump jump;
  jump.before = point_of(run, rise.before);
  jump.after = point_of(run, rise.after);
  jump.one_step = rise.of_one_step();
  jump.sure = search::surely_rises(rise.before.share, rise.after.share);
  if (!jump.one_step) return jump;
  jump.events = events_of(run, scenario, jump.before.event, jump.after.event);
  for (const chance::Address& draw : run.drawn_in_step(rise.after.cut)) {
    const std::string words = report::in_words(draw, run.as_run());
    const bool told = std::ranges::find(jump.drawn, words) != jump.drawn.end();
    if (!words.empty() && !told) jump.drawn.push_back(words);
  }
  return jump;
}

WhenReport report_of(const FailingRun& run, const Broken& broken, const Plan& plan, const Input& input,
                     const search::WhenResult& result) {
  WhenReport report;
  report.title = input.scenario.name;
  report.file = input.file;
  report.seed = plan.seed;
  report.failure = search::text(broken.failure);
  report.sentence = broken.violation.sentence;
  const FailingRun::Place& failed = run.at(run.cut_of(broken.violation));
  report.failed_at_event = broken.violation.events.empty() ? failed.event : broken.violation.events.back();
  report.failed_at = broken.violation.time;
  for (const Broken& other : run.failures()) {
    if (other.failure.property != broken.failure.property)
      report.others.emplace_back(check::name(other.failure.property));
  }
  report.continuations = plan.search.continuations;
  report.steps = run.cut_of(broken.violation);
  report.fresh_faults = plan.search.fresh_faults;
  report.interrupted = !result.complete;
  for (const search::SharePoint& point : result.points) report.points.push_back(point_of(run, point));
  if (result.jump) report.jump = jump_of(run, input.scenario, *result.jump);
  for (const WhenReport::Point& point : report.points) {
    if (result.certain_from == point.cut) report.certain_from = point;
  }
  return report;
}

}  // namespace

Exit when(const WhenOptions& options) {
  const Plan plan = understood(options);
  const auto inputs = read_inputs({options.input});
  if (inputs.size() != 1) {
    throw Failure(Exit::bad_input,
                  options.input + ": holds " + std::to_string(inputs.size()) + " scenarios; expected one file");
  }
  const Input& input = inputs.front();
  now_running(input.file.c_str(), plan.seed);
  const FailingRun run(input.scenario, plan.seed, [] { return interrupted().load(std::memory_order_relaxed); });
  if (interrupted()) throw Failure(Exit::interrupted, "interrupted before the run was over; nothing is known");
  const Broken& broken = chosen(run, plan, input.file);
  search::WhenResult result;
  {
    Progress progress("asking", plan.search.points * plan.search.continuations, "continuation");
    result = search::when(run, broken, plan.search, interrupted(), [&](std::uint64_t done) { progress.show(done); });
  }
  const WhenReport report = report_of(run, broken, plan, input, result);
  auto output = Output::standard();
  const auto palette = output_is_coloured() ? report::Palette::coloured() : report::Palette::plain();
  output.write(plan.as_json ? report::json(report) : report::text(report, page_width(), palette));
  output.flush();
  return report.interrupted ? Exit::interrupted : Exit::as_expected;
}

}  // namespace feira::cli
