#include "sim/linearizability/judge.hpp"

#include <algorithm>
#include <utility>

#include "sim/linearizability/register_model.hpp"
#include "sim/linearizability/search.hpp"
#include "sim/linearizability/stock_model.hpp"
#include "sim/linearizability/text_model.hpp"

namespace feira::linearizability {
namespace {

/// So much of the history before a violation is searched again for the story of it.
constexpr std::size_t steps_told_of = 96;
constexpr std::size_t operations_told = 10;

struct ObjectJudgement {
  Finding finding;
  std::optional<Explanation> explanation;
};

template <class Model, std::size_t Words>
ObjectJudgement search(const History& history, const Object& object, Budget& budget, const Progress& progress) {
  ObjectJudgement judgement;
  {
    Search<Model, Words> first(history, object, budget);
    judgement.finding = first.run(progress);
  }
  if (judgement.finding.answer != Answer::violated) return judgement;
  const std::size_t step = judgement.finding.step;
  Budget again = Budget{UINT64_MAX, budget.memory};
  Search<Model, Words> second(history, object, again, step - std::min(step, steps_told_of));
  if (second.run([](std::uint64_t) {}).answer == Answer::violated) judgement.explanation = second.explain();
  return judgement;
}

// The most operations that are open at once, as far as they can matter.
std::size_t most_open(const History& history, const Object& object) {
  std::size_t open = 0;
  std::size_t most = 0;
  for (const Step step : object.steps) {
    const Operation& operation = history.operations[step.operation()];
    const bool reads = operation.function == Function::read || operation.function == Function::get;
    if (reads && !operation.returns()) continue;
    if (step.returns()) {
      --open;
    } else {
      most = std::max(most, ++open);
    }
  }
  return most;
}

template <class Model>
ObjectJudgement search(const History& history, const Object& object, Budget& budget, const Progress& progress) {
  const std::size_t open = most_open(history, object);
  if (open <= 64) return search<Model, 1>(history, object, budget, progress);
  if (open <= 256) return search<Model, 4>(history, object, budget, progress);
  return search<Model, 64>(history, object, budget, progress);
}

ObjectJudgement judged(const History& history, const Object& object, Budget& budget, const Progress& progress) {
  switch (history.model) {
    case Model::stock:
      return search<StockModel>(history, object, budget, progress);
    case Model::reg:
      return search<RegisterModel>(history, object, budget, progress);
    case Model::kv:
      return search<TextModel>(history, object, budget, progress);
  }
  return {};
}

}  // namespace

Judgement judge(const History& history, const Budget& budget, const Progress& progress) {
  Judgement judgement;
  Budget left = budget;
  std::uint64_t steps_before = 0;
  Place first_return = never;
  for (std::uint32_t i = 0; i < history.objects.size(); ++i) {
    const Object& object = history.objects[i];
    const ObjectJudgement one =
        judged(history, object, left, [&](std::uint64_t steps) { progress(steps_before + steps); });
    steps_before += object.steps.size();
    if (one.finding.answer == Answer::unknown && judgement.reason == nullptr) {
      judgement.reason = one.finding.reason;
      judgement.unknown_object = i;
      judgement.unknown_operation = one.finding.operation;
    }
    if (one.finding.answer != Answer::violated) continue;
    ++judgement.objects_violated;
    const Place returned = history.operations[one.finding.operation].returned;
    if (returned >= first_return) continue;
    first_return = returned;
    Violation& violation = judgement.violation.emplace();
    violation.object = i;
    violation.operation = one.finding.operation;
    const auto end = object.steps.begin() + static_cast<std::ptrdiff_t>(one.finding.step);
    violation.returned_before =
        static_cast<std::uint64_t>(std::count_if(object.steps.begin(), end, [](Step step) { return step.returns(); }));
    if (one.explanation) violation.story = tell(history, *one.explanation, operations_told);
  }
  judgement.steps = budget.steps - left.steps;
  if (judgement.objects_violated != 0) {
    judgement.answer = Answer::violated;
  } else if (judgement.reason != nullptr) {
    judgement.answer = Answer::unknown;
  }
  return judgement;
}

}  // namespace feira::linearizability
