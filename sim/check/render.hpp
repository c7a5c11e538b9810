// One event as one line of text for people.
#pragma once

#include <string>

#include "sim/check/event.hpp"
#include "sim/check/names.hpp"

namespace feira::check {

/// "1.204 s", rounded down.
std::string render(GlobalTime time);
/// "   1.204 s  bia   makes interest bia#3 for umbrella {ana 4, bia 3}", without a line's end.
std::string render(const Event& event, const Names& names);

}  // namespace feira::check
