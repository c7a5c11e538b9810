#include "sim/linearizability/register_model.hpp"

#include <algorithm>

namespace feira::linearizability {
namespace {

struct Seen {
  std::int64_t value;
  Place last;
};

}  // namespace

RegisterModel::RegisterModel(const History& history, const Object& object) {
  std::vector<Seen> seen;
  last_seen_.push_back(0);
  for (const Step step : object.steps) {
    const Operation& operation = history.operations[step.operation()];
    if (step.returns() || (operation.function == Function::read && !operation.returns())) continue;
    if (operation.function == Function::write) continue;
    if (operation.null) {
      if (operation.function == Function::read)
        last_seen_[null_value] = std::max(last_seen_[null_value], operation.returned);
    } else {
      seen.push_back({operation.a, operation.returned});
    }
  }
  std::sort(seen.begin(), seen.end(), [](const Seen& x, const Seen& y) { return x.value < y.value; });
  for (const Seen& one : seen) {
    if (values_.empty() || values_.back() != one.value) {
      values_.push_back(one.value);
      last_seen_.push_back(0);
    }
    last_seen_.back() = std::max(last_seen_.back(), one.last);
  }
}

RegisterModel::Compiled RegisterModel::compile(const Operation& operation) const {
  const State a = operation.null ? null_value : number_of(operation.a);
  switch (operation.function) {
    case Function::write:
      return {Effect::overwrites, Function::write, a, unseen};
    case Function::cas:
      if (operation.returns() && !operation.result) return {Effect::observation, Function::cas, a, unseen};
      // One that succeeds changes nothing when both values are equal; one that expects null never does.
      if (operation.null)
        return {operation.returns() ? Effect::observation : Effect::none, Function::read, impossible, unseen};
      if (operation.a == operation.b) {
        return {operation.returns() ? Effect::observation : Effect::none, Function::read, a, unseen};
      }
      return {Effect::conditional, Function::cas, a, number_of(operation.b)};
    default:
      return {operation.returns() ? Effect::observation : Effect::none, Function::read, a, unseen};
  }
}

RegisterModel::State RegisterModel::number_of(std::int64_t value) const {
  const auto at = std::lower_bound(values_.begin(), values_.end(), value);
  return at != values_.end() && *at == value ? static_cast<State>(at - values_.begin() + 1) : unseen;
}

}  // namespace feira::linearizability
