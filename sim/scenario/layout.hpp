// JSON as a person would lay it out: what fits on a line stands on one, what does not is broken at its outermost level.
// Keys keep the order in which they are added.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace feira::scenario {

class Json {
 public:
  enum class Kind : std::uint8_t { word, list, object };

  static Json text(std::string_view utf8);
  static Json number(std::uint64_t value) { return word(std::to_string(value)); }
  static Json boolean(bool value) { return word(value ? "true" : "false"); }
  static Json list() { return Json(Kind::list); }
  static Json object() { return Json(Kind::object); }

  /// Precondition: an object; the key is not in it yet.
  Json& add(std::string_view key, Json value);
  /// Precondition: a list.
  Json& add(Json item);

  [[nodiscard]] Kind kind() const { return kind_; }
  [[nodiscard]] bool empty() const { return parts_.empty(); }
  /// All on one line.
  [[nodiscard]] std::string line() const;
  /// An object's own members on lines of their own, whatever their length; everything below where it fits. Ends with
  /// a line break.
  [[nodiscard]] std::string page() const;

 private:
  explicit Json(Kind kind) : kind_(kind) {}
  static Json word(std::string written);

  void lay_out(std::string& out, std::size_t indent, std::size_t used) const;
  void break_up(std::string& out, std::size_t indent) const;
  void fill(std::string& out, std::size_t indent) const;
  [[nodiscard]] bool holds_words_only() const;

  Kind kind_;
  std::string word_;
  /// Of a list without keys.
  std::vector<std::pair<std::string, Json>> parts_;
};

}  // namespace feira::scenario
