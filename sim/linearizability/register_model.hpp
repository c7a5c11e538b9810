// A register with read, write and compare-and-set. Values are numbered, and only those that somebody observes: a value
// that no operation after some place reads, or compares with, is from there on the same as any other such value.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "sim/linearizability/effect.hpp"
#include "sim/linearizability/history.hpp"
#include "sim/linearizability/verdict.hpp"

namespace feira::linearizability {

class RegisterModel {
 public:
  /// The number of an observed value.
  using State = std::uint32_t;
  /// Any value that nobody observes any more.
  static constexpr State unseen = UINT32_MAX;
  static constexpr State null_value = 0;
  /// No state at all: what a compare-and-set would have to find that claims to have replaced null.
  static constexpr State impossible = UINT32_MAX - 1;

  struct Hash {
    std::size_t operator()(State state) const { return spread(state); }
  };
  struct Compiled {
    Effect effect = Effect::none;
    Function function = Function::read;
    State a = unseen;
    State b = unseen;
    friend bool operator==(const Compiled&, const Compiled&) = default;
  };

  static constexpr bool commutes(const Compiled&) { return false; }

  RegisterModel(const History& history, const Object& object);

  [[nodiscard]] State initial() const { return null_value; }
  [[nodiscard]] Compiled compile(const Operation& operation) const;

  [[nodiscard]] static bool holds(const Compiled& observation, State state) {
    if (observation.function == Function::read) return state == observation.a;
    // A compare-and-set that found another value; one that expected null always does.
    return observation.a == null_value || state != observation.a;
  }

  /// Returns whether it is possible.
  static bool apply(const Compiled& update, State& state) {
    if (update.function == Function::write) {
      state = update.a;
      return true;
    }
    if (state != update.a) return false;
    state = update.b;
    return true;
  }

  void advance(Place) {}
  void forget(const Compiled&) {}
  /// The state, as far as anybody after `now` can tell.
  template <class AnyUndone>
  [[nodiscard]] State settle(State state, Place now, AnyUndone&&) const {
    return state != unseen && last_seen_[state] <= now ? unseen : state;
  }

  [[nodiscard]] KnownState known(State state) const {
    if (state == unseen) return {};
    if (state == null_value) return {KnownState::Kind::null, 0};
    return {KnownState::Kind::number, values_[state - 1]};
  }

 private:
  [[nodiscard]] State number_of(std::int64_t value) const;

  std::vector<std::int64_t> values_;  // sorted; numbered from 1
  std::vector<Place> last_seen_;      // by number: the return of the last that observes it
};

}  // namespace feira::linearizability
