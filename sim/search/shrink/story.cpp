#include "sim/search/shrink/story.hpp"

#include <algorithm>
#include <string_view>
#include <vector>

#include "sim/check/causal_past.hpp"
#include "sim/check/kept_trace.hpp"
#include "sim/check/render.hpp"
#include "sim/scenario/fault_plan.hpp"
#include "sim/scenario/membership_plan.hpp"
#include "sim/scenario/message_address.hpp"
#include "sim/world/run.hpp"

namespace feira::search {

using check::EventKind;
using scenario::Scenario;

namespace {

constexpr std::size_t events_told = 16;
/// A past with fewer events than this explains nothing: what is missing has no causes.
constexpr std::size_t past_least = 4;

void erase_from(std::string& text, std::string_view detail, std::string_view end_at) {
  const auto at = text.find(detail);
  if (at == std::string::npos) return;
  const auto end = text.find_first_of(end_at, at + detail.size());
  if (end == std::string::npos) return text.erase(at), void();
  text.erase(at, end - at + (text[end] == ')' ? 1 : 0));
}

/// What is in braces goes (clocks), and of blanks one stays.
std::string without_clocks(std::string_view line) {
  std::string out;
  int depth = 0;
  for (const char c : line) {
    if (c == '{') ++depth;
    if (depth == 0 && (c != ' ' || (!out.empty() && out.back() != ' '))) out += c;
    if (c == '}') --depth;
  }
  for (auto at = out.find(" ,"); at != std::string::npos; at = out.find(" ,")) out.erase(at, 1);
  return out;
}

struct Told {
  std::string time;  // "1.204 s"
  std::string who;
  std::string what;
};

/// A rendered line, "   1.204 s  bia -> ana  interest bia#1 {bia 1}", as part of a sentence; empty when it is not worth
/// telling.
Told in_prose(std::string line) {
  Told told;
  const auto unit = line.find(" s ");
  if (unit == std::string::npos) return told;
  told.time = without_clocks(line.substr(0, unit + 2));
  line.erase(0, unit + 3);
  if (const auto arrow = line.find(" -> "); arrow != std::string::npos) {
    const auto gap = line.find("  ", arrow);
    const std::string from = without_clocks(line.substr(0, arrow));
    const std::string to = line.substr(arrow + 4, gap - arrow - 4);
    if (from == to) return told;
    const std::string what = gap == std::string::npos ? "" : line.substr(gap + 2);
    const bool lost = what.starts_with("lost");
    line = lost ? from + " sends " + to + " in vain" + what.substr(what.find(':') + 1)
                : from + " sends " + to + ' ' + what;
  }
  told.what = without_clocks(line);
  // Keys and numbers of requests are for whoever follows the trace.
  erase_from(told.what, ", sent with", ",");
  erase_from(told.what, ", purchases ", ",");
  erase_from(told.what, " (request ", ")");
  erase_from(told.what, ", key ", ",");
  erase_from(told.what, " request ", ":");
  erase_from(told.what, "leaves now:", " ");
  while (told.what.ends_with(' ') || told.what.ends_with(',')) told.what.pop_back();
  // Products are registered at the beginning of every run.
  const bool registers = told.what.find(" register") != std::string::npos;
  const auto blank = told.what.find(' ');
  if (registers || blank == std::string::npos) return {};
  told.who = told.what.substr(0, blank);
  told.what.erase(0, blank + 1);
  return told;
}

std::string without(const Scenario& scenario) {
  std::vector<std::string_view> names;
  for (std::size_t i = 0; i < ablation_count; ++i) {
    if (scenario.ablate.has(static_cast<Ablation>(i))) names.emplace_back(name(static_cast<Ablation>(i)));
  }
  std::string out;
  for (std::size_t i = 0; i < names.size(); ++i) {
    out += i == 0 ? "With " : i + 1 == names.size() ? " and " : ", ";
    out += names[i];
  }
  return out.empty() ? out : out + " switched off, ";
}

/// What is wrong on purpose, in a sentence.
std::string troubles(const Scenario& scenario, std::uint64_t seed) {
  std::vector<std::string> all;
  for (const scenario::LinkSpec& link : scenario.network.links) {
    all.push_back("the way from " + scenario.marketplaces[link.from] + " to " + scenario.marketplaces[link.to] +
                  " takes " + scenario::text(link.delay));
  }
  for (const scenario::MessageOverride& given : scenario.messages) {
    all.push_back("the " + scenario::describe(given, scenario));
  }
  const scenario::FaultPlan plan = scenario::expand(scenario, seed);
  for (const scenario::Fault& fault : plan.faults) all.push_back(scenario::describe(fault, scenario));
  for (const scenario::MembershipSpec& change : plan.membership) all.push_back(scenario::describe(change, scenario));
  std::string out;
  for (const std::string& each : all) out += (out.empty() ? " Given: " : "; ") + each;
  return out.empty() ? out : out + '.';
}

/// What a story of something that never happens tells: everything but heartbeats and bookkeeping.
bool is_told(const check::Event& event) {
  switch (event.kind) {
    case EventKind::invoke:
    case EventKind::deliver:
    case EventKind::hook_start:
    case EventKind::crash:
    case EventKind::recover:
    case EventKind::stop:
      return true;
    case EventKind::answer:
      return event.reply == nullptr || !std::holds_alternative<ChangeMade>(event.reply->answer);
    case EventKind::record:
      return event.record != nullptr && event.record->kind() != RecordKind::frontier_marked &&
             event.record->kind() != RecordKind::lease_bound && event.record->kind() != RecordKind::started &&
             event.record->kind() != RecordKind::replica_advanced;
    case EventKind::drop:
      return event.message != nullptr && event.message->kind() != MessageKind::heartbeat;
    default:
      return false;
  }
}

std::string sentence_of(const std::vector<std::string>& lines) {
  std::string story;
  Told before;
  for (const std::string& line : lines) {
    Told told = in_prose(line);
    const bool same_time = told.time == before.time;
    if (told.what.empty() || (same_time && told.who == before.who && told.what == before.what)) continue;
    story += before.what.empty() ? " At " + told.time + ' ' : same_time ? std::string(", ") : "; at " + told.time + ' ';
    const bool of_hook = told.what.starts_with("hook ");
    if (!same_time || told.who != before.who) story += told.who + (of_hook ? "'s " : " ");
    story += told.what;
    before = std::move(told);
  }
  return story.empty() ? story : story + '.';
}

}  // namespace

std::string story_of(const Scenario& scenario, std::uint64_t seed, const FailureClass& failure) {
  const check::Names names = sim::names(scenario, seed);
  check::KeptTrace trace(names);
  std::vector<std::string> all;
  const sim::Observers observers{.event =
                                     [&](const check::Event& event) {
                                       trace.observe(event);
                                       if (all.size() < 2 * events_told && is_told(event)) {
                                         all.push_back(check::render(event, names));
                                       }
                                     },
                                 .stop = {}};
  const JudgedRun run = judged_run(scenario, seed, observers);
  const auto verdict = std::ranges::find(run.result.verdicts, failure.property, &check::Verdict::property);
  if (verdict == run.result.verdicts.end() || !verdict->violation) return {};
  std::vector<std::string> past;
  for (check::PastEvent& event : check::causal_past(trace, *verdict->violation, events_told)) {
    past.push_back(std::move(event.line));
  }
  return without(scenario) + check::name(failure.property) + " fails: " + verdict->violation->sentence + '.' +
         troubles(scenario, seed) + sentence_of(past.size() < past_least ? all : past);
}

}  // namespace feira::search
