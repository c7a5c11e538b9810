// A schedule as people read it.
#pragma once

#include <string>
#include <vector>

#include "sim/check/names.hpp"
#include "sim/search/explore/moves.hpp"

namespace feira::explore {

[[nodiscard]] check::Names names_of(const Setting& setting);

/// One line for each choice of the path, and under it what the marketplace does then; without numbers and line ends.
struct Told {
  std::string choice;
  std::vector<std::string> effects;
};
std::vector<Told> tell(Moves& moves, const std::vector<Word>& first, const std::vector<Choice>& path);

}  // namespace feira::explore
