// Whether a whole history is linearizable: it is if the history of each key is (Herlihy and Wing 1990, locality).
#pragma once

#include <cstdint>
#include <functional>
#include <optional>

#include "sim/linearizability/history.hpp"
#include "sim/linearizability/replay.hpp"
#include "sim/linearizability/verdict.hpp"

namespace feira::linearizability {

struct Violation {
  std::uint32_t object = 0;
  /// The operation at whose return no order is left.
  std::uint32_t operation = 0;
  /// How many operations on the key returned before that.
  std::uint64_t returned_before = 0;
  /// An order of what returned before that.
  Story story;
};

struct Judgement {
  Answer answer = Answer::linearizable;
  /// Spent; the memory is not told, for it differs between platforms.
  std::uint64_t steps = 0;
  /// Of the key whose violation returns first.
  std::optional<Violation> violation;
  std::uint32_t objects_violated = 0;
  /// Why some key is unknown, and where its search ended.
  const char* reason = nullptr;
  std::uint32_t unknown_object = 0;
  std::uint32_t unknown_operation = 0;
};

/// Told now and then how many invokes and returns have been judged.
using Progress = std::function<void(std::uint64_t)>;

/// Every key is judged, one after the other, within one budget.
Judgement judge(const History& history, const Budget& budget, const Progress& progress);

}  // namespace feira::linearizability
