#include "cli/arguments.hpp"

#include <algorithm>
#include <charconv>

#include "cli/failure.hpp"
#include "sim/scenario/nearest.hpp"
#include "sim/scenario/problem.hpp"

namespace feira::cli {
namespace {

Failure refused(std::string_view option, std::string_view text, std::string_view what, std::string_view expected) {
  return {Exit::bad_input, std::string(option) + " " + scenario::quote(text) + ": " + std::string(what) +
                               "; expected " + std::string(expected)};
}

}  // namespace

std::uint64_t parse_number(std::string_view option, std::string_view text, std::uint64_t low, std::uint64_t high) {
  const std::string expected = "a whole number from " + std::to_string(low) + " to " + std::to_string(high);
  const bool digits =
      !text.empty() && std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
  if (!digits) throw refused(option, text, "not a whole number", expected);
  std::uint64_t value = 0;
  const auto result = std::from_chars(text.data(), text.data() + text.size(), value);
  if (result.ec != std::errc() || value > high) throw refused(option, text, "too big", expected);
  if (value < low) throw refused(option, text, "too small", expected);
  return value;
}

campaign::SeedRange parse_seed_range(std::string_view option, std::string_view text) {
  const std::size_t dots = text.find("..");
  if (dots == std::string_view::npos) throw refused(option, text, "not a range", "A..B, as in 1..1000");
  const campaign::SeedRange range{parse_number(option, text.substr(0, dots), 0, UINT64_MAX),
                                  parse_number(option, text.substr(dots + 2), 0, UINT64_MAX)};
  if (range.first > range.last) {
    throw refused(option, text, "the range is upside down",
                  "the lower seed first: " + std::to_string(range.last) + ".." + std::to_string(range.first));
  }
  return range;
}

std::string suggestion(std::string_view word, std::span<const std::string_view> candidates) {
  const std::string_view near = scenario::nearest(word, candidates);
  return near.empty() ? std::string() : "; did you mean " + scenario::quote(near) + "?";
}

}  // namespace feira::cli
