// Every wrong scenario of the table gets exactly its problems: line, column, what, what was expected, the nearest word.
#include <gtest/gtest.h>

#include <cstdlib>
#include <string>
#include <variant>
#include <vector>

#include "sim/scenario/read.hpp"
#include "tests/sim/scenario/table.hpp"

namespace feira::scenario {
namespace {

constexpr const char* table_path = "tests/sim/scenario/bad_scenarios.txt";

std::string problems_of(const std::string& document) {
  const auto outcome = read(document, "f");
  const auto* problems = std::get_if<std::vector<Problem>>(&outcome);
  if (problems == nullptr) return "no problem\n";
  std::string text;
  for (const Problem& problem : *problems) text += message(problem).substr(2) + '\n';  // without "f:"
  return text;
}

TEST(BadScenarios, GetTheProblemsOfTheTable) {
  test::DocumentTable table = test::read_table(table_path);
  ASSERT_GT(table.cases.size(), 150U);
  const bool rewrite = std::getenv("FEIRA_REWRITE") != nullptr;
  for (test::DocumentCase& row : table.cases) {
    const std::string problems = problems_of(row.document);
    EXPECT_NE(problems, "no problem\n") << row.name;
    if (rewrite) {
      row.problems = problems;
    } else {
      EXPECT_EQ(problems, row.problems) << row.name;
    }
  }
  if (rewrite) test::write_table(table_path, table);
}

}  // namespace
}  // namespace feira::scenario
