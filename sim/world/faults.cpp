// The fault plan applied: partitions and cuts, crashes and recoveries, pauses.

#include <utility>

#include "sim/chance/draw.hpp"
#include "sim/kernel/require.hpp"
#include "sim/world/content_hash.hpp"
#include "sim/world/world.hpp"

namespace feira::sim {

using check::EventKind;
using scenario::Fault;

namespace {

/// A clock's origin is anything within some eleven days of zero.
constexpr std::int64_t origin_max_ns = 1'000'000'000'000'000;

bool of_one_process(Fault::Kind kind) { return kind != Fault::Kind::partition && kind != Fault::Kind::cut; }

}  // namespace

void World::fault_event(std::size_t fault, EventKind kind) {
  const Fault& which = nemesis_.faults()[fault];
  check::Event event;
  event.time = now();
  event.kind = kind;
  event.id = fault + 1;
  if (of_one_process(which.kind)) event.process = watched_as(which.process);
  event.label = fault_labels_[fault];
  trace_.add(event, 0);
}

void World::fault_begins(std::size_t fault) {
  const Fault& which = nemesis_.faults()[fault];
  // A crashed marketplace can neither crash nor pause, and a stopped one has nothing more to lose.
  if (of_one_process(which.kind) && !processes_[which.process].takes_inputs()) return;
  applied_[fault] = true;
  fault_event(fault, EventKind::fault);
  switch (which.kind) {
    case Fault::Kind::partition:
    case Fault::Kind::cut:
      return network_.sever(static_cast<std::uint32_t>(fault), which);
    case Fault::Kind::clog:
    case Fault::Kind::hold:
      return network_.detain(static_cast<std::uint32_t>(fault), which, nemesis_.end_of(fault));
    case Fault::Kind::crash:
      return crash(which.process);
    case Fault::Kind::pause:
      return pause(which.process, nemesis_.end_of(fault));
    case Fault::Kind::lose_disk:
    case Fault::Kind::old_disk:
      return lose_disk(which.process, which.kind == Fault::Kind::old_disk);
  }
}

void World::fault_ends(std::size_t fault) {
  if (!applied_[fault]) return;
  applied_[fault] = false;
  fault_event(fault, EventKind::heal);
  const Fault& which = nemesis_.faults()[fault];
  switch (which.kind) {
    case Fault::Kind::partition:
    case Fault::Kind::cut:
      return network_.mend(static_cast<std::uint32_t>(fault));
    case Fault::Kind::clog:
    case Fault::Kind::hold:
      return network_.resume(static_cast<std::uint32_t>(fault));
    case Fault::Kind::crash:
    case Fault::Kind::lose_disk:
    case Fault::Kind::old_disk:
      return boot(which.process);
    case Fault::Kind::pause:
      return resume(which.process);
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
  const std::optional<std::int64_t> given = index < clocks_.size() ? clocks_[index].drift_ppm : std::nullopt;
  return {now(), LocalTime{chance::between(origin, -origin_max_ns, origin_max_ns)},
          given ? *given : chance::between(rate, -drift, drift)};
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
  process.core.start(local(index), process.disk.appended() == 0 ? std::span<const Record>() : process.disk.journal(), effects_);
  perform(index);
  settle(index);
}

void World::crash(MarketplaceIndex index, bool loses_its_disk) {
  Process& process = processes_[index];
  ++process.crashes;
  const std::uint64_t cut = chance_.bits({.stream = chance::Stream::crash_cut, .a = index, .ordinal = process.crashes});
  check::Event crashes = event(EventKind::crash, index);
  // What was not acknowledged and goes with the disk has never been seen by anybody: it did not happen.
  crashes.id = process.disk.crash(loses_its_disk ? 0 : cut);
  trace_.add(crashes, 0);
  process.up = false;
  process.paused_until.reset();
  process.alarm.forget();
  process.outbox.crash([this](const HeldSend& send) { kernel_.release(send.slot); });
  buyers_.connection_lost(index, now(), *this);
  operators_.connection_lost(index, now(), *this);
}

void World::lose_disk(MarketplaceIndex index, bool keeps_a_backup) {
  Process& process = processes_[index];
  process.archive = own_products(index);
  crash(index, true);
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

void World::pause(MarketplaceIndex index, GlobalTime until) {
  check::Event pauses = event(EventKind::pause, index);
  trace_.add(pauses, 0);
  processes_[index].paused_until = until;
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
