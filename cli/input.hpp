// From what stands on the command line to scenarios: files, folders (searched recursively), and - for standard input.
// All are read, and all their problems told, before anything runs.
#pragma once

#include <string>
#include <vector>

#include "sim/scenario/scenario.hpp"

namespace feira::cli {

struct Input {
  /// As it would be typed again.
  std::string file;
  scenario::Scenario scenario;
  /// As it was read.
  std::string text = {};
};

/// In the order given, those of a folder sorted by path. Throws a `Failure` (bad input) that tells every problem of
/// every file.
std::vector<Input> read_inputs(const std::vector<std::string>& inputs);

}  // namespace feira::cli
