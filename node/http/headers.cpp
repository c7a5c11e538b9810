#include "node/http/headers.hpp"

#include <algorithm>

namespace feira::http {
namespace {

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

bool is_token_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
         std::string_view("!#$%&'*+-.^_`|~").find(c) != std::string_view::npos;
}

bool is_value_character(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return c == '\t' || (byte >= 0x20 && byte != 0x7f);
}

}  // namespace

bool same_name(std::string_view a, std::string_view b) {
  return std::ranges::equal(a, b, [](char x, char y) { return lower(x) == lower(y); });
}

bool is_token(std::string_view text) { return !text.empty() && std::ranges::all_of(text, is_token_character); }

bool is_field_value(std::string_view text) { return std::ranges::all_of(text, is_value_character); }

void Headers::set(std::string_view name, std::string value) {
  std::erase_if(fields_, [&](const Field& field) { return same_name(field.name, name); });
  add(std::string(name), std::move(value));
}

const std::string* Headers::find(std::string_view name) const {
  const auto at = std::ranges::find_if(fields_, [&](const Field& field) { return same_name(field.name, name); });
  return at == fields_.end() ? nullptr : &at->value;
}

std::string_view Headers::get(std::string_view name) const {
  const std::string* value = find(name);
  return value == nullptr ? std::string_view{} : std::string_view(*value);
}

std::size_t Headers::count(std::string_view name) const {
  return static_cast<std::size_t>(
      std::ranges::count_if(fields_, [&](const Field& field) { return same_name(field.name, name); }));
}

bool Headers::valid() const {
  return std::ranges::all_of(fields_,
                             [](const Field& field) { return is_token(field.name) && is_field_value(field.value); });
}

}  // namespace feira::http
