// Numbers, ranges and words from the command line. What is not understood is a `Failure` that says what was expected.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "sim/campaign/seed_range.hpp"

namespace feira::cli {

/// A whole number from `low` to `high`. `option` is what the message names.
std::uint64_t parse_number(std::string_view option, std::string_view text, std::uint64_t low, std::uint64_t high);

/// "A..B", both included, A not above B.
campaign::SeedRange parse_seed_range(std::string_view option, std::string_view text);

/// `; did you mean "..."?`, or nothing when no candidate is near.
std::string suggestion(std::string_view word, std::span<const std::string_view> candidates);

}  // namespace feira::cli
