#include "sim/report/ablation.hpp"

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>

#include "sim/report/words.hpp"
#include "sim/scenario/catalogue.hpp"

namespace feira::report {
namespace {

using campaign::AblationRow;
using campaign::AblationVerdict;
using campaign::Figure;
using Json = nlohmann::ordered_json;

std::string padded(std::string text, std::size_t to) {
  text.resize(std::max(text.size(), to), ' ');
  return text;
}

/// Of thousandths: "12", or with one decimal below ten: "3.4".
std::string number(std::uint64_t value) { return value < 10'000 ? ratio(value, 1000) : grouped((value + 500) / 1000); }

std::string spoken(std::string name) {
  std::replace(name.begin(), name.end(), '-', ' ');
  return name;
}

std::string figure_text(const Figure& figure) {
  return spoken(figure.name) + " " + number(figure.with) + " -> " + number(figure.without) + " " + figure.unit;
}

/// A cell of the matrix: seeds to the first failure, ">N" when most campaigns of N seeds saw none, "-" when none did.
std::string cell(const AblationRow& row, std::string_view property) {
  if (!row.without().violated().contains(property)) return "-";
  const auto median = row.median_to(property);
  return median ? std::to_string(*median) : ">" + std::to_string(row.plan().seeds);
}

std::string pairs_of(const AblationRow& row, const std::vector<AblationRow>& rows) {
  std::vector<std::string> titles;
  for (const AblationRow* pair : campaign::backing(row, rows)) titles.push_back(pair->title());
  return listed(titles);
}

/// What is to be said about a row beside its cells.
std::string remark(const AblationRow& row, const std::vector<AblationRow>& rows) {
  const auto judgement = row.judgement();
  switch (campaign::verdict(row, rows)) {
    case AblationVerdict::seen:
      return "seen";
    case AblationVerdict::slower:
      return "only speed: " + figure_text(*row.worst_figure());
    case AblationVerdict::backed:
      return "another mechanism does the same; seen with " + pairs_of(row, rows);
    case AblationVerdict::unnoticed:
      return "NOTHING NOTICES";
    case AblationVerdict::lost:
      if (judgement.never_came.empty()) return "UNEXPECTED: " + listed(judgement.unexpected);
      return "NO LONGER SEEN by " + listed(judgement.never_came);
    case AblationVerdict::control: {
      std::vector<std::string> failing;
      for (const auto& [property, violated] : row.with().violated()) failing.push_back(property);
      return "THE CONTROL FAILS: " + listed(failing);
    }
    case AblationVerdict::unreached:
      return "unknown: " + judgement.unreached.front().situation + " was not reached";
    case AblationVerdict::incomplete:
      return "not all seeds were run";
  }
  return {};
}

bool is_good(AblationVerdict verdict) {
  return verdict == AblationVerdict::seen || verdict == AblationVerdict::slower || verdict == AblationVerdict::backed;
}

std::size_t widest_title(const std::vector<AblationRow>& rows) {
  std::size_t widest = 0;
  for (const AblationRow& row : rows) widest = std::max(widest, row.title().size());
  return widest;
}

std::map<std::string, std::size_t> counts(const std::vector<AblationRow>& rows) {
  std::map<std::string, std::size_t> counts;
  for (const AblationRow& row : rows) ++counts[campaign::name(campaign::verdict(row, rows))];
  return counts;
}

std::string summary(const std::vector<AblationRow>& rows) {
  std::vector<std::string> parts;
  for (const auto& [verdict, count] : counts(rows)) parts.push_back(std::to_string(count) + " " + verdict);
  return counted(rows.size(), "row") + ": " + listed(parts);
}

/// Properties that no row makes fail.
std::vector<std::string> never_red(const std::vector<AblationRow>& rows) {
  std::vector<std::string> names;
  for (const auto& property : scenario::properties()) {
    const bool red = std::any_of(rows.begin(), rows.end(), [&](const AblationRow& row) {
      return row.without().violated().contains(property.name);
    });
    if (!red) names.emplace_back(property.name);
  }
  return names;
}

const scenario::Entry* entry_of(const std::string& mechanism) {
  for (const auto& entry : scenario::ablations()) {
    if (entry.name == mechanism) return &entry;
  }
  return nullptr;
}

Json row_json(const AblationRow& row, const std::vector<AblationRow>& rows) {
  Json properties = Json::object();
  for (const auto& [property, violated] : row.without().violated()) {
    const auto median = row.median_to(property);
    properties[property] = {{"median", median ? Json(*median) : Json()}, {"seeds_to_first", row.seeds_to(property)}};
  }
  Json figures = Json::object();
  for (const Figure& figure : row.figures()) {
    figures[figure.name] = {
        {"with_thousandths", figure.with}, {"without_thousandths", figure.without}, {"unit", figure.unit}};
  }
  std::vector<std::string> control;
  for (const auto& [property, violated] : row.with().violated()) control.push_back(property);
  return {{"mechanisms", row.mechanisms()},
          {"file", row.file()},
          {"verdict", campaign::name(campaign::verdict(row, rows))},
          {"campaigns", row.plan().campaigns},
          {"seeds", row.plan().seeds},
          {"expected_fails", row.scenario().expect.fails},
          {"fails", properties},
          {"control_fails", control},
          {"figures", figures},
          {"remark", remark(row, rows)}};
}

std::string matrix_markdown(const std::vector<AblationRow>& rows) {
  const auto properties = scenario::properties();
  std::string head = "| without |";
  std::string rule = "|---|";
  for (std::size_t i = 0; i < properties.size(); ++i) {
    head += " " + std::to_string(i + 1) + " |";
    rule += "---|";
  }
  std::string out = head + " |\n" + rule + "---|\n";
  for (const AblationRow& row : rows) {
    out += "| " + row.title() + " |";
    for (const auto& property : properties) {
      const std::string text = cell(row, property.name);
      out += text == "-" ? " |" : " " + text + " |";
    }
    const std::string said = remark(row, rows);
    out += (said == "seen" ? std::string() : " " + said) + " |\n";
  }
  return out;
}

}  // namespace

std::string ablation_line(const AblationRow& row, const std::vector<AblationRow>& rows, const Palette& palette) {
  std::vector<std::string> failing;
  for (const auto& property : scenario::properties()) {
    const std::string text = cell(row, property.name);
    if (text != "-") failing.push_back(std::string(property.name) + " " + text);
  }
  const auto verdict = campaign::verdict(row, rows);
  const std::string said = verdict == AblationVerdict::seen ? listed(failing) : remark(row, rows);
  const std::string word = padded(campaign::name(verdict), 10);
  return "  " + (is_good(verdict) ? palette.good(word) : palette.bad(word)) + " " +
         padded(row.title(), widest_title(rows)) + "  " + said + "\n";
}

std::string ablation_text(const std::vector<AblationRow>& rows, const Palette& palette) {
  const auto properties = scenario::properties();
  const std::size_t width = widest_title(rows);
  std::string out = palette.title("seeds to the first failure, median over the campaigns") + "\n";
  std::string head = padded("", width);
  for (std::size_t i = 0; i < properties.size(); ++i) {
    out += "  " + padded(std::to_string(i + 1), 2) + " " + std::string(properties[i].name) + "\n";
    head += (i < 9 ? "    " : "   ") + std::to_string(i + 1);
  }
  out += "\n" + head + "\n";
  for (const AblationRow& row : rows) {
    out += padded(row.title(), width);
    for (const auto& property : properties) {
      const std::string text = cell(row, property.name);
      out += std::string(text.size() < 5 ? 5 - text.size() : 1, ' ') + text;
    }
    out += "\n";
  }
  out += "\n";
  for (const AblationRow& row : rows) out += ablation_line(row, rows, palette);
  out += "\n" + summary(rows) + "\n";
  return out;
}

std::string ablation_json(const std::vector<AblationRow>& rows) {
  Json matrix = Json::array();
  for (const AblationRow& row : rows) matrix.push_back(row_json(row, rows));
  const Json document{{"format", "feira-ablations"},
                      {"version", 1},
                      {"exit", static_cast<int>(campaign::exit_of(rows))},
                      {"rows", matrix},
                      {"never_red", never_red(rows)}};
  return document.dump(2) + "\n";
}

std::string ablation_markdown(const std::vector<AblationRow>& rows, std::string_view command) {
  std::string out =
      "# Every mechanism switched off in turn\n\n"
      "How the test-bed itself is tested: each mechanism of [the protocol](protocol.md) is switched off by name in a\n"
      "scenario made for it, and some property must notice. This page is written by\n\n```\n" +
      std::string(command) +
      "\n```\n\n"
      "and `./dev ablate --quick`, one campaign of each, runs with every change. A row alone: `feira ablate fencing`; "
      "a\n"
      "run of it: `feira run scenarios/ablations/fencing.json`; what a mechanism is: `feira explain fencing`.\n\n"
      "The numbers are seeds until the property first failed, the failing one included: the median over the "
      "campaigns,\n"
      "each with its own seeds. `>20` means that most campaigns of 20 seeds did not see it. Nothing means never. The "
      "same\n"
      "seeds are run with the mechanism in place too, and then all properties hold.\n\n"
      "`--format json` gives format `feira-ablations`, version 1: `exit`; `rows`, each with `mechanisms`, `file`,\n"
      "`verdict` (seen, slower, backed, unnoticed, lost, control, unreached or incomplete), `campaigns` and `seeds` "
      "of\n"
      "each, `expected_fails`, `fails` (for each property the `median` and, by campaign, `seeds_to_first`, zero for "
      "never),\n"
      "`control_fails`, `figures` with and without in thousandths of their unit, and a `remark`; and `never_red`, the\n"
      "properties that no row makes fail.\n\n## The matrix\n\n";
  std::size_t column = 0;
  for (const auto& property : scenario::properties()) {
    out += std::to_string(++column) + ". `" + std::string(property.name) + "`\n";
  }
  out += "\n" + matrix_markdown(rows) + "\n" + summary(rows) + ". ";
  const auto silent = never_red(rows);
  out += silent.empty() ? "Every property fails in at least one row.\n"
                        : "No row makes these fail: " + listed(silent) + ".\n";
  out +=
      "\n## Where no property fails\n\n"
      "A mechanism that no property misses is there for speed, or another one does the same. The figures are with and\n"
      "without it, over the same seeds.\n\n"
      "| without | median latency, ms | p99 latency, ms | messages a purchase | refused, % | "
      "|\n|---|---|---|---|---|---|\n";
  for (const AblationRow& row : rows) {
    if (row.is_seen()) continue;
    out += "| " + row.title() + " |";
    for (const Figure& figure : row.figures()) {
      out += " " + number(figure.with) + " -> " + number(figure.without) + " |";
    }
    const std::string pairs = pairs_of(row, rows);
    out += pairs.empty() ? " |\n" : " seen with " + pairs + " |\n";
  }
  out += "\n## What is switched off\n\n";
  for (const AblationRow& row : rows) {
    out += "- **" + row.title() + "**";
    if (row.mechanisms().size() == 1) {
      if (const auto* entry = entry_of(row.mechanisms().front())) out += ": " + std::string(entry->text);
    }
    out += " *" + row.scenario().about + "*\n";
  }
  return out;
}

}  // namespace feira::report
