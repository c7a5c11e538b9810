// feira replay: a run once more, compared with its trace or with itself event by event, as far as one likes.

#include "sim/report/replay.hpp"

#include <algorithm>
#include <array>
#include <deque>
#include <fstream>
#include <sstream>
#include <utility>
#include <variant>

#include "cli/arguments.hpp"
#include "cli/commands.hpp"
#include "cli/expected_run.hpp"
#include "cli/input.hpp"
#include "cli/interrupt.hpp"
#include "cli/output.hpp"
#include "cli/progress.hpp"
#include "cli/recording.hpp"
#include "sim/check/json_line.hpp"
#include "sim/check/render.hpp"
#include "sim/report/words.hpp"
#include "sim/scenario/problem.hpp"
#include "sim/scenario/read.hpp"
#include "sim/scenario/units.hpp"
#include "sim/world/playback.hpp"

namespace feira::cli {
namespace {

using report::ReplayReport;
using Outcome = ReplayReport::Outcome;

struct Plan {
  std::optional<std::uint64_t> seed;
  std::optional<std::uint64_t> until_event;
  std::optional<check::GlobalTime> until_time;
  std::uint64_t last = 10;
  bool as_json = false;

  [[nodiscard]] bool stops() const { return until_event || until_time; }
};

void understand_until(const std::string& word, Plan& plan) {
  if (word.starts_with('#')) {
    plan.until_event = parse_number("--until #", word.substr(1), 1, UINT64_MAX);
    return;
  }
  std::string time = word;
  std::erase(time, ' ');  // as verdicts have it: "1.204 s"
  const auto parsed = scenario::parse_duration(time);
  if (const auto* rejected = std::get_if<scenario::Rejection>(&parsed)) {
    throw Failure(Exit::bad_input, "--until " + scenario::quote(word) + ": " + rejected->what +
                                       "; expected an event as in #1234, or a time as in 1.204s");
  }
  plan.until_time = check::GlobalTime{std::get<Duration>(parsed).ns};
}

Plan understood(const ReplayOptions& options) {
  Plan plan;
  if (!options.seed.empty()) plan.seed = parse_number("--seed", options.seed, 0, UINT64_MAX);
  if (!options.until.empty()) understand_until(options.until, plan);
  if (!options.last.empty()) plan.last = parse_number("--last", options.last, 0, 1'000'000);
  constexpr std::array<std::string_view, 2> formats = {"text", "json"};
  if (std::find(formats.begin(), formats.end(), options.format) == formats.end()) {
    throw Failure(Exit::bad_input, "--format " + scenario::quote(options.format) +
                                       ": unknown format; expected text or json" + suggestion(options.format, formats));
  }
  plan.as_json = options.format == "json";
  return plan;
}

std::vector<scenario::MarketplaceIndex> chosen(const std::vector<std::string>& wanted,
                                               const std::vector<std::string>& marketplaces) {
  std::vector<bool> shown(marketplaces.size(), false);
  for (const auto& name : wanted) {
    const auto found = std::find(marketplaces.begin(), marketplaces.end(), name);
    if (found != marketplaces.end()) {
      shown[static_cast<std::size_t>(found - marketplaces.begin())] = true;
    } else if (name == "all") {
      shown.assign(shown.size(), true);
    } else {
      const std::vector<std::string_view> names(marketplaces.begin(), marketplaces.end());
      throw Failure(Exit::bad_input, "--state " + scenario::quote(name) +
                                         ": no marketplace of this run; expected all or " +
                                         report::listed(marketplaces) + suggestion(name, names));
    }
  }
  std::vector<scenario::MarketplaceIndex> out;
  for (scenario::MarketplaceIndex index = 0; index < shown.size(); ++index) {
    if (shown[index]) out.push_back(index);
  }
  return out;
}

class Replay {
 public:
  Replay(const Plan& plan, const scenario::Scenario& scenario, std::uint64_t seed)
      : plan_(plan),
        seed_(seed),
        scenario_(sim::as_run(scenario, seed)),
        names_(sim::names(scenario, seed)),
        observers_{.event = [this](const check::Event& event) { take(event); }, .stop = {}} {}

