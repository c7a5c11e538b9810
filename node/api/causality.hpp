// Causality tokens: the clock of a marketplace as a buyer carries it from one to another, authenticated so that nobody
// can make one up (a clock that claims too much would make a marketplace believe that it has lost its disk).
//
//   Feira-Causality: 0c1d2e3f=12,9a0b1c2d=7;HMAC        (HMAC-SHA256 over what stands before the semicolon, as hex)
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/clock/vector_clock.hpp"

namespace feira::node {

inline constexpr const char* causality_field = "Feira-Causality";

class CausalityTokens {
 public:
  /// All of one consortium derive the same key.
  explicit CausalityTokens(std::string_view consortium_key);

  [[nodiscard]] std::string issue(const VectorClock& clock) const;
  /// Nothing for a token that this consortium has not issued.
  [[nodiscard]] std::optional<VectorClock> check(std::string_view token) const;

 private:
  const std::string key_;
};

}  // namespace feira::node
