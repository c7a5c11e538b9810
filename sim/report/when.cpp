#include "sim/report/when.hpp"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "sim/check/render.hpp"
#include "sim/report/words.hpp"

namespace feira::report {
namespace {

using Json = nlohmann::ordered_json;
using Point = WhenReport::Point;

constexpr std::size_t label_width = 10;
constexpr std::size_t chart_rows = 8;
constexpr std::size_t axis_width = 9;

std::string line(const std::string& label, std::size_t length, std::string_view rest) {
  return "  " + label + std::string(length < label_width ? label_width - length : 1, ' ') + std::string(rest) + "\n";
}
std::string line(std::string_view label, std::string_view rest) { return line(std::string(label), label.size(), rest); }

/// "12.3 %", without a zero behind the point.
std::string percent(std::int64_t per_mille) {
  const std::string whole = std::to_string(per_mille / 10);
  return (per_mille % 10 == 0 ? whole : whole + "." + std::to_string(per_mille % 10)) + " %";
}

std::string share_text(const Point& point) {
  return percent(point.per_mille) + " (" + percent(point.low_per_mille) + " to " + percent(point.high_per_mille) + ")";
}

std::string place_text(const Point& point) {
  return point.event == 0 ? std::string("the beginning")
                          : "event #" + grouped(point.event) + ", " + check::render(point.time);
}

/// In each column the share at the last point not after it: what is known there.
std::vector<std::int64_t> columns_of(const WhenReport& report, std::size_t columns) {
  std::vector<std::int64_t> shares(columns, 0);
  const std::uint64_t last = report.points.back().event;
  for (std::size_t column = 0; column < columns; ++column) {
    const std::uint64_t event =
        columns < 2 ? last : last / (columns - 1) * column + last % (columns - 1) * column / (columns - 1);
    for (const Point& point : report.points) {
      if (point.event <= event || point.cut == 0) shares[column] = point.per_mille;
    }
  }
  return shares;
}

std::string chart(const WhenReport& report, std::size_t width, const Palette& palette) {
  static constexpr std::array<const char*, 9> blocks = {" ", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"};
  const std::size_t columns = std::clamp<std::size_t>(width, 40, 160) - axis_width - 2;
  const std::vector<std::int64_t> shares = columns_of(report, columns);
  std::string out;
  for (std::size_t row = chart_rows; row-- > 0;) {
    const char* label = row + 1 == chart_rows   ? "  100 % ┤"
                        : row == chart_rows / 2 ? "   50 % ┤"
                        : row == 0              ? "    0 % ┤"
                                                : "        │";
    out += label;
    std::string bars;
    for (const std::int64_t share : shares) {
      // What is there at all shows, if only by an eighth.
      const auto eighths = static_cast<std::int64_t>(chart_rows) * 8 * share;
      const std::int64_t filled = share == 0 ? 0 : std::max<std::int64_t>(1, (eighths + 500) / 1000);
      const std::int64_t here = std::clamp<std::int64_t>(filled - static_cast<std::int64_t>(row) * 8, 0, 8);
      bars += blocks[static_cast<std::size_t>(here)];
    }
    const std::size_t end = bars.find_last_not_of(' ');
    bars.resize(end == std::string::npos ? 0 : end + 1);
    out += (bars.empty() ? bars : palette.bad(bars)) + "\n";
  }
  const std::string last = "event #" + grouped(report.points.back().event);
  std::string axis = "the beginning";
  axis.resize(std::max(columns, axis.size() + last.size() + 2) - last.size(), ' ');
  return out + std::string(axis_width, ' ') + palette.faint(axis + last) + "\n";
}

std::string events_text(const std::vector<WhenReport::Told>& events, const Palette& palette) {
  std::string out;
  for (const auto& told : events) {
    std::string number = "#" + grouped(told.number);
    if (number.size() < label_width - 2) number.insert(0, label_width - 2 - number.size(), ' ');
    const std::string row = number + told.line;
    out += told.marked ? palette.title("> " + row) + "\n" : "  " + row + "\n";
  }
  return out;
}

std::string jump_text(const WhenReport::Jump& jump, const Palette& palette) {
  const std::string shares = "from " + share_text(jump.before) + " to " + share_text(jump.after);
  std::string out;
  if (jump.one_step) {
    out += line(palette.title("jumps"), 5,
                "in the step of event #" + grouped(jump.before.event + 1) + ", " + check::render(jump.after.time) +
                    ": " + shares);
  } else {
    out += line(palette.title("rises"), 5,
                "most between " + place_text(jump.before) + " and " + place_text(jump.after) + ": " + shares);
  }
  if (!jump.sure) out += line("", "the intervals touch: no one step decides it, or more --continuations are needed");
  out += events_text(jump.events, palette);
  for (std::size_t i = 0; i < jump.drawn.size(); ++i) out += line(i == 0 ? "drawn" : "", jump.drawn[i]);
  return out;
}

Json json_of(const Point& point) {
  return {{"step", point.cut},
          {"event", point.event},
          {"at_ns", point.time.ns},
          {"continuations", point.runs},
          {"failing", point.failing},
          {"share_per_mille", point.per_mille},
          {"low_per_mille", point.low_per_mille},
          {"high_per_mille", point.high_per_mille}};
}

Json json_of(const WhenReport::Jump& jump) {
  Json events = Json::array();
  for (const auto& told : jump.events) {
    events.push_back({{"number", told.number}, {"line", told.line}, {"of_the_step", told.marked}});
  }
  return {{"before", json_of(jump.before)},
          {"after", json_of(jump.after)},
          {"one_step", jump.one_step},
          {"sure", jump.sure},
          {"events", events},
          {"drawn", jump.drawn}};
}

}  // namespace

std::string text(const WhenReport& report, std::size_t width, const Palette& palette) {
  constexpr std::size_t page = 100;
  const std::string seed = "seed " + std::to_string(report.seed);
  const std::size_t used = report.title.size() + seed.size();
  std::string out = palette.title(report.title) + std::string(used + 2 < page ? page - used : 2, ' ') + seed + "\n";
  out += line(palette.bad("FAILS"), 5, report.failure);
  out += line("", report.sentence);
  out += line("", "at event #" + grouped(report.failed_at_event) + ", " + check::render(report.failed_at));
  if (!report.others.empty()) out += line("also", listed(report.others) + ": choose with --property");
  out += line("looked", "at " + grouped(report.points.size()) + " of " + counted(report.steps + 1, "place") + ", " +
                            counted(report.continuations, "continuation") + " each, with fresh chance" +
                            (report.fresh_faults ? " and fresh faults" : "") + "; shares of those that fail alike");
  if (report.interrupted) out += line(palette.open("stopped"), 7, "interrupted; this is what was known by then");
  if (report.points.empty()) return out;
  out += chart(report, width, palette);
  if (report.jump) {
    out += jump_text(*report.jump, palette);
  } else {
    out += line(palette.open("level"), 5,
                "the share rises nowhere: " + share_text(report.points.front()) + " from the beginning");
  }
  if (report.certain_from) {
    out += line("certain", "from " + place_text(*report.certain_from) +
                               " on: whatever was drawn later, every continuation failed");
  }
  return out;
}

std::string json(const WhenReport& report) {
  Json points = Json::array();
  for (const Point& point : report.points) points.push_back(json_of(point));
  Json out{{"format", "feira-when"},
           {"version", 1},
           {"file", report.file},
           {"seed", report.seed},
           {"failure", report.failure},
           {"sentence", report.sentence},
           {"failed_at", {{"event", report.failed_at_event}, {"at_ns", report.failed_at.ns}}},
           {"others", report.others},
           {"steps", report.steps},
           {"continuations", report.continuations},
           {"faults", report.fresh_faults ? "fresh" : "kept"},
           {"interrupted", report.interrupted},
           {"points", points}};
  if (report.jump) out["jump"] = json_of(*report.jump);
  if (report.certain_from) out["certain_from"] = json_of(*report.certain_from);
  return out.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace feira::report
