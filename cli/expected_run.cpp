#include "cli/expected_run.hpp"

#include <utility>

#include "sim/check/json_line.hpp"

namespace feira::cli {

std::optional<std::string_view> FromTrace::next() {
  const auto line = trace_.next();
  if (!line && !trace_.end()) {
    throw trace_.problem("the trace was cut off after this line, where it is still the same as the run",
                         R"(more events and a last line that begins with {"end")");
  }
  return line;
}

std::optional<ExpectedRun::Difference> FromTrace::judged(std::optional<Difference> difference, std::uint64_t events,
                                                         std::uint64_t digest) {
  const std::uint64_t line = trace_.line();
  if (difference && !difference->first.empty()) trace_.demand_event(difference->event);
  trace_.read_to_the_end();
  if (!trace_.end()) {
    throw trace_.problem(
        "the trace was cut off after this line" +
            (difference ? ", and is not what the run does from line " + std::to_string(line) + " on" : std::string()),
        R"(a last line that begins with {"end")");
  }
  if (!trace_.intact()) {
    throw trace_.problem(difference ? "the trace was edited: line " + std::to_string(line) +
                                          " is not what the run does, and the sum in the last line does not fit"
                                    : "the trace was edited: the sum in its last line does not fit",
                         "the trace as it was written");
  }
  if (!difference && (trace_.end()->digest != digest || trace_.end()->events != events))
    difference = Difference{0, {}, {}, {}, {}};
  return difference;
}

FromAnotherRun::FromAnotherRun(const scenario::Scenario& scenario, std::uint64_t seed, const check::Names& names)
    : observers_{.event = [this,
                           &names](const check::Event& event) { lines_.push_back(check::json_line(event, names)); },
                 .stop = {}},
      playback_(scenario, seed, observers_) {}

std::optional<std::string_view> FromAnotherRun::next() {
  while (lines_.empty() && !over_) over_ = !playback_.advance();
  if (lines_.empty()) return std::nullopt;
  line_ = std::move(lines_.front());
  lines_.pop_front();
  line_.pop_back();
  return line_;
}

std::optional<ExpectedRun::Difference> FromAnotherRun::judged(std::optional<Difference> difference,
                                                              std::uint64_t /*events*/, std::uint64_t digest) {
  if (!difference && playback_.finish().digest != digest) difference = Difference{0, {}, {}, {}, {}};
  return difference;
}

}  // namespace feira::cli
