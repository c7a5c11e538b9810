#include "sim/linearizability/line_scanner.hpp"

#include <charconv>
#include <utility>

namespace feira::linearizability {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

void put_utf8(std::string& out, unsigned code) {
  const auto byte = [&](unsigned value) { out += static_cast<char>(value); };
  if (code < 0x80) return byte(code);
  if (code < 0x800) {
    byte(0xC0U | code >> 6);
  } else {
    if (code < 0x10000) {
      byte(0xE0U | code >> 12);
    } else {
      byte(0xF0U | code >> 18);
      byte(0x80U | (code >> 12 & 0x3FU));
    }
    byte(0x80U | (code >> 6 & 0x3FU));
  }
  byte(0x80U | (code & 0x3FU));
}

}  // namespace

void LineScanner::fail(std::size_t at, std::string what, std::string_view expected) {
  throw LineProblem{at, std::move(what), std::string(expected)};
}

std::string LineScanner::found() {
  const char next = peek();
  if (at_ == line_.size()) return "the line ends here";
  const auto byte = static_cast<unsigned char>(next);
  if (byte < 0x20 || byte >= 0x7F) return "a byte that does not belong here";
  std::size_t end = at_;
  while (end < line_.size() && end < at_ + 24 &&
         (is_digit(line_[end]) || line_[end] == '-' || line_[end] == '.' || (line_[end] >= 'a' && line_[end] <= 'z') ||
          (line_[end] >= 'A' && line_[end] <= 'Z'))) {
    ++end;
  }
  if (end == at_) ++end;
  return "found " + std::string(line_.substr(at_, end - at_));
}

void LineScanner::demand(char wanted, std::string_view expected) {
  if (!take(wanted)) fail(found(), expected);
}

bool LineScanner::take_word(std::string_view word) {
  peek();
  if (line_.substr(at_, word.size()) != word) return false;
  at_ += word.size();
  return true;
}

std::string_view LineScanner::string(std::string_view expected) {
  if (peek() != '"') fail(found(), expected);
  const std::size_t begin = ++at_;
  while (at_ < line_.size()) {
    const char c = line_[at_];
    if (c == '"') return line_.substr(begin, at_++ - begin);
    if (c == '\\' || static_cast<unsigned char>(c) < 0x20 || static_cast<unsigned char>(c) >= 0x80) break;
    ++at_;
  }
  // The slow way, for what is not plain.
  text_.assign(line_.substr(begin, at_ - begin));
  while (at_ < line_.size()) {
    const auto byte = static_cast<unsigned char>(line_[at_]);
    if (byte == '"') {
      ++at_;
      return text_;
    }
    if (byte == '\\') {
      ++at_;
      escape();
    } else if (byte < 0x20) {
      fail("a control character in a string", "it escaped, as in \\n or \\u0000");
    } else {
      character(byte);
    }
  }
  fail("the line ends inside a string", "a closing quote");
}

// One character of UTF-8, copied if it is one.
void LineScanner::character(unsigned char lead) {
  const std::size_t length = lead < 0x80                   ? 1
                             : lead >= 0xC2 && lead < 0xE0 ? 2
                             : lead >= 0xE0 && lead < 0xF0 ? 3
                             : lead >= 0xF0 && lead < 0xF5 ? 4
                                                           : 0;
  bool good = length != 0 && at_ + length <= line_.size();
  for (std::size_t i = 1; good && i < length; ++i) good = (static_cast<unsigned char>(line_[at_ + i]) & 0xC0U) == 0x80;
  if (good && length > 2) {
    // Neither longer than need be, nor half of a pair, nor beyond the last character.
    const auto second = static_cast<unsigned char>(line_[at_ + 1]);
    good = !(lead == 0xE0 && second < 0xA0) && !(lead == 0xED && second >= 0xA0) && !(lead == 0xF0 && second < 0x90) &&
           !(lead == 0xF4 && second >= 0x90);
  }
  if (!good) fail("a byte that is no UTF-8", "text in UTF-8");
  text_.append(line_.substr(at_, length));
  at_ += length;
}

