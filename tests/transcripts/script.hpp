// A transcript file: blocks of commands with the output that they must give.
//
//   # What the story shows.
//   deliver bia->ana interest
//   ----
//   ana <- bia  interest bia#1
//
// A block is its comments and commands, `----`, the exact output, and ends with a blank line or the file.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace feira::transcripts {

struct Block {
  /// The line in the file on which the output begins, from 1.
  int line = 0;
  /// Comments, blank lines and commands as they stand.
  std::vector<std::string> commands;
  std::vector<std::string> output;
};

/// Throws `std::runtime_error` with the line when the text is no transcript.
std::vector<Block> parse_script(std::string_view text);
/// The file again, with the outputs that the blocks hold.
std::string print_script(const std::vector<Block>& blocks);
/// A line that tells nothing to do.
bool is_comment(std::string_view line);

}  // namespace feira::transcripts
