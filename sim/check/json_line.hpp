// Events as JSON lines: one object a line, fields in a fixed order, those that do not apply left out.
//
// Times are nanoseconds; local times and 128-bit keys are strings, because a JSON number may not hold them.
#pragma once

#include <string>
#include <string_view>

#include "sim/check/event.hpp"
#include "sim/check/names.hpp"

namespace feira::check {

/// The first line of a trace: its format and version, the scenario and seed, who takes part.
std::string json_header(std::string_view scenario, std::uint64_t seed, const Names& names);
/// Appends the line, with its end, so that a buffer can be used again.
void json_line(const Event& event, const Names& names, std::string& out);
std::string json_line(const Event& event, const Names& names);

}  // namespace feira::check
