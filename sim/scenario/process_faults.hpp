// The faults that strike one marketplace, as a table: reader, fault plan, traces and descriptions take their words from
// it.
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <span>
#include <string_view>

#include "sim/scenario/scenario.hpp"

namespace feira::scenario {

/// Whether and how a fault keeps its marketplace from taking steps, which decides what may not overlap it.
enum class Hold : std::uint8_t {
  down,    // crashed: another crash or a pause makes no sense meanwhile
  lost,    // crashed, to come back as another
  paused,  // takes no step: meaningless inside a crash
  none,    // goes on
};

struct ProcessFault {
  Fault::Kind kind = Fault::Kind::crash;
  /// In files, traces and names of situations: "slow-disk".
  std::string_view word;
  /// After the marketplace's name: "has a slow disk".
  std::string_view verb;
  /// In a scenario's summary: "slow disks".
  std::string_view plural;
  Hold hold = Hold::none;
  std::optional<RandomFaultSpec> RandomFaultsSpec::* random = nullptr;
  /// The word for what else such a fault says; empty if there is none.
  std::string_view detail;
  bool needs_detail = false;
};

/// In the order in which a plan takes them.
std::span<const ProcessFault> process_faults();
/// Precondition: not a fault of the network.
const ProcessFault& process_fault(Fault::Kind kind);

inline constexpr std::array<std::string_view, 4> keeps_words{"any", "all", "synced", "torn"};
inline constexpr std::array<std::string_view, 2> clock_words{"goes-on", "stops"};

}  // namespace feira::scenario
