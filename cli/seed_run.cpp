#include "cli/seed_run.hpp"

#include <algorithm>
#include <utility>

#include "cli/interrupt.hpp"
#include "sim/check/causal_past.hpp"
#include "sim/check/json_line.hpp"
#include "sim/check/kept_trace.hpp"
#include "sim/check/situations.hpp"
#include "sim/check/trace_frame.hpp"
#include "sim/world/run.hpp"

namespace feira::cli {
namespace {

using campaign::Outcome;
using report::Story;
using EventObserver = std::function<void(const check::Event&)>;

/// Nothing when the run was interrupted.
std::optional<sim::RunResult> run_observed(const scenario::Scenario& scenario, std::uint64_t seed,
                                           EventObserver observer = {}) {
  const sim::Observers observers{.event = std::move(observer),
                                 .stop = [] { return interrupted().load(std::memory_order_relaxed); }};
  auto result = sim::run(scenario, seed, observers);
  if (result.ended_by == sim::EndedBy::stopped) return std::nullopt;
  return result;
}

Story story_of(const sim::RunResult& result) {
  return {.seed = result.seed,
          .digest = result.digest,
          .drawn = result.drawn,
          .verdicts = {result.verdicts.begin(), result.verdicts.end()},
          .pasts = {}};
}

SeedResult seed_result(sim::RunResult&& result) {
  SeedResult out{.outcome = {}, .story = story_of(result), .mismatch = {}};
  Outcome& outcome = out.outcome;
  outcome.seed = result.seed;
  outcome.digest = result.digest;
  outcome.events = result.events;
  outcome.simulated = result.simulated;
  outcome.messages = result.messages();
  outcome.purchases = result.purchases();
  outcome.latencies = std::move(result.latencies);
  for (const auto& verdict : result.verdicts) {
    if (!verdict.holds) outcome.violated.emplace_back(check::name(verdict.property));
  }
  outcome.reached.assign(result.situations.begin(), result.situations.end());
  for (const auto& kind : result.kinds) outcome.kinds.push_back({std::string(kind.name), kind.on});
  outcome.missed = std::move(result.missed);
  return out;
}

std::vector<std::string> past_of(const check::KeptTrace& trace, const check::Violation& violation) {
  std::vector<std::string> lines;
  for (const auto& event : check::causal_past(trace, violation)) {
    lines.push_back(event.breaks ? event.line + "    <- breaks it" : event.line);
  }
  return lines;
}

}  // namespace

std::vector<std::string> situation_names() {
  std::vector<std::string> names;
  for (std::size_t i = 0; i < check::situation_count; ++i) {
    names.emplace_back(check::name(static_cast<check::Situation>(i)));
  }
  return names;
}

std::optional<SeedResult> run_seed(const scenario::Scenario& scenario, std::uint64_t seed) {
  return run_seed(scenario, seed, {});
}

std::optional<SeedResult> run_seed(const scenario::Scenario& scenario, std::uint64_t seed, EventObserver observer) {
  auto result = run_observed(scenario, seed, std::move(observer));
  if (!result) return std::nullopt;
  return seed_result(*std::move(result));
}

std::optional<SeedResult> run_seed_twice(const scenario::Scenario& scenario, std::uint64_t seed) {
  const check::Names names = sim::names(scenario, seed);
  campaign::Comparison comparison;
  const auto first = run_observed(
      scenario, seed, [&](const check::Event& event) { comparison.add_first(check::json_line(event, names)); });
  if (!first) return std::nullopt;
  auto second = run_observed(scenario, seed,
                             [&](const check::Event& event) { comparison.add_second(check::json_line(event, names)); });
  if (!second) return std::nullopt;
  const std::uint64_t second_digest = second->digest;
  SeedResult out = seed_result(*std::move(second));
  out.mismatch = comparison.result(seed, first->digest, second_digest);
  return out;
}

std::optional<Story> tell_seed(const scenario::Scenario& scenario, std::uint64_t seed) {
  check::KeptTrace trace(sim::names(scenario, seed));
  const auto result = run_observed(scenario, seed, [&](const check::Event& event) { trace.observe(event); });
  if (!result) return std::nullopt;
  Story story = story_of(*result);
  for (const auto& verdict : story.verdicts) {
    if (verdict.violation) story.pasts[verdict.property] = past_of(trace, *verdict.violation);
  }
  return story;
}

void trace_seed(const Input& input, std::uint64_t seed, const std::function<void(std::string_view)>& write) {
  const check::Names names = sim::names(input.scenario, seed);
  check::TraceSum sum;
  const auto write_line = [&](std::string_view line) {
    sum.add(line);
    write(line);
  };
  write_line(check::json_header({FEIRA_VERSION, input.file, input.text, seed}, names));
  std::string line;
  const auto result = run_observed(input.scenario, seed, [&](const check::Event& event) {
    line.clear();
    check::json_line(event, names, line);
    write_line(line);
  });
  if (result) write(check::json_end({result->events, result->digest}, sum));
}

}  // namespace feira::cli
