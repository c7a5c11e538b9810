#include "node/http/target.hpp"

#include <algorithm>

namespace feira::http {
namespace {

std::optional<int> digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return std::nullopt;
}

bool is_control(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte < 0x20 || byte == 0x7f;
}

bool is_unreserved(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '.' ||
         c == '_' || c == '~';
}

bool read_query(std::string_view text, NameValues& query) {
  while (!text.empty()) {
    const auto end = std::min(text.find('&'), text.size());
    const auto pair = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (pair.empty()) continue;
    const auto equals = std::min(pair.find('='), pair.size());
    auto name = percent_decoded(pair.substr(0, equals), true);
    auto value = percent_decoded(pair.substr(std::min(equals + 1, pair.size())), true);
    if (!name || !value) return false;
    query.emplace_back(std::move(*name), std::move(*value));
  }
  return true;
}

bool read_path(std::string_view text, Target& target) {
  if (text.empty() || text.front() != '/') return false;
  while (text.size() > 1) {
    text.remove_prefix(1);
    const auto end = std::min(text.find('/'), text.size());
    auto segment = percent_decoded(text.substr(0, end));
    if (!segment || segment->empty() || *segment == "." || *segment == "..") return false;
    if (segment->find_first_of("/\\") != std::string::npos) return false;
    target.path += '/' + *segment;
    target.segments.push_back(std::move(*segment));
    text.remove_prefix(end);
  }
  // What is left is nothing, or the slash at the end of more than the root.
  if (text == "/" && !target.segments.empty()) return false;
  if (target.path.empty()) target.path = "/";
  return true;
}

}  // namespace

std::optional<std::string> percent_decoded(std::string_view text, bool plus_is_blank) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    char c = text[i];
    if (c == '%') {
      if (i + 2 >= text.size()) return std::nullopt;
      const auto high = digit(text[i + 1]);
      const auto low = digit(text[i + 2]);
      if (!high || !low) return std::nullopt;
      c = static_cast<char>(*high * 16 + *low);
      i += 2;
    } else if (c == '+' && plus_is_blank) {
      c = ' ';
    }
    if (is_control(c)) return std::nullopt;
    out += c;
  }
  return out;
}

std::string percent_encoded(std::string_view text) {
  static constexpr std::string_view digits = "0123456789ABCDEF";
  std::string out;
  for (const char c : text) {
    if (is_unreserved(c)) {
      out += c;
    } else {
      const auto byte = static_cast<unsigned char>(c);
      out += '%';
      out += digits[byte >> 4U];
      out += digits[byte & 15U];
    }
  }
  return out;
}

std::optional<Target> read_target(std::string_view text) {
  Target target;
  const auto question = std::min(text.find('?'), text.size());
  if (text.find('#') != std::string_view::npos) return std::nullopt;
  if (!read_path(text.substr(0, question), target)) return std::nullopt;
  if (!read_query(text.substr(std::min(question + 1, text.size())), target.query)) return std::nullopt;
  return target;
}

}  // namespace feira::http
