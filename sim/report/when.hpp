// When a failure became inevitable: a chart for people, and its data for programs.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "sim/check/event.hpp"
#include "sim/report/palette.hpp"

namespace feira::report {

struct WhenReport {
  /// One look: of so many continuations from here so many fail alike, and how far that may be trusted.
  struct Point {
    std::uint64_t cut = 0;
    std::uint64_t event = 0;
    check::GlobalTime time;
    std::uint64_t failing = 0;
    std::uint64_t runs = 0;
    std::int64_t per_mille = 0;
    std::int64_t low_per_mille = 0;
    std::int64_t high_per_mille = 1000;
  };
  struct Told {
    std::uint64_t number = 0;
    std::string line;
    /// Of the step that is spoken of.
    bool marked = false;
  };
  /// The greatest rise; `step` when it is over a single step.
  struct Jump {
    Point before;
    Point after;
    bool one_step = false;
    /// The intervals before and after do not touch.
    bool sure = false;
    /// That step among its neighbours, or the stretch's first and last events.
    std::vector<Told> events;
    /// What was drawn in it, in words.
    std::vector<std::string> drawn;
  };

  std::string title;
  std::string file;
  std::uint64_t seed = 0;
  /// Of which class, and how it came out.
  std::string failure;
  std::string sentence;
  std::uint64_t failed_at_event = 0;
  check::GlobalTime failed_at;
  /// Other properties that are violated.
  std::vector<std::string> others;
  std::uint64_t continuations = 0;
  std::uint64_t steps = 0;
  bool fresh_faults = false;
  bool interrupted = false;
  std::vector<Point> points;
  std::optional<Jump> jump;
  std::optional<Point> certain_from;
};

/// `width`: of the page, in characters.
std::string text(const WhenReport& report, std::size_t width, const Palette& palette);
std::string json(const WhenReport& report);

}  // namespace feira::report
