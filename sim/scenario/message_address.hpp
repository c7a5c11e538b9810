// The address of a single message, as people say it: "2nd interest from bia to ana". The number counts the messages of
// this kind on this directed link from the beginning of the run, a broadcast once on each link, as the draws about
// messages are addressed.
#pragma once

#include <compare>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "core/message.hpp"
#include "sim/scenario/scenario.hpp"
#include "sim/scenario/units.hpp"

namespace feira::scenario {

/// The address, or why the text is none.
Parsed<MessageAddress> parse_message_address(std::string_view text, std::span<const std::string> marketplaces);

/// "2nd interest from bia to ana".
std::string text(const MessageAddress& message, std::span<const std::string> marketplaces);

/// "1st", "2nd", "11th".
std::string ordinal_text(std::uint32_t number);

/// "2nd interest from bia to ana takes 40ms, comes again 1s later".
std::string describe(const MessageOverride& given, const Scenario& scenario);

}  // namespace feira::scenario
