// An order of operations carried out on real values, so that people can follow it.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "sim/linearizability/history.hpp"
#include "sim/linearizability/verdict.hpp"

namespace feira::linearizability {

struct Shown {
  std::uint32_t operation = 0;
  /// The state after it: "3", "null", "\"ab\"", "\"...ab\"" when the beginning is not known, "?" when nothing is.
  std::string state;
};

struct Story {
  /// The last operations of a linearized order, at most so many as asked for.
  std::vector<Shown> order;
  /// The state in the end.
  std::string state;
  std::vector<OpenOperation> open;
};

Story tell(const History& history, const Explanation& explanation, std::size_t shown_max);

}  // namespace feira::linearizability
