// Who may come in: every handler of the API stands behind it. It counts how often buyers ask, knows the operator, turns
// what handlers refuse into problems, and says of every answer how it may be kept.
#pragma once

#include <string>

#include "node/api/premises.hpp"
#include "node/api/rate_limit.hpp"
#include "node/http/message.hpp"

namespace feira::node {

enum class Visitor : std::uint8_t {
  /// Never counted: whoever watches over the node.
  watcher,
  /// Anybody, at a limited rate.
  buyer,
  /// Only who shows the operator's token.
  the_operator,
};

class Gate {
 public:
  explicit Gate(const Premises& premises)
      : token_(premises.operator_token), limits_(premises.limits), rate_(limits_.per_second, limits_.burst) {}

  /// The handler, behind the gate. It may throw `Refuse`.
  http::Handler for_a(Visitor visitor, http::Handler handler);

 private:
  void admit(Visitor visitor, const http::Request& request);
  [[nodiscard]] bool is_operator(const http::Request& request) const;
  void count(const http::Request& request);

  const std::string token_;
  const BuyerLimits limits_;
  RateLimit rate_;
};

}  // namespace feira::node
