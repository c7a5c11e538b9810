#include "tests/transcripts/script.hpp"

#include <stdexcept>

namespace feira::transcripts {

namespace {

constexpr std::string_view separator = "----";

std::vector<std::string> lines_of(std::string_view text) {
  std::vector<std::string> lines;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    lines.emplace_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return lines;
}

}  // namespace

bool is_comment(std::string_view line) { return line.empty() || line.starts_with('#'); }

std::vector<Block> parse_script(std::string_view text) {
  std::vector<Block> blocks;
  Block block;
  bool in_output = false;
  int number = 0;
  for (auto& line : lines_of(text)) {
    ++number;
    if (in_output && line.empty()) {
      blocks.push_back(std::move(block));
      block = {};
      in_output = false;
    } else if (in_output) {
      block.output.push_back(std::move(line));
    } else if (line == separator) {
      in_output = true;
      block.line = number + 1;
    } else {
      block.commands.push_back(std::move(line));
    }
  }
  if (in_output) {
    blocks.push_back(std::move(block));
  } else if (!block.commands.empty()) {
    throw std::runtime_error("line " + std::to_string(number) + ": commands without " + std::string(separator));
  }
  return blocks;
}

std::string print_script(const std::vector<Block>& blocks) {
  std::string text;
  for (const Block& block : blocks) {
    if (!text.empty()) text += '\n';
    for (const auto& line : block.commands) text += line + '\n';
    text.append(separator).append("\n");
    for (const auto& line : block.output) text += line + '\n';
  }
  return text;
}

}  // namespace feira::transcripts
