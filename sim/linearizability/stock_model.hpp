// A stock with conditional decrement. The state is the number of pieces left.
#pragma once

#include <cstddef>
#include <cstdint>

#include "sim/linearizability/effect.hpp"
#include "sim/linearizability/history.hpp"
#include "sim/linearizability/verdict.hpp"

namespace feira::linearizability {

class StockModel {
 public:
  using State = std::int64_t;
  struct Hash {
    std::size_t operator()(State state) const { return spread(static_cast<std::uint64_t>(state)); }
  };
  struct Compiled {
    Effect effect = Effect::none;
    Function function = Function::read;
    std::int64_t pieces = 0;
    friend bool operator==(const Compiled&, const Compiled&) = default;
  };

  /// Where another operation and then this one are possible, and this one alone is, the other order is possible too and
  /// leads to the same state: what is bought first only leaves less for the second.
  static constexpr bool commutes(const Compiled&) { return true; }

  StockModel(const History& history, const Object&) : initial_(history.initial) {}

  [[nodiscard]] State initial() const { return initial_; }

  [[nodiscard]] static Compiled compile(const Operation& operation) {
    return {effect_of(operation), operation.function, operation.a};
  }

  [[nodiscard]] static bool holds(const Compiled& observation, State stock) {
    return observation.function == Function::read ? stock == observation.pieces : stock < observation.pieces;
  }

  /// Returns whether it is possible.
  static bool apply(const Compiled& update, State& stock) {
    if (update.function == Function::restock) {
      stock += update.pieces;
      return true;
    }
    if (stock < update.pieces) return false;
    stock -= update.pieces;
    return true;
  }

  void advance(Place) {}
  void forget(const Compiled&) {}
  template <class AnyUndone>
  [[nodiscard]] static State settle(State state, Place, AnyUndone&&) {
    return state;
  }

  [[nodiscard]] static KnownState known(State state) { return {KnownState::Kind::number, state}; }

 private:
  [[nodiscard]] static Effect effect_of(const Operation& operation) {
    switch (operation.function) {
      case Function::restock:
        return Effect::always;
      case Function::buy:
        // One whose outcome is unknown either took pieces or left no trace.
        return operation.returns() && !operation.result ? Effect::observation : Effect::conditional;
      default:
        return operation.returns() ? Effect::observation : Effect::none;
    }
  }

  State initial_;
};

}  // namespace feira::linearizability
