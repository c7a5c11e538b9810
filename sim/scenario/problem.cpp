#include "sim/scenario/problem.hpp"

#include <ostream>
#include <string_view>

namespace feira::scenario {

namespace {

constexpr std::size_t shown_max = 48;

bool is_control(char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; }

bool is_continuation(char c) { return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U; }

/// Cuts between characters, never inside one.
std::string_view cut(std::string_view word) {
  if (word.size() <= shown_max) return word;
  std::size_t end = shown_max;
  while (end > 0 && is_continuation(word[end])) --end;
  return word.substr(0, end);
}

}  // namespace

std::string quote(std::string_view word) {
  const std::string_view shown = cut(word);
  std::string text = "\"";
  for (const char c : shown) text += is_control(c) ? '?' : c;
  if (shown.size() < word.size()) text += "...";
  return text + '"';
}

std::string message(const Problem& problem) {
  std::string text =
      problem.file + ':' + std::to_string(problem.line) + ':' + std::to_string(problem.column) + ": " + problem.what;
  if (!problem.expected.empty()) text += "; expected " + problem.expected;
  if (!problem.nearest.empty()) text += "; did you mean " + quote(problem.nearest) + '?';
  return text;
}

std::ostream& operator<<(std::ostream& out, const Problem& problem) { return out << message(problem); }

}  // namespace feira::scenario
