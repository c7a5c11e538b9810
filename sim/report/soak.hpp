// A soak's sums as the file that the next session takes up, and as a summary for people.
#pragma once

#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "sim/campaign/soak.hpp"
#include "sim/report/palette.hpp"

namespace feira::report {

/// The text is no soak's state, or that of another version; says what was expected.
class BadSoakState : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// One JSON document with format and version.
std::string soak_state(const std::vector<campaign::SoakSum>& sums);
/// Its inverse. Throws `BadSoakState`.
std::vector<campaign::SoakSum> read_soak_state(std::string_view text);

/// All sums together: what was run, what was reached and what never, the slowest seeds, and each violation with the
/// line that repeats it.
std::string soak_summary(const std::vector<campaign::SoakSum>& sums, const Palette& palette);

}  // namespace feira::report
