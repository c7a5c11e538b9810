#include "sim/scenario/layout.hpp"

#include <algorithm>

namespace feira::scenario {

namespace {

constexpr std::size_t width = 120;
constexpr std::size_t step = 2;

std::string in_quotes(std::string_view text) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string out = "\"";
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      out += {'\\', c};
    } else if (c == '\n') {
      out += "\\n";
    } else if (c == '\t') {
      out += "\\t";
    } else if (byte < 0x20) {
      out += {'\\', 'u', '0', '0', digits[byte >> 4U], digits[byte & 15U]};
    } else {
      out += c;
    }
  }
  return out + '"';
}

}  // namespace

Json Json::text(std::string_view utf8) { return word(in_quotes(utf8)); }

Json Json::word(std::string written) {
  Json json(Kind::word);
  json.word_ = std::move(written);
  return json;
}

Json& Json::add(std::string_view key, Json value) {
  parts_.emplace_back(in_quotes(key) + ": ", std::move(value));
  return *this;
}

Json& Json::add(Json item) {
  parts_.emplace_back(std::string(), std::move(item));
  return *this;
}

std::string Json::line() const {
  if (kind_ == Kind::word) return word_;
  std::string out(1, kind_ == Kind::list ? '[' : '{');
  for (const auto& [key, value] : parts_) {
    if (out.size() > 1) out += ", ";
    out += key + value.line();
  }
  return out + (kind_ == Kind::list ? ']' : '}');
}

std::string Json::page() const {
  std::string out;
  break_up(out, 0);
  return out + '\n';
}

bool Json::holds_words_only() const {
  return std::all_of(parts_.begin(), parts_.end(), [](const auto& part) { return part.second.kind_ == Kind::word; });
}

/// `used`: what stands on the line already. One place is left for a comma.
void Json::lay_out(std::string& out, std::size_t indent, std::size_t used) const {
  std::string one = line();
  if (kind_ == Kind::word || parts_.empty() || used + one.size() + 1 <= width) {
    out += one;
  } else if (kind_ == Kind::list && holds_words_only()) {
    fill(out, indent);
  } else {
    break_up(out, indent);
  }
}

void Json::break_up(std::string& out, std::size_t indent) const {
  out += kind_ == Kind::list ? '[' : '{';
  const std::string margin(indent + step, ' ');
  for (std::size_t i = 0; i < parts_.size(); ++i) {
    const auto& [key, value] = parts_[i];
    out += (i == 0 ? "\n" : ",\n") + margin + key;
    value.lay_out(out, indent + step, indent + step + key.size());
  }
  out += '\n' + std::string(indent, ' ') + (kind_ == Kind::list ? ']' : '}');
}

/// As many words on a line as fit.
void Json::fill(std::string& out, std::size_t indent) const {
  const std::string margin(indent + step, ' ');
  out += '[';
  std::size_t used = width;
  for (std::size_t i = 0; i < parts_.size(); ++i) {
    const std::string& word = parts_[i].second.word_;
    if (i > 0) out += ',';
    if (used + 1 + word.size() + 1 > width) {
      out += '\n' + margin;
      used = margin.size();
    } else {
      out += ' ';
      ++used;
    }
    out += word;
    used += word.size() + 1;
  }
  out += '\n' + std::string(indent, ' ') + ']';
}

}  // namespace feira::scenario
