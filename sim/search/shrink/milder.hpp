// Scenarios that are simpler than a given one without lacking any of its parts: milder faults, defaults in place of
// numbers, rounder numbers. Each list begins with what would be the greatest gain.
#pragma once

#include <string_view>
#include <vector>

#include "sim/scenario/scenario.hpp"

namespace feira::search {

/// One thing that could be simpler, and in which ways: the first that still fails is taken.
struct Milder {
  /// "the 2nd fault": for progress.
  std::string_view what;
  std::vector<scenario::Scenario> ways;
};

/// Whole parts back to their defaults: all at once, then one after the other.
std::vector<Milder> defaults(const scenario::Scenario& scenario);
/// Network, disk and hook without trouble or chance, one after the other.
std::vector<Milder> calmer_surroundings(const scenario::Scenario& scenario);
/// Buyers who ask for less, and fewer of them.
std::vector<Milder> milder_buyers(const scenario::Scenario& scenario);
/// A loss becomes a delay, a crash a pause; spells become shorter, clocks are less wrong.
std::vector<Milder> milder_faults(const scenario::Scenario& scenario);
/// In place of a link or a kind of message that is slow for the whole run, messages of one kind on hold for a while.
std::vector<Milder> holds_for_slowness(const scenario::Scenario& scenario);
/// Delays as short as they can be, in round numbers.
std::vector<Milder> shorter_delays(const scenario::Scenario& scenario);
/// Less time between one thing that happens and the next.
std::vector<Milder> shorter_waits(const scenario::Scenario& scenario);
/// Times as a person would write them.
std::vector<Milder> rounder_times(const scenario::Scenario& scenario);

/// Round durations below `duration`, the shortest first: 1, 2, 5, 10, ... of a millisecond.
std::vector<Duration> round_below(Duration duration);
/// `duration` rounded to seconds, halves, quarters, tenths, ... of one, the roundest first. Nothing for what is round
/// enough: whole multiples of 50 ms.
std::vector<Duration> rounded(Duration duration);

}  // namespace feira::search
