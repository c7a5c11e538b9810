// Reports as the tests of text and JSON need them.
#pragma once

#include <utility>

#include "sim/report/report.hpp"

namespace feira::report {

inline campaign::Outcome outcome(std::uint64_t seed, std::vector<std::string> violated = {}) {
  campaign::Outcome result;
  result.seed = seed;
  result.digest = 0x9f2c1e6a77d0b3e4;
  result.events = 1234;
  result.simulated = milliseconds(20'400);
  result.messages = 448;
  result.purchases = 40;
  result.latencies = {milliseconds(61), milliseconds(61), milliseconds(88)};
  result.violated = std::move(violated);
  result.reached = {31, 0};
  return result;
}

inline CampaignReport report_of(campaign::SeedRange seeds, const std::vector<campaign::Outcome>& outcomes,
                                std::vector<std::string> expected = {}) {
  CampaignReport report{.file = "scenarios/network/split-brain.json",
                        .scenario = {},
                        .setting = {"5 marketplaces", "40 buyers"},
                        .values = {{"network.loss", "0%"}, {"protocol.lease", "1s"}, {"ablate", "none"}},
                        .seeds = seeds,
                        .tally = campaign::Tally({"contended-grant", "voided"}),
                        .judgement = {},
                        .story = {},
                        .mismatch = {},
                        .interrupted = false,
                        .real = microseconds(3'100)};
  report.scenario.name = "split brain";
  report.scenario.expect.fails = std::move(expected);
  for (const auto& one : outcomes) report.tally.add(one);
  report.judgement = campaign::judge(report.tally, report.scenario.expect, report.scenario.reach);
  return report;
}

inline Story story(std::uint64_t seed, bool fails) {
  Story story;
  story.seed = seed;
  story.digest = 0x9f2c1e6a77d0b3e4;
  story.drawn = {"ana, bia cut from caio, 2s-5s"};
  story.verdicts.push_back({check::Property::mutual_exclusion, true, "127 sections, 31 contended", 127, {}});
  check::Verdict grants{check::Property::grant_order, true, "31 pairs", 31, {}};
  if (fails) {
    grants.holds = false;
    grants.violation = check::Violation{check::Property::grant_order,
                                        "bia#3 happened before caio#2, yet caio#2 was granted first",
                                        {17, 23},
                                        {1'247'000'000},
                                        {}};
    story.pasts[check::Property::grant_order] = {"1.204 s  bia   makes interest bia#3", "1.247 s  ana   grants"};
  }
  story.verdicts.push_back(grants);
  return story;
}

}  // namespace feira::report
