// What a campaign's sum means for what its scenario expects, and the exit code that follows.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "sim/campaign/tally.hpp"
#include "sim/scenario/scenario.hpp"

namespace feira::campaign {

/// The exit codes of the program, for scripts to rely on.
enum class Exit : int {
  as_expected = 0,
  violated = 1,
  unknown = 2,
  bad_input = 64,
  own_error = 70,
  interrupted = 130,
};

/// The one that counts over several scenarios: interrupted, 70, 64, 1, 2, 0 in this order.
Exit worse(Exit a, Exit b);

/// A situation that came less often over the campaign than its scenario demands.
struct Unreached {
  std::string situation;
  std::uint64_t times = 0;
  std::uint64_t demanded = 0;
  friend bool operator==(const Unreached&, const Unreached&) = default;
};

struct Judgement {
  /// Violated, and the scenario does not expect it.
  std::vector<std::string> unexpected;
  /// Expected to be violated, but never was.
  std::vector<std::string> never_came;
  std::vector<Unreached> unreached;
  /// The lowest seed that violates something unexpected, or else something expected: the one to tell in full.
  std::optional<std::uint64_t> telling_seed;

  [[nodiscard]] Exit exit() const;
};

Judgement judge(const Tally& tally, const scenario::Expectation& expect, const std::vector<scenario::ReachSpec>& reach);

}  // namespace feira::campaign
