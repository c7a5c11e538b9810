#include "sim/report/text.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <vector>

#include "sim/report/words.hpp"
#include "sim/scenario/catalogue.hpp"

namespace feira::report {
namespace {

using campaign::Exit;

constexpr std::size_t width = 100;
constexpr std::string_view indent = "  ";
constexpr std::size_t label_width = 8;
constexpr std::size_t property_width = 18;

std::string padded(std::string_view text, std::size_t to) {
  return std::string(text) + std::string(text.size() < to ? to - text.size() : 1, ' ');
}

// A line "  label   rest"; the colour goes on the label alone, so that columns stay.
std::string line(const std::string& label, std::size_t label_length, std::string_view rest) {
  const std::size_t gap = label_length < label_width ? label_width - label_length : 1;
  return std::string(indent) + label + std::string(gap, ' ') + std::string(rest) + "\n";
}
std::string line(std::string_view label, std::string_view rest) { return line(std::string(label), label.size(), rest); }

// `parts` with `separator` between them, broken into lines of the page's width.
std::string paragraph(std::string_view label, const std::vector<std::string>& parts, std::string_view separator) {
  std::string out;
  std::string current;
  for (const auto& part : parts) {
    if (!current.empty() && label_width + 2 + current.size() + separator.size() + part.size() > width) {
      out += line(out.empty() ? label : std::string_view(), current + (separator == ", " ? "," : ""));
      current.clear();
    }
    current += (current.empty() ? std::string() : std::string(separator)) + part;
  }
  if (!current.empty()) out += line(out.empty() ? label : std::string_view(), current);
  return out;
}

std::string seeds_text(const CampaignReport& report) {
  if (report.seeds.is_single()) return "seed " + std::to_string(report.seeds.first);
  return "seeds " + std::to_string(report.seeds.first) + ".." + std::to_string(report.seeds.last);
}

std::string property_line(const check::Verdict& verdict, const Palette& palette) {
  const std::string name = padded(check::name(verdict.property), property_width) + " ";
  if (verdict.holds) return line(palette.good("holds"), 5, name + verdict.summary);
  const std::string& why = verdict.violation ? verdict.violation->sentence : verdict.summary;
  return line(palette.bad("FAILS"), 5, name + why);
}

std::string story_text(const Story& story, const Palette& palette) {
  std::string out;
  std::map<std::vector<std::string>, check::Property> told;
  for (const auto& verdict : story.verdicts) {
    out += property_line(verdict, palette);
    const auto past = story.pasts.find(verdict.property);
    if (past == story.pasts.end()) continue;
    const std::string margin = std::string(indent) + std::string(label_width + 2, ' ');
    const auto [before, is_new] = told.emplace(past->second, verdict.property);
    if (!is_new) {
      out += margin + "   by the same events as " + std::string(check::name(before->second)) + "\n";
      continue;
    }
    for (const auto& event : past->second) out += margin + event + "\n";
  }
  return out;
}

std::string summary_text(const CampaignReport& report, const Palette& palette) {
  const auto& tally = report.tally;
  const std::size_t all = scenario::properties().size();
  const std::string of_seeds = " of " + counted(tally.seeds(), "seed");
  std::string out =
      line(palette.good("holds"), 5,
           tally.violated().empty()
               ? "all " + std::to_string(all) + " properties in all " + counted(tally.seeds(), "seed")
               : std::to_string(all - tally.violated().size()) + " of " + std::to_string(all) +
                     " properties in all seeds; all of them in " + grouped(tally.seeds_held()) + of_seeds);
  for (const auto& [property, violated] : tally.violated()) {
    out += line(palette.bad("FAILS"), 5,
                padded(property, property_width) + " in " + grouped(violated.seeds) + of_seeds + ", first in seed " +
                    std::to_string(violated.lowest_seed));
  }
  return out;
}

// Of a swarm's campaign: how often each kind of fault was on.
std::string swarm_text(const campaign::Tally& tally) {
  std::vector<std::string> kinds;
  for (const auto& kind : tally.kinds_on()) kinds.push_back(kind.kind + " " + grouped(kind.seeds));
  if (kinds.empty()) return {};
  kinds.front() = "on in so many of " + counted(tally.seeds(), "seed") + ": " + kinds.front();
  return paragraph("swarm", kinds, ", ");
}

// What the scenario gives for single messages and what never came about.
std::string missed_text(const campaign::Tally& tally, const Palette& palette) {
  std::string out;
  for (const auto& [what, seeds] : tally.missed()) {
    const std::string where =
        tally.seeds() == 1 ? "" : " in " + grouped(seeds) + " of " + counted(tally.seeds(), "seed");
    out += line(palette.open("missed"), 6, what + ": never came about" + where);
  }
  return out;
}

std::string counts_text(const CampaignReport& report, const Palette& palette) {
  const auto& tally = report.tally;
  std::vector<std::string> reached;
  for (std::size_t i = 0; i < tally.situations().size(); ++i) {
    if (tally.reached()[i] != 0) reached.push_back(tally.situations()[i] + " " + grouped(tally.reached()[i]));
  }
  if (reached.empty()) reached.emplace_back("nothing that is counted");
  std::string out = paragraph("reached", reached, ", ");
  const auto& latencies = tally.latencies();
  std::vector<std::string> bought = {counted(tally.purchases(), "purchase")};
  if (latencies.count() != 0) {
    bought.push_back("decided in " + text(latencies.quantile(500)) + " (median), " + text(latencies.quantile(990)) +
                     " (p99)");
  }
  if (tally.purchases() != 0) bought.push_back(ratio(tally.messages(), tally.purchases()) + " messages each");
  out += paragraph("bought", bought, ", ");
  const auto simulated = Duration{
      static_cast<std::int64_t>(std::min<std::uint64_t>(tally.simulated_ms(), INT64_MAX / 1'000'000)) * 1'000'000};
  out += line("digest", hex(tally.digest()) + "   " +
                            palette.faint(counted(tally.events(), "event") + ", " + text(simulated) + " simulated in " +
                                          text(report.real)));
  return out;
}

// What no verdict needs to be told of: that something is absent.
std::vector<std::string> values_that_count(const CampaignReport& report) {
  std::vector<std::string> out;
  for (const auto& [name, value] : report.values) {
    if (value != "none" && value != "0%") out.push_back(name + " " + value);
  }
  return out;
}

std::string unreached_text(const campaign::Unreached& unreached) {
  return unreached.situation + " was reached " + counted(unreached.times, "time") + " of " +
         grouped(unreached.demanded) + " demanded";
}

std::string conclusion(const CampaignReport& report, const Palette& palette) {
  const auto& judgement = report.judgement;
  const auto& expected = report.scenario.expect.fails;
  if (report.interrupted) {
    return line(palette.open("stopped"), 7, "after " + counted(report.tally.seeds(), "seed") + ", before all were run");
  }
  switch (judgement.exit()) {
    case Exit::violated:
      return line(palette.bad("verdict"), 7,
                  "violated: " + listed(judgement.unexpected) +
                      (expected.empty() ? "" : "; the scenario expects only " + listed(expected) + " to fail"));
    case Exit::unknown: {
      std::vector<std::string> reasons;
      for (const auto& name : judgement.never_came) reasons.push_back(name + " was expected to fail and never did");
      for (const auto& unreached : judgement.unreached) reasons.push_back(unreached_text(unreached));
      return line(palette.open("verdict"), 7, "unknown: " + listed(reasons));
    }
    default:
      return line(palette.good("verdict"), 7,
                  expected.empty() ? "all hold" : "as expected: fails " + listed(expected) + " and nothing else");
  }
}

std::string mismatch_text(const campaign::Mismatch& mismatch, const Palette& palette) {
  std::string out =
      line(palette.bad("DIFFERS"), 7,
           "seed " + std::to_string(mismatch.seed) + " run twice is not the same: " +
               (mismatch.event == 0 ? "equal events, but the final states differ"
                                    : "the first event that differs is number " + std::to_string(mismatch.event)));
  if (mismatch.event == 0) return out;
  const auto shown = [](const std::string& event) { return event.empty() ? "(the run had ended)" : event; };
  return out + line("", "first   " + std::string(shown(mismatch.first))) +
         line("", "second  " + std::string(shown(mismatch.second)));
}

// The file as a shell takes it.
std::string shell_word(const std::string& file) {
  const bool plain = !file.empty() && std::all_of(file.begin(), file.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           std::string_view("/._-+,").find(c) != std::string_view::npos;
  });
  if (plain) return file;
  std::string out = "'";
  for (const char c : file) out += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return out + "'";
}

std::string repeat_line(const CampaignReport& report) {
  return "repeat it:  feira run " + shell_word(report.file) + " --seed " + std::to_string(report.story->seed) + "\n";
}

// What none of the scenarios came to, of all that is counted.
std::vector<std::string> never_reached(const std::vector<CampaignReport>& reports) {
  std::vector<std::string> never;
  if (reports.empty()) return never;
  for (const auto& situation : reports.front().tally.situations()) {
    const bool reached = std::any_of(reports.begin(), reports.end(),
                                     [&](const auto& report) { return report.tally.reached(situation) > 0; });
    if (!reached) never.push_back(situation);
  }
  return never;
}

}  // namespace

