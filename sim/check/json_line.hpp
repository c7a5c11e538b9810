// Events as JSON lines: one object a line, fields in a fixed order, those that do not apply left out.
//
// Times are nanoseconds; local times and 128-bit keys are strings, because a JSON number may not hold them. The first
// and last line of a trace, around its events, stand in sim/check/trace_frame.hpp.
#pragma once

#include <string>

#include "sim/check/event.hpp"
#include "sim/check/names.hpp"

namespace feira::check {

/// Appends the line, with its end, so that a buffer can be used again.
void json_line(const Event& event, const Names& names, std::string& out);
std::string json_line(const Event& event, const Names& names);

}  // namespace feira::check
