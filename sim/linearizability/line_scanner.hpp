// Reads one JSON value after the other from a line. Strict (RFC 8259), and it knows the column of what it does not
// like.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace feira::linearizability {

/// What is wrong with a line: thrown by the scanner and by its users.
struct LineProblem {
  /// A byte, from 0.
  std::size_t at = 0;
  std::string what;
  std::string expected;
};

class LineScanner {
 public:
  explicit LineScanner(std::string_view line) : line_(line) {}

  [[nodiscard]] std::size_t at() const { return at_; }
  /// The next byte but white space; zero at the end.
  char peek() {
    while (at_ < line_.size() && (line_[at_] == ' ' || line_[at_] == '\t' || line_[at_] == '\r')) ++at_;
    return at_ < line_.size() ? line_[at_] : '\0';
  }
  [[nodiscard]] bool at_end() { return peek() == '\0' && at_ == line_.size(); }

  /// Goes over this byte if it is the next one.
  bool take(char wanted) {
    if (peek() != wanted || at_ == line_.size()) return false;
    ++at_;
    return true;
  }
  void demand(char wanted, std::string_view expected);
  /// Goes over null, true or false if that is what comes.
  bool take_word(std::string_view word);

  /// A string; the view is good until the next call.
  std::string_view string(std::string_view expected);
  /// A whole number of 64 bits, with a sign.
  std::int64_t number(std::string_view expected);
  /// Any value, passed over.
  void skip();

  [[noreturn]] void fail(std::string what, std::string_view expected) const { fail(at_, std::move(what), expected); }
  [[noreturn]] static void fail(std::size_t at, std::string what, std::string_view expected);
  /// What stands here, for messages.
  [[nodiscard]] std::string found();

 private:
  void escape();
  unsigned hex4();
  void character(unsigned char lead);
  void skip_number();

  std::string_view line_;
  std::size_t at_ = 0;
  std::string text_;
};

}  // namespace feira::linearizability
