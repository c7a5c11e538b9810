// feira_transcripts [--rewrite] FILE...: plays each story and compares what it tells with what stands in the file.
// With --rewrite the files are written anew; review the difference as a change of behaviour.
#include <exception>
#include <fstream>
#include <iostream>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

#include "tests/transcripts/commands.hpp"
#include "tests/transcripts/script.hpp"
#include "tests/transcripts/stage.hpp"

namespace feira::transcripts {
namespace {

std::string read_file(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) throw std::runtime_error("cannot be read");
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

/// What the commands of a block tell.
std::vector<std::string> play(Stage& stage, const Block& block) {
  for (const auto& line : block.commands) {
    if (is_comment(line)) continue;
    try {
      run_command(stage, line);
    } catch (const std::exception& error) {
      throw std::runtime_error("before line " + std::to_string(block.line) + ": " + line + ": " + error.what());
    }
  }
  auto lines = stage.take_lines();
  if (lines.empty()) lines.emplace_back("ok");
  return lines;
}

void print_difference(const std::string& path, const Block& block, const std::vector<std::string>& told) {
  std::cout << path << ":" << block.line << ": the story goes otherwise\n";
  for (std::size_t i = 0; i < std::max(told.size(), block.output.size()); ++i) {
    const bool same = i < told.size() && i < block.output.size() && told[i] == block.output[i];
    if (same) {
      std::cout << "    " << told[i] << "\n";
      continue;
    }
    if (i < block.output.size()) std::cout << "  - " << block.output[i] << "\n";
    if (i < told.size()) std::cout << "  + " << told[i] << "\n";
  }
}

/// Plays one file; whether it went as written.
bool run_file(const std::string& path, bool rewrite) {
  std::vector<Block> blocks = parse_script(read_file(path));
  if (blocks.empty()) throw std::runtime_error("tells no story");
  Stage stage;
  bool as_written = true;
  for (Block& block : blocks) {
    auto told = play(stage, block);
    if (told != block.output && !rewrite) print_difference(path, block, told);
    as_written = as_written && told == block.output;
    block.output = std::move(told);
  }
  if (rewrite) std::ofstream(path, std::ios::binary) << print_script(blocks);
  if (!as_written && !rewrite) std::cout << "accept it: feira_transcripts --rewrite " << path << "\n";
  return as_written || rewrite;
}

int run(const std::vector<std::string>& arguments) {
  bool rewrite = false;
  bool all_as_written = true;
  int files = 0;
  for (const auto& argument : arguments) {
    if (argument == "--rewrite") {
      rewrite = true;
      continue;
    }
    ++files;
    try {
      all_as_written = run_file(argument, rewrite) && all_as_written;
    } catch (const std::exception& error) {
      std::cout << argument << ": " << error.what() << "\n";
      all_as_written = false;
    }
  }
  if (files == 0) {
    std::cout << "usage: feira_transcripts [--rewrite] FILE...\n";
    return 64;
  }
  return all_as_written ? 0 : 1;
}

}  // namespace
}  // namespace feira::transcripts

int main(int count, char** arguments) { return feira::transcripts::run({arguments + 1, arguments + count}); }
