// What one marketplace holds at one moment, for people and for programs.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/marketplace.hpp"
#include "sim/check/names.hpp"
#include "sim/report/palette.hpp"

namespace feira::report {

/// A marketplace as its driver has it.
struct MarketplaceState {
  std::string name;
  enum class Condition : std::uint8_t {
    not_started,
    up,
    paused,
    down,
    stopped,  // for good: `core` says why
  };
  Condition condition = Condition::up;
  LocalTime local;
  /// How fast its clock gains, in parts per million.
  std::int64_t drift_ppm = 0;
  std::uint32_t crashes = 0;
  /// Of its journal, in the driver's hands.
  RecordNumber written = 0;
  RecordNumber durable = 0;
  /// Effects that wait for records to become durable.
  std::size_t held_back = 0;
  /// Not owned. Of one that is down it is what was in memory when it crashed.
  const Marketplace* core = nullptr;
};

/// A heading of one line and a line for each thing that is not empty. Times are told from now on.
std::string text(const MarketplaceState& state, const check::Names& names, const Palette& palette);
/// As an object; durations in nanoseconds from now on.
std::string json(const MarketplaceState& state, const check::Names& names);

}  // namespace feira::report
