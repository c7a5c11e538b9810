// JSON with comments as a tree whose every value knows where in the file it stands.
//
// Reading is iterative, nesting is capped, and whatever the bytes are, the outcome is a tree or a problem that names
// line and column. Values keep offsets; `Source` turns an offset into line and column only when somebody complains.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "sim/scenario/problem.hpp"

namespace feira::scenario {

inline constexpr std::size_t nesting_max = 32;
inline constexpr std::size_t file_size_max = std::size_t{16} << 20;

/// A file's text; makes problems that point into it.
class Source {
 public:
  Source(std::string_view file, std::string_view text) : file_(file), text_(text) {}

  [[nodiscard]] std::string_view text() const { return text_; }
  [[nodiscard]] Problem problem(std::size_t offset, std::string what, std::string expected,
                                std::string_view nearest = {}) const;
  /// "line 3, column 5"
  [[nodiscard]] std::string place(std::size_t offset) const;

 private:
  [[nodiscard]] std::pair<std::size_t, std::size_t> line_and_column(std::size_t offset) const;

  std::string_view file_;
  std::string_view text_;
};

struct Member;

struct Node {
  enum class Kind : std::uint8_t {
    null,
    boolean,
    integer,        // fits in 64 bits, signed: `integer`
    large_integer,  // does not: `text` as written
    fraction,       // has a point or an exponent: `text` as written
    string,
    array,
    object,
  };
  Kind kind = Kind::null;
  std::size_t offset = 0;  // of the value's first byte
  bool boolean = false;
  std::int64_t integer = 0;
  std::string text;
  std::vector<Node> items;
  std::vector<Member> members;  // in the file's order, each key once
};

struct Member {
  std::string key;
  std::size_t offset = 0;  // of the key
  Node value;
};

/// "a string", "an object", ... for messages.
std::string kind_name(const Node& node);

/// A key that its object has already.
struct Duplicate {
  std::string key;
  std::size_t offset = 0;
  std::size_t first_offset = 0;
};

/// Keys given twice do not stop the reading: the first one counts, and `duplicates` tells of the others.
struct Document {
  Node root;
  std::vector<Duplicate> duplicates;
};

std::variant<Document, Problem> parse_document(const Source& source);

}  // namespace feira::scenario
