#include "sim/report/check.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <string_view>

#include "sim/report/words.hpp"
#include "sim/scenario/catalogue.hpp"
#include "sim/scenario/units.hpp"

namespace feira::report {
namespace {

using campaign::Exit;
using Json = nlohmann::ordered_json;

constexpr std::size_t width = 100;
constexpr std::size_t label_width = 8;

std::string line(std::string_view label, std::size_t length, std::string_view rest) {
  return "  " + std::string(label) + std::string(length < label_width ? label_width - length : 1, ' ') +
         std::string(rest) + "\n";
}

/// "a 1 %, b 2 %", broken into lines.
std::string paragraph(std::string_view label, const std::vector<std::string>& parts) {
  std::string out;
  std::string row;
  const auto end_row = [&](std::string_view tail) {
    const std::string_view head = out.empty() ? label : std::string_view();
    out += line(head, head.size(), row + std::string(tail));
    row.clear();
  };
  for (const std::string& part : parts) {
    if (!row.empty() && label_width + row.size() + part.size() + 4 > width) end_row(",");
    row += (row.empty() ? "" : ", ") + part;
  }
  if (!row.empty()) end_row("");
  return out;
}

/// "83 %", "4.1 %": two digits at least.
std::string share_text(std::uint64_t cases, std::uint64_t all) {
  const std::uint64_t tenths = all == 0 ? 0 : (cases * 2000 + all) / (all * 2);
  if (tenths >= 100) return std::to_string((tenths + 5) / 10) + " %";
  return std::to_string(tenths / 10) + '.' + std::to_string(tenths % 10) + " %";
}

std::string classes_text(const CheckReport& report) {
  std::vector<ClassCount> some = report.classes;
  std::erase_if(some, [](const ClassCount& each) { return each.cases == 0; });
  std::vector<std::string> parts;
  std::vector<std::string> never;
  for (const ClassCount& each : report.classes) {
    if (each.cases == 0) {
      never.push_back(each.name);
    } else {
      parts.push_back(each.name + ' ' + share_text(each.cases, report.cases));
    }
  }
  std::string out = paragraph("classes", parts);
  // Of a few cases it says nothing.
  if (!never.empty() && report.cases >= 100) out += paragraph("never", never);
  return out;
}

std::string floors_text(const CheckReport& report, const Palette& palette) {
  std::string out;
  for (const Floor& floor : report.floors) {
    const bool met = report.meets(floor);
    const std::string what = floor.name + ' ' + share_text(floor.cases, report.cases) + ", " +
                             scenario::text(scenario::Share{floor.share}) + " asked for";
    out += met ? line(palette.good("floor"), 5, what) : line(palette.open("unknown"), 7, what);
  }
  return out;
}

Json classes_json(const CheckReport& report) {
  Json out = Json::object();
  for (const ClassCount& each : report.classes) out[each.name] = each.cases;
  return out;
}

Json floors_json(const CheckReport& report) {
  Json out = Json::array();
  for (const Floor& floor : report.floors) {
    out.push_back({{"class", floor.name},
                   {"share_per_million", floor.share},
                   {"cases", floor.cases},
                   {"met", report.meets(floor)}});
  }
  return out;
}

Json sizes_json(const CaseSizes& sizes) {
  return {{"marketplaces", sizes.marketplaces},
          {"products", sizes.products},
          {"buyers", sizes.buyers},
          {"faults", sizes.faults},
          {"changes", sizes.changes}};
}

Json failure_json(const CheckReport& report, const Kept& kept) {
  Json out{{"case", report.failed->number},
           {"seed", report.failed->seed},
           {"violated", report.failed->violated},
           {"repeat", repeat_words(report)}};
  if (!kept.file.empty()) out["file"] = kept.file;
  if (!kept.scenario.empty()) out["scenario"] = kept.scenario;
  if (kept.shrunk) {
    out["shrunk"] = {{"before", sizes_json(kept.shrunk->before)},
                     {"after", sizes_json(kept.shrunk->after)},
                     {"runs", kept.shrunk->runs},
                     {"finished", kept.shrunk->finished},
                     {"real_ns", kept.shrunk->real.ns}};
  }
  return out;
}

}  // namespace

Exit CheckReport::exit() const {
  if (failed) return Exit::violated;
  if (interrupted) return Exit::interrupted;
  const bool met = std::ranges::all_of(floors, [&](const Floor& floor) { return meets(floor); });
  return met ? Exit::as_expected : Exit::unknown;
}

std::string repeat_words(const CheckReport& report) {
  std::string words = "feira check --seed " + std::to_string(report.seed);
  if (report.size != 100) words += " --size " + std::to_string(report.size);
  for (const std::string& name : report.without) words += " --ablate " + name;
  if (report.failed) words += " --case " + std::to_string(report.failed->number);
  return words;
}

std::string check_heading(const CheckReport& report, const Palette& palette) {
  const std::string title = "generated scenarios";
  std::string what = "seed " + std::to_string(report.seed);
  if (report.first != 1) what += ", from case " + grouped(report.first);
  std::string out =
      palette.title(title) + std::string(width - title.size() - std::min(what.size(), width / 2), ' ') + what + "\n";
  if (!report.without.empty()) out += line("without", 7, listed(report.without));
  return out;
}

std::string check_summary(const CheckReport& report, const Palette& palette) {
  const std::size_t all = scenario::properties().size();
  std::string out = classes_text(report) + floors_text(report, palette);
  const std::string run = counted(report.cases, "case");
  if (report.failed) {
    out += line(palette.bad("FAILS"), 5,
                listed(report.failed->violated) + " in case " + grouped(report.failed->number) + ", the first of " +
                    run + " that fails");
  } else if (report.cases > 0) {
    out += line(palette.good("holds"), 5, "all " + std::to_string(all) + " properties in all " + run);
  }
  out += line("digest", 6,
              hex(report.digest) + "   " +
                  palette.faint(run + ", " + counted(report.events, "event") + ", " +
                                counted(report.purchases, "purchase") + " in " + text(report.real)));
  if (report.interrupted) out += line(palette.open("interrupted"), 11, "after " + run);
  return out;
}

std::string text(const CaseSizes& sizes) {
  return counted(sizes.marketplaces, "marketplace") + ", " + counted(sizes.products, "product") + ", " +
         counted(sizes.buyers, "buyer") + ", " + counted(sizes.faults, "fault") + ", " +
         counted(sizes.changes, "change");
}

std::string shrunk_text(const Kept& kept) {
  if (!kept.shrunk) return {};
  const ShrunkCase& shrunk = *kept.shrunk;
  return line("shrunk", 6, "from " + text(shrunk.before)) + line("", 0, "to " + text(shrunk.after)) +
         line("", 0,
              "in " + counted(shrunk.runs, "run") + " and " + text(shrunk.real) +
                  (shrunk.finished ? "" : "; it was stopped: this is the best so far"));
}

std::string check_json(const CheckReport& report, const Kept& kept, Exit exit) {
  Json out{{"format", "feira-check"},
           {"version", 1},
           {"exit", static_cast<int>(exit)},
           {"seed", report.seed},
           {"size", report.size},
           {"without", report.without},
           {"first_case", report.first},
           {"cases", report.cases},
           {"events", report.events},
           {"purchases", report.purchases},
           {"digest", hex(report.digest)},
           {"interrupted", report.interrupted},
           {"real_ns", report.real.ns},
           {"classes", classes_json(report)},
           {"floors", floors_json(report)}};
  if (report.failed) out["failure"] = failure_json(report, kept);
  return out.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace feira::report
