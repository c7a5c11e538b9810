#include "sim/check/trace_frame.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <optional>

namespace feira::check {
namespace {

using testing::HasSubstr;

Names two_names() {
  return {{{MarketplaceId{1}, "ana"}, {MarketplaceId{2}, "bia"}}, {{ProductId{MarketplaceId{1}, 1}, "umbrella"}}};
}

const TraceHeader sample{"0.1.0", "shop/first \"market\".json", "{\n  \"version\": 1 // caf\xC3\xA9\n}\n", UINT64_MAX};

std::string without_end(std::string line) {
  EXPECT_TRUE(line.ends_with("\n"));
  line.pop_back();
  return line;
}

std::string header_line() { return without_end(json_header(sample, two_names())); }

/// What is wrong with a header; nothing when it is fine.
std::optional<LineProblem> problem_of(std::string_view line) {
  try {
    (void)read_header(line);
    return std::nullopt;
  } catch (const LineProblem& problem) {
    return problem;
  }
}

std::string replaced(std::string text, std::string_view what, std::string_view by) {
  const std::size_t at = text.find(what);
  EXPECT_NE(at, std::string::npos) << what;
  return text.replace(at, what.size(), by);
}

TEST(TraceFrame, TheHeaderHoldsAllThatItTakesToRepeatTheRun) {
  EXPECT_TRUE(looks_like_trace(header_line()));
  EXPECT_EQ(read_header(header_line()), sample);
}

TEST(TraceFrame, TheHeaderNamesWhoTakesPart) {
  EXPECT_THAT(header_line(),
              HasSubstr(R"("marketplaces":["ana","bia"],"products":[{"id":"umbrella","owner":"ana"}]})"));
}

TEST(TraceFrame, UnknownMembersOfAHeaderArePassedOver) {
  EXPECT_EQ(read_header(replaced(header_line(), R"("seed")", R"("more":[{"x":null}],"seed")")), sample);
}

TEST(TraceFrame, VersionsAreToldApart) {
  const std::string newer = replaced(header_line(), R"("version":2)", R"("version":3)");
  EXPECT_THAT(problem_of(newer)->what, HasSubstr("version 3 from a newer feira"));
  const std::string older = replaced(header_line(), R"("version":2)", R"("version":1)");
  EXPECT_THAT(problem_of(older)->what, HasSubstr("does not hold its scenario"));
  EXPECT_THAT(problem_of(replaced(header_line(), R"("version":2)", R"("version":"2")"))->expected, "a version");
}

TEST(TraceFrame, AnEditedScenarioIsNoticed) {
  const auto problem = problem_of(replaced(header_line(), "version\\\": 1", "version\\\": 2"));
  ASSERT_TRUE(problem);
  EXPECT_THAT(problem->what, HasSubstr("the text of the scenario was edited"));
  EXPECT_EQ(header_line().substr(problem->at, 3), R"("{\)");
}

TEST(TraceFrame, EveryMemberOfAHeaderIsNeeded) {
  for (const char* name : {"version", "feira", "scenario", "seed", "text", "text-sum"}) {
    const std::string quoted = '"' + std::string(name) + '"';
    const auto problem = problem_of(replaced(header_line(), quoted + ":", "\"_" + quoted.substr(1) + ":"));
    ASSERT_TRUE(problem) << name;
    EXPECT_EQ(problem->what, quoted + " is missing");
  }
}

TEST(TraceFrame, TheLastLineFitsWhatStandsBeforeIt) {
  TraceSum sum;
  sum.add("first\n");
  const std::string line = without_end(json_end({12, 0x9f2c1e6a77d0b3e4}, sum));
  EXPECT_TRUE(looks_like_end(line));
  bool fits = false;
  EXPECT_EQ(read_end(line, sum, fits), (TraceEnd{12, 0x9f2c1e6a77d0b3e4}));
  EXPECT_TRUE(fits);
  (void)read_end(replaced(line, "12", "13"), sum, fits);
  EXPECT_FALSE(fits);
  TraceSum other;
  other.add("First\n");
  (void)read_end(line, other, fits);
  EXPECT_FALSE(fits);
}

TEST(TraceFrame, AnEventIsAWholeObjectWithItsNumber) {
  EXPECT_EQ(read_event_number(R"({"number":7,"time":0,"message":{"number":9}})"), 7U);
  for (const char* broken : {"", "7", "{", "{}", R"({"number":-1})", R"({"number":7}})", R"({"number":7,"a":"b)"}) {
    EXPECT_THROW((void)read_event_number(broken), LineProblem) << broken;
  }
}

/// Neither a crash nor a header that nobody wrote: whatever is done to the bytes, it is read as it was or refused.
TEST(TraceFrame, AMutatedHeaderIsReadAsItWasOrRefused) {
  const std::string line = header_line();
  std::uint64_t state = 1;
  const auto draw = [&](std::size_t below) {
    state = state * 6364136223846793005U + 1442695040888963407U;
    return static_cast<std::size_t>(state >> 33U) % below;
  };
  int refused = 0;
  for (int round = 0; round < 20'000; ++round) {
    std::string mutated = line;
    for (std::size_t edits = 1 + draw(3); edits > 0 && !mutated.empty(); --edits) {
      const std::size_t at = draw(mutated.size());
      switch (draw(4)) {
        case 0:
          mutated[at] = static_cast<char>(draw(256));
          break;
        case 1:
          mutated.erase(at, 1 + draw(8));
          break;
        case 2:
          mutated.insert(at, mutated.substr(draw(mutated.size()), draw(16)));
          break;
        default:
          mutated.resize(at + 1);
          break;
      }
    }
    if (const auto problem = problem_of(mutated)) {
      ++refused;
      EXPECT_LE(problem->at, mutated.size());
      EXPECT_FALSE(problem->what.empty() || problem->expected.empty());
    } else {
      EXPECT_EQ(read_header(mutated).text, sample.text);
    }
  }
  EXPECT_GT(refused, 10'000);
}

}  // namespace
}  // namespace feira::check