std::string heading(const CampaignReport& report, const Palette& palette) {
  const std::string seeds = seeds_text(report);
  const std::string& title = report.scenario.name;
  const std::size_t used = title.size() + seeds.size();
  return palette.title(title) + std::string(used + 2 < width ? width - used : 2, ' ') + seeds + "\n" +
         paragraph("set", report.setting, ", ");
}

std::string verdict(const CampaignReport& report, bool tell_expected, const Palette& palette) {
  std::string out;
  const bool single = report.seeds.is_single() && report.story.has_value();
  if (single) {
    out += paragraph("with", values_that_count(report), ", ");
    out += paragraph("drawn", report.story->drawn, "; ");
    out += story_text(*report.story, palette);
  } else {
    out += summary_text(report, palette);
    out += swarm_text(report.tally);
  }
  out += missed_text(report.tally, palette);
  out += counts_text(report, palette);
  if (report.mismatch) out += mismatch_text(*report.mismatch, palette);
  out += conclusion(report, palette);
  const bool fails = !report.tally.violated().empty();
  if (!report.story || !fails) return out;
  const bool tells = single || tell_expected || !report.judgement.unexpected.empty();
  if (!single && tells) {
    out += std::string(indent) + palette.title("seed " + std::to_string(report.story->seed)) + "  digest " +
           hex(report.story->digest) + "\n";
    out += paragraph("drawn", report.story->drawn, "; ");
    out += story_text(*report.story, palette);
  }
  return tells ? out + repeat_line(report) : out;
}

