// One marketplace as the world runs it: the core, and around it its clock, disk, wake-up and what waits to leave.
//
// A life is from a start or recovery to the next crash; what was begun in an earlier life and ends in a later one
// (a disk write, a hook) concerns nobody any more.
#pragma once

#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "core/marketplace.hpp"
#include "sim/scenario/scenario.hpp"
#include "sim/world/alarm.hpp"
#include "sim/world/disk.hpp"
#include "sim/world/local_clock.hpp"
#include "sim/world/outbox.hpp"
#include "sim/world/roster.hpp"

namespace feira::sim {

struct Process {
  Process(Config the_config, bool may_crash)
      : config(std::move(the_config)), core(config), disk(may_crash), keeps_records(may_crash) {}

  /// Takes steps, or will when its pause is over.
  [[nodiscard]] bool takes_inputs() const { return up && !stopped; }

  /// Whether what comes at `now` has to wait before it is taken.
  [[nodiscard]] bool is_late(GlobalTime now) const { return paused_until || slow || now < busy_until; }

  Config config;
  Marketplace core;
  LocalClock clock;
  Disk disk;
  Outbox outbox;
  Alarm alarm;
  /// While paused: when it goes on.
  std::optional<GlobalTime> paused_until;
  /// When it is to be woken, on its own clock: `alarm` has that in global time.
  LocalTime wake_at = never;
  /// Its clock was set back, and it has taken no step since in which it could have noticed.
  bool clock_set_back = false;
  /// Counts the lives; zero before the first start.
  std::uint32_t life = 0;
  std::uint32_t crashes = 0;
  bool up = false;
  /// It has started before, on this disk.
  bool started = false;
  /// The core has said that this marketplace must not go on.
  bool stopped = false;
  /// It has left or was evicted: it will not come back.
  bool gone = false;
  /// It has lost its disk before, and joins under an id that is not its first.
  bool rejoins = false;
  /// It runs on a disk that has lost records, and is watched under its double's id.
  bool is_double = false;
  bool keeps_records = false;
  /// What it sold when its disk was lost: its operator's copy.
  std::vector<Product> archive;
  /// Whom its broadcasts go to, as of this version of its membership.
  std::vector<MarketplaceIndex> audience;
  std::uint64_t audience_version = 0;
  /// A crash for ever.
  bool down_for_good = false;
  /// Its time to recover came while its journal could not be read.
  bool recovers_late = false;

  // What faults do to it while they last.
  /// How long each input takes.
  std::optional<scenario::Spread> slow;
  /// When the last input in line is taken, and how many have stood in it.
  GlobalTime busy_until;
  std::uint64_t waited = 0;
  /// How long writes take instead of what the scenario says.
  std::optional<scenario::Spread> write;
  GlobalTime stalled_until;
  GlobalTime full_until;
  bool write_refused = false;
  GlobalTime unreadable_until;
  std::optional<std::int64_t> drift_ppm;
};

}  // namespace feira::sim
