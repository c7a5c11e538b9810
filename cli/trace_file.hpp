// A trace on disk, read line by line. What is broken in it is a `Failure` that names file, line and column.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "cli/lines.hpp"
#include "sim/check/trace_frame.hpp"

namespace feira::cli {

class TraceFile {
 public:
  /// Opens it, "-" for standard input, and reads its first line.
  explicit TraceFile(const std::string& file);

  [[nodiscard]] const check::TraceHeader& header() const { return header_; }

  /// The line of the next event, without its end, good until the next call; nothing when no more are there.
  std::optional<std::string_view> next();
  /// Of the line that was given last, from 1.
  [[nodiscard]] std::uint64_t line() const { return lines_read_; }
  /// The line that was given last is a whole event with this number, or else a `Failure`.
  void demand_event(std::uint64_t number) const;

  /// Passes over the rest. After that:
  void read_to_the_end();
  /// The last line; nothing when the trace was cut off before it.
  [[nodiscard]] const std::optional<check::TraceEnd>& end() const { return end_; }
  /// Whether the lines are as they were written, as far as the last one tells.
  [[nodiscard]] bool intact() const { return intact_; }

  /// That something is wrong at the start of the line that was given last.
  [[nodiscard]] Failure problem(const std::string& what, const std::string& expected) const;

 private:
  bool read_line();

  std::string file_;
  Stream stream_;
  Lines lines_;
  std::string_view line_;
  std::uint64_t lines_read_ = 0;
  check::TraceSum sum_;
  check::TraceHeader header_;
  std::optional<check::TraceEnd> end_;
  bool intact_ = false;
};

/// Whether the file can be read and begins like a trace.
bool is_trace(const std::string& file);

}  // namespace feira::cli
