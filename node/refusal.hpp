// Why a node does not start, or a command about one is not carried out: in words for its operator, with what to do.
#pragma once

#include <stdexcept>

namespace feira::node {

class Refusal : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

}  // namespace feira::node
