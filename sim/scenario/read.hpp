// From the text of a scenario file to a checked scenario, or to what is wrong with it.
//
// The format is described in docs/scenarios.md and docs/scenario.schema.json. Any bytes give one of the two outcomes.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "sim/scenario/problem.hpp"
#include "sim/scenario/scenario.hpp"

namespace feira::scenario {

/// `file_name` appears in problems and gives the scenario its name; "-" is standard input. Problems stand in the
/// file's order, at most twenty of them: text that is not JSON gives one, otherwise all are found in one reading.
std::variant<Scenario, std::vector<Problem>> read(std::string_view text, std::string_view file_name);

/// "scenarios/network/split-brain.json" is "split brain".
std::string name_of_file(std::string_view file_name);

/// The fixed names behind `"marketplaces": 5`: ana, bia, caio, ...; m11, m12, ... after the tenth.
std::string marketplace_name(std::size_t index);

}  // namespace feira::scenario
