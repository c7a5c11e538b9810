// The slow, obvious way: tries every order of the operations of each key. Shares nothing with the search but the
// history's type.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "sim/linearizability/history.hpp"

namespace feira::linearizability {

class BruteForce {
 public:
  struct State {
    std::int64_t stock;
    std::optional<std::int64_t> value;
    std::string text;
  };

  explicit BruteForce(const History& history) : history_(history) {}

  [[nodiscard]] bool linearizable() {
    for (const Object& object : history_.objects) {
      operations_.clear();
      for (const Step step : object.steps) {
        if (!step.returns()) operations_.push_back(step.operation());
      }
      placed_.assign(operations_.size(), false);
      if (!can_finish(initial())) return false;
    }
    return true;
  }

  [[nodiscard]] State initial() const { return {history_.initial, std::nullopt, ""}; }
  // Whether the operation can be next with the outcome that it has; one that is unknown is taken to succeed.
  bool happens(const Operation& operation, State& state) const {
    const bool known = operation.returns();
    switch (operation.function) {
      case Function::buy: {
        const bool enough = state.stock >= operation.a;
        if (known && enough != operation.result) return false;
        if (enough) state.stock -= operation.a;
        return true;
      }
      case Function::restock:
        state.stock += operation.a;
        return true;
      case Function::read:
        if (!known) return true;
        if (history_.model == Model::stock) return state.stock == operation.a;
        return operation.null ? !state.value : state.value == operation.a;
      case Function::write:
        state.value = operation.a;
        return true;
      case Function::cas: {
        const bool equal = !operation.null && state.value == operation.a;
        if (known && equal != operation.result) return false;
        if (equal) state.value = operation.b;
        return true;
      }
      case Function::get:
        return !known || state.text == history_.texts[operation.a];
      case Function::put:
        state.text = history_.texts[operation.a];
        return true;
      case Function::append:
        state.text += history_.texts[operation.a];
        return true;
    }
    return false;
  }

 private:
  // Whether the operations that are not placed yet can follow, those without a known outcome or not.
  bool can_finish(const State& state) {
    bool all_placed = true;
    Place first_return = never;
    for (std::size_t i = 0; i < operations_.size(); ++i) {
      if (placed_[i]) continue;
      const Operation& operation = history_.operations[operations_[i]];
      all_placed = all_placed && !operation.returns();
      if (operation.returned < first_return) first_return = operation.returned;
    }
    if (all_placed) return true;
    for (std::size_t i = 0; i < operations_.size(); ++i) {
      const Operation& operation = history_.operations[operations_[i]];
      if (placed_[i] || operation.invoked > first_return) continue;
      State after = state;
      if (!happens(operation, after)) continue;
      placed_[i] = true;
      const bool finished = can_finish(after);
      placed_[i] = false;
      if (finished) return true;
    }
    return false;
  }

  const History& history_;
  std::vector<std::uint32_t> operations_;
  std::vector<bool> placed_;
};

}  // namespace feira::linearizability
