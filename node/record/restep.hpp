// Steps through a recording again, in the core of this program, and compares with what was recorded.
#pragma once

#include <cstdint>
#include <istream>
#include <optional>
#include <string>

namespace feira::node {

struct Restepped {
  std::uint64_t records = 0;
  /// Inputs stepped, the start among them, that came to the same.
  std::uint64_t same = 0;
  /// The last line is not whole: the node was killed while it wrote.
  bool cut_off = false;

  struct Difference {
    std::uint64_t line = 0;
    /// The input as recorded.
    std::string input;
    /// All that this program's core asks for instead; of what was recorded there is only a hash.
    std::string effects;
  };
  std::optional<Difference> difference;

  /// Why it cannot be stepped through any further, with the line.
  std::optional<std::string> error;
};

Restepped restep(std::istream& recording);

}  // namespace feira::node
