// What is wrong with a scenario file, said so that its author can mend it: where, what, and what was expected.
#pragma once

#include <cstddef>
#include <iosfwd>
#include <string>
#include <string_view>

namespace feira::scenario {

struct Problem {
  std::string file;
  /// Both count from 1; a column is a character (a code point), not a byte.
  std::size_t line = 1;
  std::size_t column = 1;
  std::string what;
  std::string expected;
  /// The valid word nearest to the one given; empty when none is near.
  std::string nearest;
  friend bool operator==(const Problem&, const Problem&) = default;
};

/// `file:line:column: what; expected ...; did you mean "..."?`
std::string message(const Problem& problem);
std::ostream& operator<<(std::ostream& out, const Problem& problem);

/// A word of the file as shown in messages: in quotes, control characters as question marks, cut when very long.
std::string quote(std::string_view word);

}  // namespace feira::scenario
