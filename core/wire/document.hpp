// One JSON document as a flat list of values: what decoding walks over. Bounded in bytes, values and depth; refuses
// what a lenient reader would bend (duplicate keys, fractions, numbers beyond 64 bits).
//
// Values stand in the order of the text, so the values inside `i` are i+1 to end(i)-1.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/wire/wire.hpp"

namespace feira::wire {

class Document {
 public:
  using Index = std::uint32_t;
  enum class Kind : std::uint8_t { null, boolean, number, text, list, object };

  /// Reads `text`, replacing what was held. The error, if any.
  std::optional<WireError> read(std::string_view text);

  [[nodiscard]] Kind kind(Index i) const { return values_[i].kind; }
  /// The value after `i` and all that is inside it.
  [[nodiscard]] Index end(Index i) const { return values_[i].end; }
  /// A boolean's or number's value; numbers below zero are refused when reading: none is ever written.
  [[nodiscard]] std::uint64_t number(Index i) const { return values_[i].number; }
  [[nodiscard]] std::string_view text(Index i) const { return view(values_[i].text); }
  /// The key of a value that stands in an object.
  [[nodiscard]] std::string_view key(Index i) const { return view(values_[i].key); }
  /// Where the value stands, as in `$.body.ranges[2]`.
  [[nodiscard]] std::string path(Index i) const;

 private:
  class Builder;

  struct Span {
    std::uint32_t at = 0;
    std::uint32_t size = 0;
  };
  struct Value {
    Kind kind = Kind::null;
    Index end = 0;
    Span key;
    Span text;
    std::uint64_t number = 0;
  };

  [[nodiscard]] std::string_view view(Span span) const {
    return std::string_view(characters_).substr(span.at, span.size);
  }

  std::vector<Value> values_;
  std::string characters_;
};

}  // namespace feira::wire
