#include "sim/report/text.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/sim/report/sample.hpp"

namespace feira::report {
namespace {

using testing::HasSubstr;
using testing::Not;

const Palette plain = Palette::plain();

TEST(Heading, HasTheTitleTheSeedAndWhatIsSet) {
  const auto text = heading(report_of({7, 7}, {outcome(7)}), plain);
  EXPECT_TRUE(text.starts_with("split brain   "));
  EXPECT_THAT(text, HasSubstr("   seed 7\n  set     5 marketplaces, 40 buyers\n"));
  EXPECT_THAT(heading(report_of({1, 1000}, {}), plain), HasSubstr("seeds 1..1000\n"));
}

TEST(VerdictText, OfOneSeedThatHoldsHasALineForEachProperty) {
  auto report = report_of({7, 7}, {outcome(7)});
  report.story = story(7, false);
  EXPECT_EQ(verdict(report, true, plain),
            "  with    protocol.lease 1s\n"
            "  drawn   ana, bia cut from caio, 2s-5s\n"
            "  holds   mutual-exclusion   127 sections, 31 contended\n"
            "  holds   grant-order        31 pairs\n"
            "  reached contended-grant 31\n"
            "  bought  40 purchases, decided in 60.9 ms (median), 87.8 ms (p99), 11.2 messages each\n"
            "  digest  9f2c1e6a77d0b3e4   1,234 events, 20.4 s simulated in 3.1 ms\n"
            "  verdict all hold\n");
}

TEST(VerdictText, OfOneSeedThatFailsTellsWhatLedToItAndHowToRepeatIt) {
  auto report = report_of({7, 7}, {outcome(7, {"grant-order"})});
  report.story = story(7, true);
  const auto text = verdict(report, true, plain);
  EXPECT_THAT(text,
              HasSubstr("  FAILS   grant-order        bia#3 happened before caio#2, yet caio#2 was granted first\n"
                        "            1.204 s  bia   makes interest bia#3\n"
                        "            1.247 s  ana   grants\n"));
  EXPECT_THAT(text, HasSubstr("  verdict violated: grant-order\n"));
  EXPECT_TRUE(text.ends_with("repeat it:  feira run scenarios/network/split-brain.json --seed 7\n"));
}

TEST(VerdictText, OfManySeedsSumsThemUp) {
  const auto text = verdict(report_of({1, 2}, {outcome(1), outcome(2)}), true, plain);
  EXPECT_THAT(text,
              HasSubstr("  holds   all " + std::to_string(check::property_count) + " properties in all 2 seeds\n"));
  EXPECT_THAT(text, HasSubstr("  reached contended-grant 62\n"));
  EXPECT_THAT(text, Not(HasSubstr("repeat it")));
}

TEST(VerdictText, OfASwarmSaysHowOftenEachKindWasOn) {
  auto first = outcome(1);
  first.kinds = {{"loss", true}, {"crash", false}};
  auto second = outcome(2);
  second.kinds = {{"loss", true}, {"crash", true}};
  const auto text = verdict(report_of({1, 2}, {first, second}), true, plain);
  EXPECT_THAT(text, HasSubstr("  swarm   on in so many of 2 seeds: loss 2, crash 1\n"));
}

TEST(VerdictText, OfManySeedsTellsTheOneThatFailsInFull) {
  auto report = report_of({1, 3}, {outcome(1), outcome(2, {"grant-order"}), outcome(3, {"grant-order"})});
  report.story = story(2, true);
  const auto text = verdict(report, false, plain);
  EXPECT_THAT(text, HasSubstr("  holds   " + std::to_string(check::property_count - 1) + " of " +
                              std::to_string(check::property_count) +
                              " properties in all seeds; all of them in 1 of 3 seeds\n"
                              "  FAILS   grant-order        in 2 of 3 seeds, first in seed 2\n"));
  EXPECT_THAT(text, HasSubstr("  seed 2  digest 9f2c1e6a77d0b3e4\n"));
  EXPECT_THAT(text, HasSubstr("makes interest bia#3"));
  EXPECT_TRUE(text.ends_with("--seed 2\n"));
}

TEST(VerdictText, TellsAnExpectedFailureOfManySeedsOnlyWhenAskedTo) {
  auto report = report_of({1, 2}, {outcome(1, {"grant-order"}), outcome(2)}, {"grant-order"});
  report.story = story(1, true);
  EXPECT_THAT(verdict(report, false, plain), Not(HasSubstr("makes interest")));
  EXPECT_THAT(verdict(report, true, plain), HasSubstr("makes interest"));
  EXPECT_THAT(verdict(report, false, plain), HasSubstr("as expected: fails grant-order and nothing else\n"));
}

TEST(VerdictText, SaysWhatWasNotReachedAndWhatNeverFailed) {
  auto report = report_of({1, 1}, {outcome(1)}, {"fencing"});
  report.scenario.reach = {{"voided", 2}};
  report.judgement = campaign::judge(report.tally, report.scenario.expect, report.scenario.reach);
  EXPECT_THAT(
      verdict(report, true, plain),
      HasSubstr("  verdict unknown: fencing was expected to fail and never did, voided was reached 0 times of 2 "
                "demanded\n"));
}

TEST(VerdictText, NamesTheFirstEventThatDiffers) {
  auto report = report_of({1, 2}, {outcome(1), outcome(2)});
  report.mismatch = campaign::Mismatch{2, 41, "one", ""};
  const auto text = verdict(report, true, plain);
  EXPECT_THAT(text, HasSubstr("seed 2 run twice is not the same: the first event that differs is number 41\n"));
  EXPECT_THAT(text, HasSubstr("first   one\n"));
  EXPECT_THAT(text, HasSubstr("second  (the run had ended)\n"));
  EXPECT_EQ(report.exit(), campaign::Exit::own_error);
}

TEST(VerdictText, SaysHowFarAnInterruptedCampaignCame) {
  auto report = report_of({1, 1000}, {outcome(1), outcome(2)});
  report.interrupted = true;
  EXPECT_THAT(verdict(report, true, plain), HasSubstr("  stopped after 2 seeds, before all were run\n"));
  EXPECT_EQ(report.exit(), campaign::Exit::interrupted);
}

TEST(VerdictText, QuotesAFileForTheShell) {
  auto report = report_of({7, 7}, {outcome(7, {"atomic"})});
  report.file = "my file's.json";
  report.story = story(7, true);
  EXPECT_TRUE(verdict(report, true, plain).ends_with("feira run 'my file'\\''s.json' --seed 7\n"));
}

TEST(VerdictText, IsColouredOnlyWhenAskedTo) {
  auto report = report_of({7, 7}, {outcome(7)});
  report.story = story(7, false);
  EXPECT_THAT(verdict(report, true, Palette::coloured()), HasSubstr("\x1b[32mholds\x1b[0m   mutual-exclusion"));
  EXPECT_THAT(verdict(report, true, plain), Not(HasSubstr("\x1b")));
}

TEST(Closing, ListsTheScenariosThatAreNotAsExpected) {
  auto good = report_of({1, 1}, {outcome(1)});
  auto bad = report_of({1, 1}, {outcome(1, {"atomic"})});
  bad.file = "bad.json";
  auto open = report_of({1, 1}, {outcome(1)}, {"fencing"});
  open.file = "open.json";
  EXPECT_EQ(closing({good, bad, open}, 3, seconds(2), plain),
            "3 scenarios, 3 runs, 3,702 events in 2 s: 1 as expected\n"
            "  FAILS   bad.json\n"
            "  unknown open.json\n"
            "  never   voided\n");
  EXPECT_EQ(closing({good}, 1, seconds(2), plain),
            "1 scenario, 1 run, 1,234 events in 2 s: all as expected\n"
            "  never   voided\n");
}

}  // namespace
}  // namespace feira::report
