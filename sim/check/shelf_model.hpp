// What the search for a linearization takes a product to be: a stock that is registered once and may be removed.
//
// In terms of `linearizability::Operation`: a write of `a` registers the product with so many pieces, a write of null
// removes it; a restock brings pieces; a buy takes pieces or, refused, found too few, or, refused with `null`, found no
// product. A withdrawal is a buy.
#pragma once

#include <cstddef>
#include <cstdint>

#include "sim/linearizability/effect.hpp"
#include "sim/linearizability/history.hpp"
#include "sim/linearizability/verdict.hpp"

namespace feira::check {

/// The state: pieces left, or this before the registration and after the removal.
inline constexpr std::int64_t no_product = -1;

class ShelfModel {
 public:
  using Effect = linearizability::Effect;
  using Function = linearizability::Function;
  using State = std::int64_t;
  struct Hash {
    std::size_t operator()(State state) const { return linearizability::spread(static_cast<std::uint64_t>(state)); }
  };
  enum class Kind : std::uint8_t { registers, removes, brings, takes, finds_too_few, finds_nothing };
  struct Compiled {
    Effect effect = Effect::none;
    Kind kind = Kind::takes;
    std::int64_t pieces = 0;
    friend bool operator==(const Compiled&, const Compiled&) = default;
  };

  /// As for a stock; but what is possible before a removal is not so after it.
  static constexpr bool commutes(const Compiled& update) { return update.kind != Kind::removes; }

  ShelfModel(const linearizability::History&, const linearizability::Object&) {}

  [[nodiscard]] static State initial() { return no_product; }

  [[nodiscard]] static Compiled compile(const linearizability::Operation& operation) {
    switch (operation.function) {
      case Function::write:
        return {Effect::conditional, operation.null ? Kind::removes : Kind::registers, operation.a};
      case Function::restock:
        return {Effect::conditional, Kind::brings, operation.a};
      default:
        if (!operation.returns() || operation.result) return {Effect::conditional, Kind::takes, operation.a};
        return {Effect::observation, operation.null ? Kind::finds_nothing : Kind::finds_too_few, operation.a};
    }
  }

  [[nodiscard]] static bool holds(const Compiled& observation, State stock) {
    if (observation.kind == Kind::finds_nothing) return stock == no_product;
    return stock != no_product && stock < observation.pieces;
  }

  /// Returns whether it is possible.
  static bool apply(const Compiled& update, State& stock) {
    if ((update.kind == Kind::registers) != (stock == no_product)) return false;
    switch (update.kind) {
      case Kind::registers:
        stock = update.pieces;
        return true;
      case Kind::removes:
        stock = no_product;
        return true;
      case Kind::brings:
        if (stock > INT64_MAX - update.pieces) return false;
        stock += update.pieces;
        return true;
      default:
        if (stock < update.pieces) return false;
        stock -= update.pieces;
        return true;
    }
  }

  void advance(linearizability::Place) {}
  void forget(const Compiled&) {}
  template <class AnyUndone>
  [[nodiscard]] static State settle(State state, linearizability::Place, AnyUndone&&) {
    return state;
  }
  [[nodiscard]] static linearizability::KnownState known(State state) {
    return {linearizability::KnownState::Kind::number, state};
  }
};

}  // namespace feira::check
