// The fault plan applied: crashes and recoveries, pauses. What else strikes one marketplace stands in
// process_faults.cpp.

#include <algorithm>
#include <variant>

#include "core/wire/frame.hpp"
#include "sim/chance/draw.hpp"
#include "sim/kernel/require.hpp"
#include "sim/scenario/network_faults.hpp"
#include "sim/world/content_hash.hpp"
#include "sim/world/world.hpp"

namespace feira::sim {

using check::EventKind;
using kernel::require;
using scenario::Fault;

namespace {

/// A clock's origin is anything within some eleven days of zero.
constexpr std::int64_t origin_max_ns = 1'000'000'000'000'000;

bool needs_running(Fault::Kind kind) {
  return kind == Fault::Kind::crash || kind == Fault::Kind::pause || kind == Fault::Kind::suspend ||
         kind == Fault::Kind::clock_step || kind == Fault::Kind::lose_disk || kind == Fault::Kind::old_disk ||
         kind == Fault::Kind::flip_bits;
}

}  // namespace

void World::fault_event(std::size_t fault, EventKind kind) {
  const Fault& which = nemesis_.faults()[fault];
  check::Event event;
  event.time = now();
  event.kind = kind;
  event.id = fault + 1;
  if (!scenario::is_of_the_network(which.kind)) event.process = watched_as(which.process);
  event.label = fault_labels_[fault];
  trace_.add(event, 0);
}

void World::message_event(std::string_view label) {
  check::Event event;
  event.time = now();
  event.kind = EventKind::fault;
  event.label = label;
  trace_.add(event, 0);
}

void World::fault_begins(std::size_t fault) {
  const Fault& which = nemesis_.faults()[fault];
  // A crashed marketplace can neither crash nor pause, and a stopped one has nothing more to lose.
  if (needs_running(which.kind) && !processes_[which.process].takes_inputs()) return;
  applied_[fault] = which.length > Duration{};
  fault_event(fault, EventKind::fault);
  const auto id = static_cast<std::uint32_t>(fault);
  switch (which.kind) {
    case Fault::Kind::partition:
    case Fault::Kind::cut:
      return network_.sever(id, which);
    case Fault::Kind::clog:
    case Fault::Kind::hold:
      return network_.detain(id, which, nemesis_.end_of(fault));
    default:
      return process_fault_begins(which, nemesis_.end_of(fault));
  }
}

void World::fault_ends(std::size_t fault) {
  if (!applied_[fault]) return;
  applied_[fault] = false;
  fault_event(fault, EventKind::heal);
  const Fault& which = nemesis_.faults()[fault];
  const auto id = static_cast<std::uint32_t>(fault);
  switch (which.kind) {
    case Fault::Kind::partition:
    case Fault::Kind::cut:
      return network_.mend(id);
    case Fault::Kind::clog:
    case Fault::Kind::hold:
      return network_.resume(id);
    default:
      return process_fault_ends(which);
  }
}

void World::calm() {
  calm_ = true;
  check::Event event;
  event.time = now();
  event.kind = EventKind::calm;
  trace_.add(event, 0);
}

LocalClock World::draw_clock(MarketplaceIndex index) const {
  const Process& process = processes_[index];
  const std::uint64_t origin =
      chance_.bits({.stream = chance::Stream::clock_origin, .a = index, .ordinal = process.life});
  const std::int64_t drift = process.config.options.drift_ppm;
  const std::uint64_t rate = chance_.bits({.stream = chance::Stream::clock_rate, .a = index});
  const scenario::ClockSpec given = index < clocks_.size() ? clocks_[index] : scenario::ClockSpec{};
  const bool first = process.life == 1;
  return {now(),
          first && given.origin ? *given.origin : LocalTime{chance::between(origin, -origin_max_ns, origin_max_ns)},
          process.drift_ppm ? *process.drift_ppm
          : given.drift_ppm ? *given.drift_ppm
                            : chance::between(rate, -drift, drift)};
}

/// The first start, or a recovery from what survived.
void World::boot(MarketplaceIndex index) {
  Process& process = processes_[index];
  const bool first = !process.started;
  process.started = true;
  ++process.life;
  process.clock = draw_clock(index);
  process.up = true;
  if (!first) process.core = Marketplace(process.config);
  check::Event begins = event(first ? EventKind::start : EventKind::recover, index);
  trace_.add(begins, 0);
  effects_.clear();
  process.core.start(local(index), process.disk.appended() == 0 ? std::span<const Record>() : process.disk.journal(),
                     effects_);
  perform(index);
  settle(index);
}

void World::crash(MarketplaceIndex index, scenario::Keeps keeps) {
  Process& process = processes_[index];
  ++process.crashes;
  const std::uint64_t cut = chance_.bits({.stream = chance::Stream::crash_cut, .a = index, .ordinal = process.crashes});
  const std::uint64_t tear =
      chance_.bits({.stream = chance::Stream::crash_tear, .a = index, .ordinal = process.crashes});
  check::Event crashes = event(EventKind::crash, index);
  // While the disk is stalled nothing becomes durable, whether it is acknowledged or not.
  crashes.id = process.disk.crash(now() < process.stalled_until ? scenario::Keeps::synced : keeps, cut, tear);
  trace_.add(crashes, 0);
  process.up = false;
  process.paused_until.reset();
  process.busy_until = {};
  process.wake_at = never;
  process.clock_set_back = false;
  process.alarm.forget();
  process.outbox.crash([this](const HeldSend& send) { kernel_.release(send.slot); });
  buyers_.connection_lost(index, now(), *this);
  operators_.connection_lost(index, now(), *this);
}

/// Its time to start again has come.
void World::recover(MarketplaceIndex index) {
  Process& process = processes_[index];
  process.recovers_late = now() < process.unreadable_until;
  if (process.recovers_late) return struck(index, "recovery-failed");
  if (!process.disk.torn().empty()) {
    const auto frame = wire::read_frame(process.disk.torn());
    require(std::holds_alternative<wire::FrameDamage>(frame), "a part of a frame is not taken for a whole one");
    struck(index, "torn-record");
  }
  if (process.disk.flipped()) {
    require(process.disk.intact_records() < process.disk.acknowledged(), "a checksum shows a flipped bit of a journal");
    struck(index, "flipped-bits-caught");
    return rejoin(index);
  }
  boot(index);
}

void World::lose_disk(MarketplaceIndex index, bool keeps_a_backup) {
  Process& process = processes_[index];
  process.archive = own_products(index);
  // What was not acknowledged and goes with the disk has never been seen by anybody: it did not happen.
  crash(index, scenario::Keeps::synced);
  std::uint64_t kept = 0;
  if (keeps_a_backup && process.disk.appended() > 1) {
    const std::uint64_t bits =
        chance_.bits({.stream = chance::Stream::backup_cut, .a = index, .ordinal = process.crashes});
    kept = 1 + chance::below(bits, process.disk.appended() - 1);
  }
  process.disk.restore(kept);
  // Watched as a process of its own, which starts with nothing that anybody has seen.
  process.is_double = true;
  process.started = false;
}

void World::flip_bits(MarketplaceIndex index) {
  Process& process = processes_[index];
  process.archive = own_products(index);
  const bool has_a_place = is_member(index);
  // As of a lost disk: nobody has seen what was not acknowledged, and nobody will.
  crash(index, scenario::Keeps::synced);
  // Who has not been let in yet has nothing to lose but its turn, and no id that anybody could evict. Without an id
  // left it could not come back.
  if (!has_a_place || !roster_.can_renew(index) || process.disk.appended() == 0) return;
  const auto bits = [&](std::uint8_t purpose) {
    return chance_.bits(
        {.stream = chance::Stream::flipped_bit, .a = index, .ordinal = process.life, .purpose = purpose});
  };
  process.disk.flip_bit(bits(0), bits(1));
}

void World::pause(MarketplaceIndex index, GlobalTime until) {
  std::optional<GlobalTime>& paused_until = processes_[index].paused_until;
  const bool paused_before = paused_until.has_value();
  paused_until = std::max(paused_until.value_or(until), until);
  if (paused_before) return;
  check::Event pauses = event(EventKind::pause, index);
  trace_.add(pauses, 0);
}

void World::resume(MarketplaceIndex index) {
  std::optional<GlobalTime>& until = processes_[index].paused_until;
  // A crash may have ended the pause, another pause may be on.
  if (!until || *until > now()) return;
  until.reset();
  check::Event resumes = event(EventKind::resume, index);
  trace_.add(resumes, 0);
}

}  // namespace feira::sim
