// Writes one JSON document by hand, member after member; the caller keeps the nesting right.
#pragma once

#include <charconv>
#include <concepts>
#include <cstdint>
#include <string>
#include <string_view>

namespace feira::check {

class JsonWriter {
 public:
  explicit JsonWriter(std::string& out) : out_(out) {}

  void open(char bracket) {
    separate();
    out_ += bracket;
    first_ = true;
  }
  void close(char bracket) {
    out_ += bracket;
    first_ = false;
  }
  void name(std::string_view name) {
    separate();
    quote(name);
    out_ += ':';
    first_ = true;  // what follows needs no comma
  }
  template <std::integral Number>
    requires(!std::same_as<Number, bool>)
  void value(Number number) {
    separate();
    char digits[24];
    const auto end = std::to_chars(digits, digits + sizeof digits, number).ptr;
    out_.append(digits, end);
  }
  void value(std::same_as<bool> auto truth) {
    separate();
    out_ += truth ? "true" : "false";
  }
  void value(std::string_view text) {
    separate();
    quote(text);
  }
  template <class Value>
  void member(std::string_view key, const Value& content) {
    name(key);
    value(content);
  }

 private:
  void separate() {
    if (!first_) out_ += ',';
    first_ = false;
  }

  void quote(std::string_view text) {
    static constexpr char digits[] = "0123456789abcdef";
    out_ += '"';
    for (const char c : text) {
      const auto byte = static_cast<unsigned char>(c);
      if (c == '"' || c == '\\') {
        out_ += '\\';
        out_ += c;
      } else if (byte < 0x20) {
        out_ += "\\u00";
        out_ += digits[byte >> 4U];
        out_ += digits[byte & 15U];
      } else {
        out_ += c;
      }
    }
    out_ += '"';
  }

  std::string& out_;
  bool first_ = true;
};

}  // namespace feira::check
