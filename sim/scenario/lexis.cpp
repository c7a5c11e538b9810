#include "sim/scenario/lexis.hpp"

#include "sim/scenario/problem.hpp"

namespace feira::scenario {

namespace {

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_word(char c) {
  return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '-' || c == '+' ||
         c == '.';
}

/// One past the comment that opens at `from`, `from` itself when there is none or it is not closed.
std::size_t comment_end(std::string_view text, std::size_t from) {
  const std::string_view rest = text.substr(from);
  if (rest.starts_with("//")) {
    const std::size_t end = text.find_first_of("\r\n", from);
    return end == std::string_view::npos ? text.size() : end;
  }
  if (rest.starts_with("/*")) {
    const std::size_t end = text.find("*/", from + 2);
    return end == std::string_view::npos ? from : end + 2;
  }
  return from;
}

std::size_t digits_end(std::string_view text, std::size_t from) {
  while (from < text.size() && is_digit(text[from])) ++from;
  return from;
}

unsigned byte_at(std::string_view text, std::size_t at) {
  return at < text.size() ? static_cast<unsigned char>(text[at]) : 0U;
}

bool is_continuation(std::string_view text, std::size_t at) { return (byte_at(text, at) & 0xC0U) == 0x80U; }

/// Bytes of the well-formed UTF-8 sequence at `at`, zero when it is ill-formed (Unicode 15, table 3-7).
std::size_t sequence_length(std::string_view text, std::size_t at) {
  const unsigned first = byte_at(text, at);
  const unsigned second = byte_at(text, at + 1);
  if (first < 0x80) return 1;
  if (first < 0xC2 || first > 0xF4 || !is_continuation(text, at + 1)) return 0;
  if (first < 0xE0) return 2;
  if ((first == 0xE0 && second < 0xA0) || (first == 0xED && second > 0x9F)) return 0;
  if (!is_continuation(text, at + 2)) return 0;
  if (first < 0xF0) return 3;
  if ((first == 0xF0 && second < 0x90) || (first == 0xF4 && second > 0x8F)) return 0;
  return is_continuation(text, at + 3) ? 4 : 0;
}

std::string hex(unsigned byte) {
  constexpr std::string_view digits = "0123456789abcdef";
  return std::string("0x") + digits[byte >> 4U] + digits[byte & 15U];
}

}  // namespace

std::size_t skip_blank(std::string_view text, std::size_t from) {
  while (from < text.size()) {
    const std::size_t next = is_blank(text[from]) ? from + 1 : comment_end(text, from);
    if (next == from) break;
    from = next;
  }
  return from;
}

std::size_t string_end(std::string_view text, std::size_t from) {
  for (std::size_t at = from + 1; at < text.size(); ++at) {
    if (text[at] == '\\') {
      ++at;
    } else if (text[at] == '"') {
      return at + 1;
    }
  }
  return text.size();
}

std::size_t number_end(std::string_view text, std::size_t from) {
  if (text.substr(from).starts_with('-')) ++from;
  from = text.substr(from).starts_with('0') ? from + 1 : digits_end(text, from);
  if (text.substr(from).starts_with('.')) from = digits_end(text, from + 1);
  if (text.substr(from).starts_with('e') || text.substr(from).starts_with('E')) {
    ++from;
    if (text.substr(from).starts_with('+') || text.substr(from).starts_with('-')) ++from;
    from = digits_end(text, from);
  }
  return from;
}

std::string token_at(std::string_view text, std::size_t from) {
  if (from >= text.size()) return "end of file";
  std::size_t end = from;
  if (text[from] == '"') {
    end = string_end(text, from);
    return quote(text.substr(from + 1, end - from - (end - from > 1 && text[end - 1] == '"' ? 2 : 1)));
  }
  while (end < text.size() && is_word(text[end])) ++end;
  if (end == from) end = from + sequence_length(text, from);
  return quote(text.substr(from, end - from));
}

std::optional<BadByte> find_bad_byte(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    const unsigned byte = byte_at(text, at);
    if ((byte < 0x20 && !is_blank(text[at])) || byte == 0x7f) return BadByte{at, "control character " + hex(byte)};
    const std::size_t length = sequence_length(text, at);
    if (length == 0) return BadByte{at, "byte " + hex(byte) + " is not UTF-8"};
    at += length;
  }
  return std::nullopt;
}

}  // namespace feira::scenario
