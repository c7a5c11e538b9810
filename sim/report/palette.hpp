// Colours of a terminal, or none.
#pragma once

#include <string>
#include <string_view>

namespace feira::report {

class Palette {
 public:
  static Palette plain() { return Palette(false); }
  static Palette coloured() { return Palette(true); }

  [[nodiscard]] std::string good(std::string_view text) const { return wrapped("32", text); }
  [[nodiscard]] std::string bad(std::string_view text) const { return wrapped("1;31", text); }
  [[nodiscard]] std::string open(std::string_view text) const { return wrapped("33", text); }
  [[nodiscard]] std::string title(std::string_view text) const { return wrapped("1", text); }
  [[nodiscard]] std::string faint(std::string_view text) const { return wrapped("2", text); }

 private:
  explicit Palette(bool coloured) : coloured_(coloured) {}

  [[nodiscard]] std::string wrapped(std::string_view code, std::string_view text) const {
    if (!coloured_) return std::string(text);
    return "\x1b[" + std::string(code) + "m" + std::string(text) + "\x1b[0m";
  }

  bool coloured_;
};

}  // namespace feira::report
