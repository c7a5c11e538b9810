// What stands between the values of JSON with comments, and how far a value's own text reaches: enough to say where
// each value that the parser reports begins.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace feira::scenario {

/// The first offset at or after `from` that is neither white space nor comment. A comment that is not closed ends at
/// its own start, so that the caller finds a '/' there.
std::size_t skip_blank(std::string_view text, std::size_t from);

/// One past the end of the string that opens at `from`; the text's size when it is not closed.
std::size_t string_end(std::string_view text, std::size_t from);

/// One past the end of the number that begins at `from`, by JSON's grammar.
std::size_t number_end(std::string_view text, std::size_t from);

/// The token at `from` as shown in messages: a word or number in full, else one character; "end of file" at the end.
std::string token_at(std::string_view text, std::size_t from);

/// A byte that no scenario file may hold.
struct BadByte {
  std::size_t offset = 0;
  std::string what;
};

/// The first place that is not UTF-8 or is a control character other than tab and line ends.
std::optional<BadByte> find_bad_byte(std::string_view text);

}  // namespace feira::scenario
