#include "sim/report/json.hpp"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "tests/sim/report/sample.hpp"

namespace feira::report {
namespace {

using Json = nlohmann::json;
using campaign::Exit;

TEST(JsonVerdict, IsOneDocumentHeadedByFormatAndVersion) {
  const auto text = json({report_of({1, 2}, {outcome(1), outcome(2)})}, Exit::as_expected);
  EXPECT_EQ(text.find("\"format\": \"feira-verdict\""), 4U);
  const auto document = Json::parse(text);
  EXPECT_EQ(document.at("version"), 1);
  EXPECT_EQ(document.at("exit"), 0);
  const auto& scenario = document.at("scenarios").at(0);
  EXPECT_EQ(scenario.at("verdict"), "as-expected");
  EXPECT_EQ(scenario.at("seeds"), Json({{"first", 1}, {"last", 2}, {"run", 2}, {"held", 2}}));
  EXPECT_EQ(scenario.at("reached"), Json({{"contended-grant", 62}, {"voided", 0}}));
  EXPECT_EQ(scenario.at("purchases"), 80);
  EXPECT_EQ(scenario.at("values").at("network.loss"), "0%");
  EXPECT_FALSE(scenario.contains("story"));
}

TEST(JsonVerdict, TellsTheSeedThatFails) {
  auto report = report_of({7, 7}, {outcome(7, {"grant-order"})});
  report.story = story(7, true);
  const auto document = Json::parse(json({report}, Exit::violated));
  const auto& scenario = document.at("scenarios").at(0);
  EXPECT_EQ(scenario.at("exit"), 1);
  EXPECT_EQ(scenario.at("unexpected"), Json({"grant-order"}));
  const auto& story = scenario.at("story");
  EXPECT_EQ(story.at("digest"), "9f2c1e6a77d0b3e4");
  EXPECT_EQ(story.at("properties").at(1).at("violation").at("events"), Json({17, 23}));
  EXPECT_EQ(story.at("properties").at(1).at("past").size(), 2U);
  EXPECT_EQ(story.at("repeat").back(), "7");
}

TEST(JsonVerdict, OfASwarmSaysHowOftenEachKindWasOn) {
  auto first = outcome(1);
  first.kinds = {{"loss", true}, {"crash", false}};
  const auto document = Json::parse(json({report_of({1, 1}, {first})}, Exit::as_expected));
  EXPECT_EQ(document.at("scenarios").at(0).at("swarm"), Json({{"loss", 1}, {"crash", 0}}));
}

TEST(JsonVerdict, SurvivesAFileNameThatIsNoText) {
  auto report = report_of({1, 1}, {outcome(1)});
  report.file = "\xff\xfe.json";
  EXPECT_TRUE(Json::accept(json({report}, Exit::as_expected)));
}

TEST(DigestLines, AreJsonLinesHeadedByFormatAndVersion) {
  EXPECT_EQ(digests_header(), "{\"format\":\"feira-digests\",\"version\":1}\n");
  EXPECT_EQ(digest_line("a.json", 7, 0xff), "{\"scenario\":\"a.json\",\"seed\":7,\"digest\":\"00000000000000ff\"}\n");
}

}  // namespace
}  // namespace feira::report
