#include "sim/report/ablation.hpp"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

namespace feira::report {
namespace {

using campaign::AblationRow;

/// Two campaigns of two seeds: `fencing` fails in the second seed of each, `batch` is slower.
std::vector<AblationRow> two_rows() {
  const std::vector<std::string> situations = {"sold"};
  scenario::Scenario fails;
  fails.about = "What shows it.";
  fails.expect.fails = {"fencing"};
  std::vector<AblationRow> rows;
  rows.emplace_back("fencing.json", fails, std::vector<std::string>{"fencing"}, campaign::AblationPlan{2, 2},
                    situations);
  rows.emplace_back("batch.json", scenario::Scenario{}, std::vector<std::string>{"batch"}, campaign::AblationPlan{2, 2},
                    situations);
  for (std::uint64_t seed = 1; seed <= 4; ++seed) {
    campaign::Outcome outcome;
    outcome.seed = seed;
    outcome.messages = 8;
    outcome.purchases = 1;
    outcome.latencies = {milliseconds(20)};
    outcome.reached = {1};
    rows[0].add_with(outcome);
    rows[1].add_with(outcome);
    campaign::Outcome slow = outcome;
    slow.latencies = {milliseconds(200)};
    rows[1].add_without(slow);
    if (seed % 2 == 0) outcome.violated = {"fencing"};
    rows[0].add_without(outcome);
  }
  return rows;
}

TEST(AblationText, ShowsTheSeedsAndWhatIsOnlySpeed) {
  const std::string text = ablation_text(two_rows(), Palette::plain());
  EXPECT_NE(text.find("seen       fencing  fencing 2"), std::string::npos) << text;
  EXPECT_NE(text.find("slower     batch    only speed: median latency 20 -> 200 ms"), std::string::npos) << text;
  EXPECT_NE(text.find("2 rows: 1 seen, 1 slower"), std::string::npos) << text;
}

TEST(AblationMarkdown, HoldsTheMatrixTheFiguresAndHowToRepeatIt) {
  const std::string page = ablation_markdown(two_rows(), "feira ablate --format markdown");
  EXPECT_NE(page.find("feira ablate --format markdown\n"), std::string::npos);
  EXPECT_NE(page.find("| fencing | | 2 |"), std::string::npos) << page;
  EXPECT_NE(page.find("| batch | 20 -> 200 | 20 -> 200 | 8.0 -> 8.0 | 0.0 -> 0.0 |"), std::string::npos) << page;
  EXPECT_NE(page.find("- **fencing**: The owner accepts a commit whatever its token says."), std::string::npos) << page;
  EXPECT_NE(page.find("No row makes these fail: mutual-exclusion"), std::string::npos) << page;
}

TEST(AblationJson, HoldsEveryNumber) {
  const auto document = nlohmann::json::parse(ablation_json(two_rows()));
  EXPECT_EQ(document["format"], "feira-ablations");
  EXPECT_EQ(document["exit"], 0);
  const auto& row = document["rows"][0];
  EXPECT_EQ(row["verdict"], "seen");
  EXPECT_EQ(row["fails"]["fencing"]["median"], 2);
  EXPECT_EQ(row["fails"]["fencing"]["seeds_to_first"], (std::vector<int>{2, 2}));
  EXPECT_EQ(document["rows"][1]["fails"], nlohmann::json::object());
}

}  // namespace
}  // namespace feira::report
