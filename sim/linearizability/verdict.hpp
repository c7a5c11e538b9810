// What a search may spend, and what it finds.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace feira::linearizability {

struct Budget {
  /// Configurations made or compared, over all keys.
  std::uint64_t steps = 5'000'000'000;
  /// Bytes of the search's own at any time, the history not included.
  std::uint64_t memory = std::uint64_t{1} << 30;
};

enum class Answer : std::uint8_t { linearizable, violated, unknown };

inline constexpr const char* out_of_steps = "the budget of steps is used up";
inline constexpr const char* out_of_memory = "the budget of memory is used up";
inline constexpr const char* too_many_open = "more than 4,096 operations on one key are open at once";

struct Finding {
  Answer answer = Answer::linearizable;
  /// Where the search ended: the step of the object's history, and its operation, which cannot be placed when violated.
  std::size_t step = 0;
  std::uint32_t operation = 0;
  /// Why the answer is unknown.
  const char* reason = nullptr;
};

/// An operation in a linearized order.
struct Placed {
  std::uint32_t operation = 0;
  /// Here it may have taken effect without a trace, unless it does so later.
  bool maybe = false;
};

/// An operation that has not returned.
struct OpenOperation {
  std::uint32_t operation = 0;
  bool done = false;
  bool ready = false;
};

/// A state as far as it is known: one that no operation can tell any more is not.
struct KnownState {
  enum class Kind : std::uint8_t { unknown, null, number, empty_text };
  Kind kind = Kind::unknown;
  std::int64_t number = 0;
};

/// How the history before some place can have come about; `order` begins with the state `from`.
struct Explanation {
  KnownState from;
  std::vector<Placed> order;
  std::vector<OpenOperation> open;
};

}  // namespace feira::linearizability