unsigned LineScanner::hex4() {
  unsigned code = 0;
  const std::string_view digits = line_.substr(at_, 4);
  const auto end = std::from_chars(digits.data(), digits.data() + digits.size(), code, 16);
  if (digits.size() != 4 || end.ec != std::errc() || end.ptr != digits.data() + 4) {
    fail("a bad escape", "four hexadecimal digits after \\u");
  }
  at_ += 4;
  return code;
}

void LineScanner::escape() {
  static constexpr std::string_view names = "\"\\/bfnrt";
  static constexpr std::string_view values = "\"\\/\b\f\n\r\t";
  const char c = at_ < line_.size() ? line_[at_] : '\0';
  const std::size_t known = c == '\0' ? std::string_view::npos : names.find(c);
  if (known != std::string_view::npos) {
    text_ += values[known];
    ++at_;
    return;
  }
  if (c != 'u') fail("a bad escape", "one of \\\" \\\\ \\/ \\b \\f \\n \\r \\t \\u0000");
  ++at_;
  unsigned code = hex4();
  if (code >= 0xDC00 && code < 0xE000) fail("half of a surrogate pair", "the first half before it");
  if (code >= 0xD800 && code < 0xDC00) {
    if (line_.substr(at_, 2) != "\\u") fail("half of a surrogate pair", "its second half, \\udc00 to \\udfff");
    at_ += 2;
    const unsigned low = hex4();
    if (low < 0xDC00 || low >= 0xE000) fail("half of a surrogate pair", "its second half, \\udc00 to \\udfff");
    code = 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00);
  }
  put_utf8(text_, code);
}

std::int64_t LineScanner::number(std::string_view expected) {
  const char first = peek();
  if (first != '-' && !is_digit(first)) fail(found(), expected);
  const std::size_t begin = at_;
  std::int64_t value = 0;
  const auto result = std::from_chars(line_.data() + at_, line_.data() + line_.size(), value);
  const std::size_t before = at_;
  skip_number();
  const std::string_view text = line_.substr(before, at_ - before);
  if (result.ec == std::errc::result_out_of_range) fail(begin, "a number beyond 64 bits", expected);
  if (result.ptr != line_.data() + at_) fail(begin, std::string(text.substr(0, 40)) + " is no whole number", expected);
  return value;
}

void LineScanner::skip_number() {
  const std::size_t begin = at_;
  const auto digits = [&] {
    const std::size_t first = at_;
    while (at_ < line_.size() && is_digit(line_[at_])) ++at_;
    return at_ > first;
  };
  const auto next_is = [&](char c) { return at_ < line_.size() && line_[at_] == c; };
  if (next_is('-')) ++at_;
  const bool leading_zero = next_is('0');
  const std::size_t whole = at_;
  bool good = digits() && !(leading_zero && at_ - whole > 1);
  if (good && next_is('.')) {
    ++at_;
    good = digits();
  }
  if (good && (next_is('e') || next_is('E'))) {
    ++at_;
    if (next_is('+') || next_is('-')) ++at_;
    good = digits();
  }
  if (!good) fail(begin, "a broken number", "a number as JSON has it");
}

void LineScanner::skip() {
  // Brackets that are open; a value may stand where one is expected.
  std::string open;
  constexpr std::size_t depth_max = 100;
  constexpr std::string_view value_expected = "a JSON value";
  while (true) {
    const char c = peek();
    if (c == '{' || c == '[') {
      if (open.size() == depth_max) fail("nested too deeply", "at most 100 levels");
      ++at_;
      open += c;
      if (take(c == '{' ? '}' : ']')) {
        open.pop_back();
      } else {
        if (c == '{') {
          string("a name in quotes");
          demand(':', "a colon");
        }
        continue;
      }
    } else if (c == '"') {
      string(value_expected);
    } else if (c == '-' || is_digit(c)) {
      skip_number();
    } else if (!take_word("null") && !take_word("true") && !take_word("false")) {
      fail(found(), value_expected);
    }
    // A value is over; so may be what it stands in.
    while (!open.empty() && !take(',')) {
      demand(open.back() == '{' ? '}' : ']', open.back() == '{' ? "a comma or }" : "a comma or ]");
      open.pop_back();
    }
    if (open.empty()) return;
    if (open.back() == '{') {
      string("a name in quotes");
      demand(':', "a colon");
    }
  }
}

}  // namespace feira::linearizability
