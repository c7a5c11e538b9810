// How a handler of the API ends with a problem: it throws one, and the gate answers it.
#pragma once

#include <string>
#include <utility>

#include "node/http/problem.hpp"

namespace feira::node {

struct Refuse {
  http::Problem problem;
  http::Headers headers{};
};

// The problems that more than one handler knows.

/// The driver has stopped, or is about to.
[[noreturn]] void refuse_stopping();
[[noreturn]] void refuse_unknown_product(const std::string& id);
/// Something in the request is not as documented; `detail` says what was expected.
[[noreturn]] void refuse_invalid(std::string detail);

}  // namespace feira::node
