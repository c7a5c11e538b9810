// Messages, records and answers in words, for lines that people read.
#pragma once

#include <string>

#include "core/effect.hpp"
#include "core/journal/record.hpp"
#include "core/message.hpp"
#include "sim/check/event.hpp"
#include "sim/check/names.hpp"

namespace feira::check {

/// "grant umbrella to bia#3, token 1.9 {ana 4, bia 3}"; the clock is the sender's.
std::string describe(const Message& message, const Names& names);
/// What the marketplace does by it: "makes interest bia#3 for umbrella {ana 4, bia 3}".
std::string describe(const Record& record, const Names& names);
/// "sold", "pending", ...
std::string describe(const Answer& answer, const Names& names);
/// What an operator wants: "restock umbrella by 5".
std::string describe(const Change& change, const Names& names);
/// "asks to buy 1 umbrella, key 42.1".
std::string describe(const Invocation& invocation, const Names& names);

}  // namespace feira::check
