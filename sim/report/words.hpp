// Quantities as people read them in verdicts.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "core/time.hpp"

namespace feira::report {

/// Three digits that count and the unit that suits them: "61 ms", "3.14 ms", "20.4 s", "12.5 min".
std::string text(Duration duration);

/// With commas: "131,641".
std::string grouped(std::uint64_t number);

/// With one decimal, rounded to the nearest: "11.2"; "0" for nothing of nothing.
std::string ratio(std::uint64_t part, std::uint64_t whole);

/// "1 seed", "1,000 seeds".
std::string counted(std::uint64_t number, std::string_view noun);

/// Sixteen hexadecimal digits.
std::string hex(std::uint64_t digest);

/// "a, b, c".
template <class Names>
std::string listed(const Names& names) {
  std::string out;
  for (const auto& name : names) {
    if (!out.empty()) out += ", ";
    out += name;
  }
  return out;
}

}  // namespace feira::report