  [[nodiscard]] const check::Names& names() const { return names_; }
  [[nodiscard]] const scenario::Scenario& as_run() const { return scenario_; }

  /// What `report` shows of marketplaces lives as long as this.
  void run(ExpectedRun& expected, const std::vector<scenario::MarketplaceIndex>& shown, ReplayReport& report) {
    expected_ = &expected;
    playback_.emplace(scenario_, seed_, observers_);
    const bool ended = play();
    report.here = playback_->world().trace().events();
    report.now = playback_->world().now();
    if (ended && !difference_) look_for_more(report.here);
    if (ended || difference_) {
      if (ended) report.digest = playback_->finish().digest;
      difference_ = expected.judged(std::move(difference_), report.here, report.digest);
      report.outcome = difference_ ? Outcome::differs : Outcome::same;
      demand_that_it_came_so_far(report.here);
    } else {
      report.outcome = interrupted() ? Outcome::interrupted : Outcome::same_so_far;
      if (plan_.until_time && !interrupted()) report.now = *plan_.until_time;
    }
    report.events = difference_ && difference_->event != 0 ? difference_->event - 1 : report.here;
    report.difference = difference_;
    report.last.assign(last_.begin(), last_.end());
    for (const auto index : shown) report.states.push_back(state_of(index, report.now));
  }

 private:
  /// Returns whether the run is over.
  bool play() {
    sim::World& world = playback_->world();
    while (!difference_ && !interrupted()) {
      if (plan_.until_event && world.trace().events() >= *plan_.until_event) return false;
      if (plan_.until_time) {
        const auto next = world.next_time();
        if (next && *next > *plan_.until_time) return false;
      }
      if (!playback_->advance()) return true;
    }
    return false;
  }

  void take(const check::Event& event) {
    if (difference_) return;
    if (plan_.stops()) {
      last_.push_back({event.number, check::render(event, names_)});
      // What the last step makes after the event that was asked for comes on top.
      const std::uint64_t wanted = plan_.until_event ? *plan_.until_event : event.number;
      while (!last_.empty() && last_.front().number + plan_.last <= std::min(event.number, wanted)) last_.pop_front();
    }
    line_.clear();
    check::json_line(event, names_, line_);
    line_.pop_back();
    const auto wanted = expected_->next();
    if (wanted && *wanted == line_) return;
    difference_ = ReplayReport::Difference{event.number, event.time, wanted ? std::string(*wanted) : std::string(),
                                           line_, check::render(event, names_)};
  }

  /// The run is over; what it is compared with may not be.
  void look_for_more(std::uint64_t events) {
    const auto more = expected_->next();
    if (more) difference_ = ReplayReport::Difference{events + 1, {}, std::string(*more), {}, {}};
  }

  void demand_that_it_came_so_far(std::uint64_t events) const {
    if (!plan_.until_event || difference_ || events >= *plan_.until_event) return;
    throw Failure(Exit::bad_input, "--until #" + std::to_string(*plan_.until_event) +
                                       ": the run is over after event #" + std::to_string(events) +
                                       "; expected an event of the run");
  }

  [[nodiscard]] report::MarketplaceState state_of(scenario::MarketplaceIndex index, check::GlobalTime at) const {
    using Condition = report::MarketplaceState::Condition;
    const sim::Process& process = playback_->world().process(index);
    report::MarketplaceState state;
    state.name = names_.of(process.config.me);
    state.condition = process.life == 0      ? Condition::not_started
                      : process.stopped      ? Condition::stopped
                      : !process.up          ? Condition::down
                      : process.paused_until ? Condition::paused
                                             : Condition::up;
    state.local = process.clock.read(at);
    state.drift_ppm = process.clock.drift_ppm();
    state.crashes = process.crashes;
    state.written = process.disk.appended();
    state.durable = process.disk.acknowledged();
    state.held_back = process.outbox.size();
    state.core = &process.core;
    return state;
  }

