// Single messages of which the scenario says what happens to them: looked up by address, in place of what would be
// drawn, and noted when it came about.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "sim/scenario/scenario.hpp"

namespace feira::sim {

class Overrides {
 public:
  Overrides() = default;
  explicit Overrides(const scenario::Scenario& scenario);

  struct Entry {
    scenario::MessageOverride given;
    /// As the trace tells it: "message: 2nd interest from bia to ana takes 40ms", and the same with what comes of it
    /// on arrival, "is lost" or "comes again 1s later".
    std::string delay_label{};
    std::string arrival_label{};
    bool delayed = false;
    bool arrived = false;
  };

  [[nodiscard]] bool empty() const { return entries_.empty(); }
  /// Null when nothing is said of this message.
  [[nodiscard]] Entry* find(const scenario::MessageAddress& message);

  /// What never came about, in the order of the addresses: "2nd interest from bia to ana takes 40ms".
  [[nodiscard]] std::vector<std::string> missed() const;

 private:
  /// By address.
  std::vector<Entry> entries_;
};

}  // namespace feira::sim
