#include "sim/report/replay.hpp"

#include <nlohmann/json.hpp>

#include "sim/check/render.hpp"
#include "sim/report/words.hpp"

namespace feira::report {
namespace {

using Json = nlohmann::ordered_json;
using Outcome = ReplayReport::Outcome;

constexpr std::size_t width = 100;
constexpr std::size_t label_width = 10;

std::string line(const std::string& label, std::size_t length, std::string_view rest) {
  return "  " + label + std::string(length < label_width ? label_width - length : 1, ' ') + std::string(rest) + "\n";
}
std::string line(std::string_view label, std::string_view rest) { return line(std::string(label), label.size(), rest); }

std::string said(const std::string& json_line) {
  if (json_line.empty()) return "is over";
  return json_line.substr(0, json_line.find('\n'));
}

std::string events_text(const ReplayReport& report) { return counted(report.events, "event") + " are the same"; }

std::string difference_text(const ReplayReport& report, const Palette& palette) {
  const auto& difference = *report.difference;
  const bool only_states = difference.event == 0;
  std::string out =
      line(palette.bad("DIFFERS"), 7,
           only_states ? "only in the final states; all " + counted(report.events, "event") + " are equal"
                       : "first at event #" + grouped(difference.event) + ", " + check::render(difference.time));
  if (!only_states) {
    out += line(report.of_trace ? "trace" : "first", said(difference.first));
    out += line(report.of_trace ? "run" : "second", said(difference.second));
    if (!difference.words.empty()) out += line("in words", difference.words);
  }
  if (report.outcome == Outcome::other_version) {
    return out + line(palette.open("unknown"), 7,
                      "the trace is of feira " + report.written_by + ", this is " + report.this_version +
                          ": another version may rightly do something else");
  }
  return out + line(palette.bad("verdict"), 7,
                    std::string("two equal runs differ: this must not happen, whatever the machine or compiler"));
}

std::string outcome_text(const ReplayReport& report, const Palette& palette) {
  switch (report.outcome) {
    case Outcome::same:
      return line(palette.good("same"), 4,
                  "all " + counted(report.events, "event") + " and the final states; digest " + hex(report.digest));
    case Outcome::same_so_far:
      return line(palette.good("same"), 4, events_text(report) + " up to here");
    case Outcome::interrupted:
      return line(palette.open("stopped"), 7, "interrupted; " + events_text(report) + " up to here");
    case Outcome::differs:
    case Outcome::other_version:
      break;
  }
  return difference_text(report, palette);
}

std::string last_text(const ReplayReport& report) {
  std::string out;
  for (const auto& told : report.last) {
    std::string number = "#" + grouped(told.number);
    if (number.size() < label_width) number.insert(0, label_width - number.size(), ' ');
    out += number + told.line + "\n";
  }
  return out;
}

const char* word(Outcome outcome) {
  static constexpr const char* words[] = {"same", "same-so-far", "differs", "other-version", "interrupted"};
  return words[static_cast<std::size_t>(outcome)];
}

}  // namespace

campaign::Exit ReplayReport::exit() const {
  switch (outcome) {
    case Outcome::same:
    case Outcome::same_so_far:
      return campaign::Exit::as_expected;
    case Outcome::differs:
      return campaign::Exit::own_error;
    case Outcome::other_version:
      return campaign::Exit::unknown;
    case Outcome::interrupted:
      break;
  }
  return campaign::Exit::interrupted;
}

std::string text(const ReplayReport& report, const check::Names& names, const Palette& palette) {
  const std::string seed = "seed " + std::to_string(report.seed);
  const std::size_t used = report.title.size() + seed.size();
  std::string out = palette.title(report.title) + std::string(used + 2 < width ? width - used : 2, ' ') + seed + "\n";
  out += report.of_trace
             ? line("trace", report.file + ", written by feira " + report.written_by + " from " + report.scenario)
             : line("run twice", report.file);
  for (const auto& note : report.notes) out += line(palette.open("note"), 4, note);
  out += outcome_text(report, palette);
  if (!report.last.empty() || !report.states.empty()) {
    out += line("here", "after event #" + grouped(report.here) + ", at " + check::render(report.now));
  }
  out += last_text(report);
  for (const auto& state : report.states) out += text(state, names, palette);
  return out;
}

std::string json(const ReplayReport& report, const check::Names& names) {
  Json out{{"format", "feira-replay"},
           {"version", 1},
           {"file", report.file},
           {"trace", report.of_trace},
           {"scenario", report.scenario},
           {"seed", report.seed},
           {"verdict", word(report.outcome)},
           {"exit", static_cast<int>(report.exit())},
           {"events", report.events},
           {"here", report.here},
           {"at_ns", report.now.ns}};
  if (report.of_trace) out["written_by"] = report.written_by;
  if (report.outcome == Outcome::same) out["digest"] = hex(report.digest);
  if (report.difference) {
    out["difference"] = {{"event", report.difference->event},
                         {"at_ns", report.difference->time.ns},
                         {"first", report.difference->first},
                         {"second", report.difference->second}};
  }
  out["notes"] = report.notes;
  Json last = Json::array();
  for (const auto& told : report.last) last.push_back({{"number", told.number}, {"line", told.line}});
  out["last"] = last;
  Json states = Json::array();
  for (const auto& state : report.states) states.push_back(Json::parse(json(state, names)));
  out["states"] = states;
  return out.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace feira::report