  Plan plan_;
  std::uint64_t seed_;
  scenario::Scenario scenario_;
  check::Names names_;
  sim::Observers observers_;
  ExpectedRun* expected_ = nullptr;
  std::string line_;
  std::optional<ReplayReport::Difference> difference_;
  std::deque<ReplayReport::Told> last_;
  std::optional<sim::Playback> playback_;
};

scenario::Scenario scenario_of(const std::string& file, const check::TraceHeader& header) {
  auto outcome = scenario::read(header.text, header.scenario);
  if (auto* problems = std::get_if<std::vector<scenario::Problem>>(&outcome)) {
    std::string lines = file + ":1: this feira (" FEIRA_VERSION ") refuses the scenario of this trace, which feira " +
                        header.feira + " has run; expected a scenario that it can read";
    for (const auto& problem : *problems) lines += "\n" + scenario::message(problem);
    throw Failure(Exit::bad_input, lines);
  }
  return std::get<scenario::Scenario>(std::move(outcome));
}

/// Whether the scenario's file, if it is there, is another one by now.
bool has_changed(const check::TraceHeader& header) {
  std::ifstream stream(header.scenario, std::ios::binary);
  if (!stream) return false;
  std::ostringstream text;
  text << stream.rdbuf();
  return stream && text.str() != header.text;
}

void write(const ReplayReport& report, const check::Names& names, bool as_json) {
  auto output = Output::standard();
  const auto palette = output_is_coloured() ? report::Palette::coloured() : report::Palette::plain();
  output.write(as_json ? report::json(report, names) : report::text(report, names, palette));
  output.flush();
}

Exit replay_trace(const Plan& plan, const ReplayOptions& options) {
  TraceFile trace(options.input);
  const check::TraceHeader& header = trace.header();
  const scenario::Scenario scenario = scenario_of(options.input, header);
  ReplayReport report;
  report.title = scenario.name;
  report.file = options.input;
  report.of_trace = true;
  report.written_by = header.feira;
  report.this_version = FEIRA_VERSION;
  report.scenario = header.scenario;
  report.seed = header.seed;
  if (has_changed(header)) {
    report.notes.push_back(header.scenario + " has changed since; the scenario that the trace holds is run");
  }
  now_running(report.scenario.c_str(), header.seed);
  Replay replay(plan, scenario, header.seed);
  FromTrace expected(trace);
  replay.run(expected, chosen(options.states, replay.as_run().marketplaces), report);
  if (report.outcome == Outcome::differs && header.feira != FEIRA_VERSION) report.outcome = Outcome::other_version;
  write(report, replay.names(), plan.as_json);
  return report.exit();
}

Exit replay_scenario(const Plan& plan, const ReplayOptions& options) {
  if (is_trace(options.input)) {
    throw Failure(Exit::bad_input, "--seed: " + options.input + " is a trace and has its own; expected no --seed");
  }
  const auto inputs = read_inputs({options.input});
  if (inputs.size() != 1) {
    throw Failure(Exit::bad_input,
                  options.input + ": holds " + std::to_string(inputs.size()) + " scenarios; expected one file");
  }
  const Input& input = inputs.front();
  ReplayReport report;
  report.title = input.scenario.name;
  report.file = input.file;
  report.scenario = input.file;
  report.seed = *plan.seed;
  now_running(input.file.c_str(), *plan.seed);
  Replay replay(plan, input.scenario, *plan.seed);
  FromAnotherRun expected(replay.as_run(), *plan.seed, replay.names());
  replay.run(expected, chosen(options.states, replay.as_run().marketplaces), report);
  write(report, replay.names(), plan.as_json);
  return report.exit();
}

}  // namespace

Exit replay(const ReplayOptions& options) {
  const Plan plan = understood(options);
  if (!plan.seed && options.input != "-" && is_recording(options.input)) return replay_recording(options.input);
  return plan.seed ? replay_scenario(plan, options) : replay_trace(plan, options);
}

}  // namespace feira::cli
