// The scenario files of the project, and those in its documentation, are read without a problem.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <string>
#include <variant>
#include <vector>

#include "sim/scenario/catalogue.hpp"
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

TEST(ScenarioFiles, OfAblationsSwitchOffWhatTheyAreNamedAfter) {
  const auto files = files_in("scenarios/ablations");
  ASSERT_GE(files.size(), 8U);
  for (const std::string& file : files) {
    const auto outcome = read(test::read_file(file), file);
    ASSERT_TRUE(std::holds_alternative<Scenario>(outcome)) << file;
    const auto& scenario = std::get<Scenario>(outcome);
    ASSERT_GE(scenario.ablate.count(), 1U) << file;
    const std::string stem = std::filesystem::path(file).stem().string();
    std::string named;
    for (std::size_t i = 0; i < ablation_count; ++i) {
      const auto ablation = static_cast<Ablation>(i);
      if (!scenario.ablate.has(ablation)) continue;
      EXPECT_NE(("-and-" + stem + "-and-").find("-and-" + std::string(name(ablation)) + "-and-"), std::string::npos)
          << file;
      named += (named.empty() ? "" : "-and-") + std::string(name(ablation));
    }
    EXPECT_EQ(named.size(), stem.size()) << file;
  }
}

TEST(ScenarioFiles, BringOutEveryMechanismThatCanBeSwitchedOff) {
  const std::string page = test::read_file("docs/ablations.md");
  for (const Entry& entry : ablations()) {
    const std::string name(entry.name);
    const std::string file = "scenarios/ablations/" + name + ".json";
    ASSERT_TRUE(std::filesystem::exists(file)) << file;
    EXPECT_NE(page.find("| " + name + " |"), std::string::npos) << name << " has no row in docs/ablations.md";
    EXPECT_NE(entry.text.find("(" + file + ")"), std::string::npos) << name << " is explained without its scenario";
    const auto outcome = read(test::read_file(file), file);
    ASSERT_TRUE(std::holds_alternative<Scenario>(outcome)) << file;
    for (const std::string& property : std::get<Scenario>(outcome).expect.fails) {
      EXPECT_NE(entry.text.find(property), std::string::npos) << name << " is explained without " << property;
    }
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