std::string closing(const std::vector<CampaignReport>& reports, std::size_t scenarios, Duration real,
                    const Palette& palette) {
  std::uint64_t seeds = 0;
  std::uint64_t events = 0;
  std::array<std::vector<std::string>, 3> other;  // violated, unknown, differing
  std::size_t fine = 0;
  for (const auto& report : reports) {
    seeds += report.tally.seeds();
    events += report.tally.events();
    if (report.mismatch) other[2].push_back(report.file);
    if (report.interrupted) continue;
    const Exit exit = report.judgement.exit();
    if (exit == Exit::violated) other[0].push_back(report.file);
    if (exit == Exit::unknown) other[1].push_back(report.file);
    if (exit == Exit::as_expected) ++fine;
  }
  std::string out = palette.title(counted(scenarios, "scenario")) + ", " + counted(seeds, "run") + ", " +
                    counted(events, "event") + " in " + text(real) + ": " +
                    (fine == scenarios ? palette.good("all as expected") : grouped(fine) + " as expected") + "\n";
  if (!other[2].empty()) out += line(palette.bad("DIFFERS"), 7, listed(other[2]));
  if (!other[0].empty()) out += line(palette.bad("FAILS"), 5, listed(other[0]));
  if (!other[1].empty()) out += line(palette.open("unknown"), 7, listed(other[1]));
  if (const auto never = never_reached(reports); !never.empty()) out += paragraph("never", never, ", ");
  if (reports.size() < scenarios ||
      std::any_of(reports.begin(), reports.end(), [](const auto& r) { return r.interrupted; })) {
    out += line(palette.open("stopped"), 7, "before everything was run");
  }
  return out;
}

}  // namespace feira::report
