// Header fields of a message, in the order given, and what may stand in them (RFC 9110, 5.1 and 5.5).
//
// Nothing else may put a line break into a message: both directions check names and values with the functions here.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace feira::http {

/// Whether the two are the same but for the case of ASCII letters.
bool same_name(std::string_view a, std::string_view b);
/// A field's name or a method: one or more letters, digits and some marks.
bool is_token(std::string_view text);
/// Visible characters, bytes above 127, and blanks and tabs within; no other control character. May be empty.
bool is_field_value(std::string_view text);

class Headers {
 public:
  struct Field {
    std::string name;
    std::string value;
  };

  void add(std::string name, std::string value) { fields_.push_back({std::move(name), std::move(value)}); }
  /// Replaces all fields of this name.
  void set(std::string_view name, std::string value);
  /// The first of this name; null when there is none.
  [[nodiscard]] const std::string* find(std::string_view name) const;
  /// The first of this name, or nothing at all.
  [[nodiscard]] std::string_view get(std::string_view name) const;
  [[nodiscard]] std::size_t count(std::string_view name) const;
  [[nodiscard]] const std::vector<Field>& fields() const { return fields_; }
  /// Every name is a token and every value a field value.
  [[nodiscard]] bool valid() const;

 private:
  std::vector<Field> fields_;
};

}  // namespace feira::http
