// The search against trying every order, on thousands of small random histories, good and bad.
#include "tests/sim/linearizability/brute_force.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "sim/linearizability/judge.hpp"
#include "tests/sim/linearizability/random_history.hpp"

namespace feira::linearizability {
namespace {

std::string printed(const History& history) {
  std::string out = "initial " + std::to_string(history.initial) + "\n";
  for (const Operation& operation : history.operations) {
    const bool text = history.model == Model::kv && operation.function != Function::get;
    const bool got = operation.function == Function::get && operation.returns() && operation.returned != 0;
    out += std::to_string(operation.invoked) + ".." +
           (operation.returns() ? std::to_string(operation.returned) : std::string("?")) + " process " +
           std::to_string(operation.process) + " " + name(operation.function) + " " +
           (text || got      ? std::string(history.texts[operation.a])
            : operation.null ? "null"
                             : std::to_string(operation.a)) +
           (operation.function == Function::cas ? "->" + std::to_string(operation.b) : "") +
           (operation.result ? " true" : "") + "\n";
  }
  return out;
}

// What is wrong with the order that is told of a violation: it has to hold all that returned before, respect real time
// and lead to the state that is told. Empty when it is right. (These histories are short enough to be told in full.)
std::string fault_in(const History& history, const Violation& violation) {
  const auto& operations = history.operations;
  const Place before = operations[violation.operation].returned;
  std::vector<bool> placed(operations.size());
  BruteForce model(history);
  auto state = model.initial();
  for (const Shown& shown : violation.story.order) {
    const Operation& operation = operations[shown.operation];
    for (std::uint32_t other = 0; other < operations.size(); ++other) {
      if (placed[other] && operation.returned < operations[other].invoked) return "the order breaks real time";
    }
    if (placed[shown.operation]) return "an operation stands twice in the order";
    placed[shown.operation] = true;
    if (operation.invoked > before) return "an operation of the order comes later";
    if (!model.happens(operation, state)) return "the order is impossible";
    const std::string text = history.model == Model::kv      ? "\"" + state.text + "\""
                             : history.model == Model::stock ? std::to_string(state.stock)
                             : state.value                   ? std::to_string(*state.value)
                                                             : "null";
    if (text != shown.state) return "the state is not " + shown.state + " but " + text;
  }
  std::uint64_t returned_before = 0;
  for (const Step step : history.objects[violation.object].steps) {
    if (!step.returns() || operations[step.operation()].returned >= before) continue;
    ++returned_before;
    if (!placed[step.operation()]) return "an operation that returned is missing";
  }
  if (returned_before != violation.returned_before) return "a wrong count of what returned before";
  if (placed[violation.operation]) return "the culprit is in the order";
  for (const OpenOperation& open : violation.story.open) {
    if (open.operation == violation.operation) return "";
  }
  return "the culprit is not among the open";
}

struct Counts {
  int good = 0;
  int bad = 0;
};

Counts compare(Shape shape, std::uint64_t seeds) {
  Counts counts;
  for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
    shape.clients = 2 + static_cast<std::uint32_t>(seed % 4);
    shape.operations = 3 + static_cast<std::uint32_t>(seed / 4 % 7);
    shape.values = 1 + static_cast<std::uint32_t>(seed / 28 % 4);
    shape.wrong = seed / 2 % 3 == 0 ? 0 : 1 + static_cast<std::uint32_t>(seed % 2);
    const RandomHistory random(shape, seed);
    const bool expected = BruteForce(random.history()).linearizable();
    const Judgement judgement = judge(random.history(), Budget{}, [](std::uint64_t) {});
    const bool found = judgement.answer == Answer::linearizable;
    ++(expected ? counts.good : counts.bad);
    if (judgement.violation) {
      const std::string fault = fault_in(random.history(), *judgement.violation);
      EXPECT_EQ(fault, "") << "seed " << seed << "\n" << printed(random.history());
      if (!fault.empty()) break;
    }
    if (expected == found) continue;
    ADD_FAILURE() << "seed " << seed << ": " << (expected ? "" : "not ") << "linearizable by brute force\n"
                  << printed(random.history());
    if (shape.wrong == 0) ADD_FAILURE() << "nothing was made wrong";
    break;
  }
  return counts;
}

constexpr std::uint64_t seeds = 20'000;

class AgainstBruteForce : public testing::TestWithParam<Model> {};

TEST_P(AgainstBruteForce, AllOutcomesKnown) {
  const Counts counts = compare({.model = GetParam()}, seeds);
  EXPECT_GT(counts.good, 5'000);
  EXPECT_GT(counts.bad, 2'000);
}

TEST_P(AgainstBruteForce, SomeUnknownAndSomeFailed) {
  const Counts counts =
      compare({.model = GetParam(), .unknown_per_million = 250'000, .failed_per_million = 100'000}, seeds);
  EXPECT_GT(counts.good, 5'000);
  EXPECT_GT(counts.bad, 1'000);
}

TEST_P(AgainstBruteForce, SeveralKeys) {
  const Counts counts = compare({.model = GetParam(), .keys = 3, .unknown_per_million = 100'000}, seeds);
  EXPECT_GT(counts.good, 5'000);
  EXPECT_GT(counts.bad, 1'000);
}

INSTANTIATE_TEST_SUITE_P(Models, AgainstBruteForce, testing::Values(Model::stock, Model::reg, Model::kv),
                         [](const auto& test) { return std::string(name(test.param)); });

}  // namespace
}  // namespace feira::linearizability
