// `feira replay` of what a live node has recorded.
#pragma once

#include <string>

#include "cli/failure.hpp"

namespace feira::cli {

/// Its first line says that it is a recording of a node.
bool is_recording(const std::string& file);

/// Steps through it again and tells whether everything came to the same.
Exit replay_recording(const std::string& file);

}  // namespace feira::cli
