// Where results go: standard output and files. What cannot be written (a full disk, a closed pipe) is a `Failure` with
// exit code 70, never silence.
#pragma once

#include <cstdio>
#include <memory>
#include <string>
#include <string_view>

namespace feira::cli {

class Output {
 public:
  static Output standard();
  /// Creates or empties the file.
  static Output file(const std::string& path);

  void write(std::string_view text);
  /// All that was written so far has reached the system; to be called at the end, for only this tells.
  void flush();

 private:
  struct Closer {
    bool owned = false;
    void operator()(std::FILE* stream) const;
  };

  Output(std::FILE* stream, bool owned, std::string name) : stream_(stream, Closer{owned}), name_(std::move(name)) {}
  [[noreturn]] void fail() const;

  std::unique_ptr<std::FILE, Closer> stream_;
  std::string name_;
};

/// Writes the whole file aside, then gives it its name: an interruption leaves the old one or the new one.
void replace_file(const std::string& path, std::string_view text);

/// Whether standard output is a terminal that is to be coloured (NO_COLOR is honoured).
bool output_is_coloured();
/// Whether standard error is a terminal, so that progress can be shown there.
bool errors_are_seen();

/// A line on standard error. Nobody is told if that is impossible.
void complain(std::string_view text);

}  // namespace feira::cli
