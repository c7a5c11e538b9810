// The scenario files of the project, and those in its documentation, are read without a problem.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <string>
#include <variant>
#include <vector>

#include "sim/scenario/fault_plan.hpp"
#include "sim/scenario/read.hpp"
#include "tests/sim/scenario/table.hpp"

namespace feira::scenario {
namespace {

std::vector<std::string> files_in(const char* folder) {
  std::vector<std::string> files;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
    if (entry.path().extension() == ".json") files.push_back(entry.path().string());
  }
  std::sort(files.begin(), files.end());
  return files;
}

void expect_read(const std::string& text, const std::string& name) {
  const auto outcome = read(text, name);
  if (const auto* problems = std::get_if<std::vector<Problem>>(&outcome)) {
    for (const Problem& problem : *problems) ADD_FAILURE() << message(problem);
    return;
  }
  const auto& scenario = std::get<Scenario>(outcome);
  EXPECT_FALSE(scenario.about.empty()) << name << " says what it shows in \"about\"";
  EXPECT_FALSE(scenario.reach.empty()) << name << " says what it must reach";
  for (std::uint64_t seed = 1; seed <= 3; ++seed) expand(scenario, seed);
}

TEST(ScenarioFiles, AreReadWithoutAProblem) {
  const auto files = files_in("scenarios");
  ASSERT_GE(files.size(), 24U);
  for (const std::string& file : files) expect_read(test::read_file(file), file);
}

TEST(ScenarioFiles, OfAblationsExpectAFailure) {
  const auto files = files_in("scenarios/ablations");
  ASSERT_GE(files.size(), 8U);
  for (const std::string& file : files) {
    const auto outcome = read(test::read_file(file), file);
    ASSERT_TRUE(std::holds_alternative<Scenario>(outcome)) << file;
    const auto& scenario = std::get<Scenario>(outcome);
    EXPECT_FALSE(scenario.ablate == Ablations{}) << file;
    EXPECT_FALSE(scenario.expect.fails.empty()) << file;
  }
}

/// The blocks of JSON in the reference that are whole scenarios.
std::vector<std::string> examples(const std::string& page) {
  std::vector<std::string> blocks;
  const std::string fence = "```jsonc\n{";
  for (auto at = page.find(fence); at != std::string::npos; at = page.find(fence, at + 1)) {
    const auto start = at + fence.size() - 1;
    const std::string block = page.substr(start, page.find("\n```", start) - start);
    if (block.find("\"version\"") != std::string::npos) blocks.push_back(block);
  }
  return blocks;
}

TEST(Documentation, HoldsScenariosThatAreRead) {
  const auto blocks = examples(test::read_file("docs/scenarios.md"));
  ASSERT_GE(blocks.size(), 2U);
  for (const std::string& block : blocks) expect_read(block, "docs/scenarios.md");
}

}  // namespace
}  // namespace feira::scenario
