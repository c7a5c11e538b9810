#include "cli/trace_file.hpp"

#include <cerrno>
#include <cstring>

namespace feira::cli {
namespace {

constexpr std::string_view trace_expected = "a trace as feira run --trace writes it, or - for standard input";

}  // namespace

TraceFile::TraceFile(const std::string& file)
    : file_(file), stream_(open_lines(file, trace_expected)), lines_(stream_.get()) {
  const bool any = read_line();
  if (!any || !check::looks_like_trace(line_)) {
    throw bad_line(file_, 1, {},
                   {0, any ? "not a trace" : "an empty file",
                    std::string(trace_expected) + "; of a scenario, its seed as well: --seed N"});
  }
  try {
    header_ = check::read_header(line_);
  } catch (const check::LineProblem& problem) {
    throw bad_line(file_, 1, line_, problem);
  }
}

std::optional<std::string_view> TraceFile::next() {
  const check::TraceSum before = sum_;
  if (end_ || !read_line()) return std::nullopt;
  if (!check::looks_like_end(line_)) return line_;
  try {
    end_ = check::read_end(line_, before, intact_);
  } catch (const check::LineProblem& problem) {
    throw bad_line(file_, lines_read_, line_, problem);
  }
  if (read_line()) throw problem("more after the last line of a trace", "nothing after it");
  return std::nullopt;
}

void TraceFile::demand_event(std::uint64_t number) const {
  try {
    const std::uint64_t found = check::read_event_number(line_);
    if (found == number) return;
    throw problem("event " + std::to_string(found), "event " + std::to_string(number) + " after the one before it");
  } catch (const check::LineProblem& problem) {
    throw bad_line(file_, lines_read_, line_,
                   {problem.at, lines_.cut_off() ? "the trace was cut off in the middle of a line" : problem.what,
                    problem.expected});
  }
}

void TraceFile::read_to_the_end() {
  while (next()) {
  }
}

Failure TraceFile::problem(const std::string& what, const std::string& expected) const {
  return bad_line(file_, lines_read_, {}, {0, what, expected});
}

bool TraceFile::read_line() {
  const bool any = lines_.next(line_);
  if (std::ferror(stream_.get()) != 0) {
    throw Failure(Exit::bad_input,
                  file_ + ": cannot be read: " + std::strerror(errno) + "; expected " + std::string(trace_expected));
  }
  if (!any) return false;
  ++lines_read_;
  if (line_.size() > line_bytes_max) throw problem("a line of more than 64 MiB", "an event a line");
  sum_.add(line_);
  if (!lines_.cut_off()) sum_.add("\n");
  return true;
}

bool is_trace(const std::string& file) {
  const Stream stream(file == "-" ? nullptr : std::fopen(file.c_str(), "rb"));
  if (stream == nullptr) return false;
  std::string begin(256, '\0');
  begin.resize(std::fread(begin.data(), 1, begin.size(), stream.get()));
  return check::looks_like_trace(begin);
}

}  // namespace feira::cli
