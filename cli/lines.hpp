// Files of JSON lines: opened, cut into lines, and complained about.
#pragma once

#include <cstdint>
#include <cstdio>
#include <memory>
#include <string>
#include <string_view>

#include "cli/failure.hpp"
#include "sim/linearizability/line_scanner.hpp"

namespace feira::cli {

/// A longer line is none of ours.
inline constexpr std::size_t line_bytes_max = 64U << 20;

struct StreamCloser {
  void operator()(std::FILE* stream) const {
    if (stream != stdin) std::fclose(stream);
  }
};
using Stream = std::unique_ptr<std::FILE, StreamCloser>;

/// Opens a file, or standard input when it is "-". `expected` is what the file should be, for the `Failure` otherwise.
Stream open_lines(const std::string& file, std::string_view expected);

/// Cuts a stream into lines, in a buffer that grows only for the sake of long ones.
class Lines {
 public:
  /// `stream` outlives this.
  explicit Lines(std::FILE* stream) : stream_(stream) {}

  /// False at the end. The view is good until the next call, and is longer than `line_bytes_max` when the line is.
  bool next(std::string_view& line);
  /// The last line that was given ended in the middle: the file ends without a line's end.
  [[nodiscard]] bool cut_off() const { return cut_off_; }
  [[nodiscard]] std::uint64_t bytes() const { return bytes_; }

 private:
  void fill();

  static constexpr std::size_t block = 1U << 16;
  std::FILE* stream_;
  std::string buffer_;
  std::size_t begin_ = 0;
  std::size_t searched_ = 0;
  std::size_t filled_ = 0;
  std::uint64_t bytes_ = 0;
  bool ended_ = false;
  bool cut_off_ = false;
};

/// `file:line:column: what; expected ...`. The column is that of a character, not of a byte.
Failure bad_line(const std::string& file, std::uint64_t line, std::string_view text,
                 const linearizability::LineProblem& problem);

}  // namespace feira::cli
