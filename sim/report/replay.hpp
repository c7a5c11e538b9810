// What came of repeating a run: for people and for programs.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "sim/campaign/judgement.hpp"
#include "sim/check/event.hpp"
#include "sim/check/names.hpp"
#include "sim/report/palette.hpp"
#include "sim/report/state.hpp"

namespace feira::report {

struct ReplayReport {
  enum class Outcome : std::uint8_t {
    same,           // up to the end
    same_so_far,    // up to where it was to stop
    differs,        // and should not
    other_version,  // differs, as another version may
    interrupted,    // before its end, the same so far
  };

  /// The first event that is not the same.
  struct Difference {
    /// Zero: all events are the same, and only the final states differ.
    std::uint64_t event = 0;
    check::GlobalTime time;
    /// As JSON lines; empty where that run was over before.
    std::string first;
    std::string second;
    /// What the run does, in words.
    std::string words;
  };

  /// One of the last events.
  struct Told {
    std::uint64_t number = 0;
    std::string line;
  };

  std::string title;
  /// The trace, or the scenario when it was run twice.
  std::string file;
  bool of_trace = false;
  /// Of a trace: where it came from.
  std::string written_by;
  std::string this_version;
  std::string scenario;
  std::uint64_t seed = 0;
  Outcome outcome = Outcome::same;
  /// The same in both.
  std::uint64_t events = 0;
  std::uint64_t digest = 0;
  std::optional<Difference> difference;
  /// What else should be known, a sentence each.
  std::vector<std::string> notes;

  /// Where it stands now: at the end of the step in which its last event was made.
  std::uint64_t here = 0;
  check::GlobalTime now;
  /// Empty unless it was to stop somewhere or states were asked for.
  std::vector<Told> last;
  std::vector<MarketplaceState> states;

  [[nodiscard]] campaign::Exit exit() const;
};

std::string text(const ReplayReport& report, const check::Names& names, const Palette& palette);
std::string json(const ReplayReport& report, const check::Names& names);

}  // namespace feira::report
