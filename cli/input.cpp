#include "cli/input.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <system_error>
#include <utility>
#include <variant>

#include "cli/failure.hpp"
#include "sim/scenario/document.hpp"
#include "sim/scenario/read.hpp"

namespace feira::cli {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view standard_input = "-";

// A file as it stands, or what kept it from being read. The reader refuses what is too large; not everything of it
// needs to be taken in for that (it may have no end).
struct Content {
  std::string text;
  std::string problem;
};

Content read_stream(std::FILE* stream) {
  Content content;
  std::array<char, 1 << 16> block{};
  while (content.text.size() <= scenario::file_size_max) {
    const std::size_t got = std::fread(block.data(), 1, block.size(), stream);
    content.text.append(block.data(), got);
    if (got < block.size()) break;
  }
  if (std::ferror(stream) != 0) content.problem = std::string("cannot be read: ") + std::strerror(errno);
  return content;
}

Content read_file(const std::string& file) {
  if (file == standard_input) return read_stream(stdin);
  std::FILE* stream = std::fopen(file.c_str(), "rb");
  if (stream == nullptr) return {"", std::string("cannot be read: ") + std::strerror(errno)};
  Content content = read_stream(stream);
  std::fclose(stream);
  return content;
}

// All problems of all inputs, for one message at the end.
class Problems {
 public:
  void add(const std::string& line) { lines_ += (lines_.empty() ? "" : "\n") + line; }
  void throw_if_any() const {
    if (!lines_.empty()) throw Failure(Exit::bad_input, lines_);
  }

 private:
  std::string lines_;
};

// The scenario files below a folder, sorted by path. Links to folders are not followed.
std::vector<std::string> files_below(const std::string& folder, Problems& problems) {
  std::vector<std::string> files;
  std::error_code error;
  fs::recursive_directory_iterator entry(folder, error);
  for (const fs::recursive_directory_iterator end; !error && entry != end; entry.increment(error)) {
    std::error_code ignored;
    if (entry->path().extension() == ".json" && !entry->is_directory(ignored)) files.push_back(entry->path().string());
  }
  std::sort(files.begin(), files.end());
  if (error) {
    problems.add(folder + ": cannot be searched: " + error.message());
  } else if (files.empty()) {
    problems.add(folder + ": no scenario in this folder; expected files whose names end in .json, here or deeper");
  }
  return files;
}

std::vector<std::string> files_of(const std::string& input, Problems& problems) {
  if (input == standard_input) return {input};
  std::error_code error;
  const fs::file_status status = fs::status(input, error);
  if (!fs::exists(status)) {
    const bool missing = !error || error == std::errc::no_such_file_or_directory;
    problems.add(scenario::quote(input) + ": " + (missing ? "no such file" : error.message()) +
                 "; expected a scenario file, a folder with scenario files, or - for standard input");
    return {};
  }
  if (fs::is_directory(status)) return files_below(input, problems);
  return {input};
}

}  // namespace

std::vector<Input> read_inputs(const std::vector<std::string>& inputs) {
  Problems problems;
  std::vector<Input> read;
  for (const auto& input : inputs) {
    for (const auto& file : files_of(input, problems)) {
      Content content = read_file(file);
      if (!content.problem.empty()) {
        problems.add(file + ": " + content.problem);
        continue;
      }
      auto outcome = scenario::read(content.text, file);
      if (auto* found = std::get_if<std::vector<scenario::Problem>>(&outcome)) {
        for (const auto& problem : *found) problems.add(scenario::message(problem));
      } else {
        read.push_back({file, std::get<scenario::Scenario>(std::move(outcome)), std::move(content.text)});
      }
    }
  }
  problems.throw_if_any();
  return read;
}

}  // namespace feira::cli
