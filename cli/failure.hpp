// How a command ends that cannot do its work. Thrown by whoever finds out, shown in one place (main.cpp).
#pragma once

#include <stdexcept>

#include "sim/campaign/judgement.hpp"

namespace feira::cli {

using campaign::Exit;

/// What went wrong and what was expected, in words for the user; may have several lines.
class Failure : public std::runtime_error {
 public:
  Failure(Exit exit, const std::string& what) : std::runtime_error(what), exit_(exit) {}
  [[nodiscard]] Exit exit() const { return exit_; }

 private:
  Exit exit_;
};

}  // namespace feira::cli
