#include "sim/search/shrink/story.hpp"

#include <algorithm>
#include <string_view>
#include <vector>

#include "sim/check/causal_past.hpp"
#include "sim/check/kept_trace.hpp"
#include "sim/world/run.hpp"

namespace feira::search {

using scenario::Scenario;

namespace {

constexpr std::size_t events_told = 14;

/// A line of the past as part of a sentence: one blank between words, no clocks.
std::string in_prose(std::string_view line) {
  std::string out;
  int depth = 0;
  for (const char c : line) {
    if (c == '{') ++depth;
    if (depth == 0 && (c != ' ' || (!out.empty() && out.back() != ' '))) out += c;
    if (c == '}') --depth;
  }
  for (auto at = out.find(" ,"); at != std::string::npos; at = out.find(" ,")) out.erase(at, 1);
  // Keys and numbers of requests are for whoever follows the trace.
  for (const std::string_view detail : {", sent with", ", purchases ", ", key ", " (request "}) {
    if (const auto at = out.find(detail); at != std::string::npos) {
      const auto end = out.find_first_of(",)", at + detail.size());
      out.erase(at, end == std::string::npos ? end : end - at + (out[end] == ')' ? 1 : 0));
    }
  }
  while (out.ends_with(' ') || out.ends_with(',')) out.pop_back();
  return out;
}

std::string without(const Scenario& scenario) {
  std::vector<std::string_view> names;
  for (std::size_t i = 0; i < ablation_count; ++i) {
    if (scenario.ablate.has(static_cast<Ablation>(i))) names.emplace_back(name(static_cast<Ablation>(i)));
  }
  std::string out;
  for (std::size_t i = 0; i < names.size(); ++i) {
    out += i == 0 ? "Without " : i + 1 == names.size() ? " and " : ", ";
    out += names[i];
  }
  return out.empty() ? out : out + ", ";
}

}  // namespace

std::string story_of(const Scenario& scenario, std::uint64_t seed, const FailureClass& failure) {
  check::KeptTrace trace(sim::names(scenario, seed));
  const sim::Observers observers{.event = [&](const check::Event& event) { trace.observe(event); }, .stop = {}};
  const JudgedRun run = judged_run(scenario, seed, observers);
  const auto verdict = std::ranges::find(run.result.verdicts, failure.property, &check::Verdict::property);
  if (verdict == run.result.verdicts.end() || !verdict->violation) return {};
  std::string story =
      without(scenario) + check::name(failure.property) + " fails: " + verdict->violation->sentence + '.';
  std::string before;
  for (const check::PastEvent& event : check::causal_past(trace, *verdict->violation, events_told)) {
    std::string told = in_prose(event.line);
    // Products are registered at the beginning of every run.
    if (told == before || told.find(" register") != std::string::npos) continue;
    story += before.empty() ? " What happened: " : "; ";
    story += told;
    before = std::move(told);
  }
  return before.empty() ? story : story + '.';
}

}  // namespace feira::search
