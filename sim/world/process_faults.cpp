// The faults of one marketplace: of its process, its disk and its clock.

#include <algorithm>

#include "sim/world/content_hash.hpp"
#include "sim/world/spread.hpp"
#include "sim/world/world.hpp"

namespace feira::sim {

using check::EventKind;
using scenario::Fault;

void World::process_fault_begins(const Fault& fault, GlobalTime end) {
  const MarketplaceIndex index = fault.process;
  Process& process = processes_[index];
  switch (fault.kind) {
    case Fault::Kind::crash:
      crash(index, fault.keeps);
      if (fault.for_ever) {
        process.down_for_good = true;
        struck(index, "down-for-good");
      }
      return;
    case Fault::Kind::lose_disk:
    case Fault::Kind::old_disk:
      return lose_disk(index, fault.kind == Fault::Kind::old_disk);
    case Fault::Kind::flip_bits:
      return flip_bits(index);
    case Fault::Kind::pause:
      return pause(index, end);
    case Fault::Kind::suspend:
      pause(index, end);
      if (fault.clock_stops) change_clock(index, process.clock.standing_still(now(), end));
      return;
    case Fault::Kind::slow:
      process.slow = fault.each;
      return;
    case Fault::Kind::slow_disk:
      process.write = fault.each;
      return;
    case Fault::Kind::stall:
      process.stalled_until = end;
      return;
    case Fault::Kind::full_disk:
      process.full_until = end;
      process.write_refused = false;
      return;
    case Fault::Kind::read_error:
      process.unreadable_until = end;
      return;
    case Fault::Kind::drift:
      process.drift_ppm = fault.amount;
      if (process.up) change_clock(index, process.clock.with_drift(now(), fault.amount));
      return;
    case Fault::Kind::clock_step:
      return change_clock(index, process.clock.set_by(now(), Duration{fault.amount}));
    default:  // of the network
      return;
  }
}

void World::process_fault_ends(const Fault& fault) {
  const MarketplaceIndex index = fault.process;
  Process& process = processes_[index];
  switch (fault.kind) {
    case Fault::Kind::crash:
    case Fault::Kind::lose_disk:
    case Fault::Kind::old_disk:
    case Fault::Kind::flip_bits:
      return recover(index);
    case Fault::Kind::suspend:
      if (fault.clock_stops && process.up) struck(index, "clock-stood-still");
      return resume(index);
    case Fault::Kind::pause:
      return resume(index);
    case Fault::Kind::slow:
      process.slow.reset();
      return;
    case Fault::Kind::slow_disk:
      process.write.reset();
      return;
    case Fault::Kind::full_disk:
      if (process.takes_inputs()) settle(index);
      return;
    case Fault::Kind::read_error:
      if (process.recovers_late) recover(index);
      return;
    case Fault::Kind::drift:
      process.drift_ppm.reset();
      if (process.up) change_clock(index, process.clock.with_drift(now(), draw_clock(index).drift_ppm()));
      return;
    case Fault::Kind::stall:  // what waited has its timers
    case Fault::Kind::clock_step:
    default:  // of the network
      return;
  }
}

void World::struck(MarketplaceIndex index, std::string_view situation) {
  check::Event event = this->event(EventKind::struck, index);
  event.label = situation;
  trace_.add(event, 0);
}

/// Everything that was set for a moment of the old clock is set anew.
void World::change_clock(MarketplaceIndex index, const LocalClock& clock) {
  Process& process = processes_[index];
  const bool set_back = clock.read(now()) < process.clock.read(now());
  process.clock = clock;
  if (process.wake_at != never && process.takes_inputs()) {
    process.alarm.forget();
    want_alarm(index);
  }
  // Who notices that its clock went back leaves all sections; until its next step it does nothing inside.
  process.clock_set_back = process.clock_set_back || set_back;
  if (!process.clock_set_back) move_leases(index);
}

/// What runs inside the critical section runs under a lease that ends at another moment now.
void World::move_leases(MarketplaceIndex index) {
  const Process& process = processes_[index];
  for (std::uint32_t place = 0; place < running_.size(); ++place) {
    const Running& running = running_[place];
    const bool lives = !running.ended && !running.skipped && running.at == index && running.life == process.life;
    if (!lives || running.hook.incarnation != process.core.incarnation()) continue;
    check::Event moved = event(EventKind::lease_moved, index);
    moved.lease_end = process.clock.first_at(running.hook.until);
    moved.hook = &running.hook;
    trace_.add(moved, content_hash(running.hook));
  }
}

/// One input more that has to wait. Returns when it is taken: each takes its time, one after the other.
GlobalTime World::stand_in_line(MarketplaceIndex index) {
  Process& process = processes_[index];
  ++process.waited;
  const Duration wait =
      process.slow ? draw(*process.slow,
                          chance_.bits({.stream = chance::Stream::slow_step, .a = index, .ordinal = process.waited}))
                   : Duration{};
  process.busy_until = {std::max(now(), process.busy_until).ns + wait.ns};
  struck(index, "input-waited");
  return process.busy_until;
}

bool World::refuses_write(MarketplaceIndex index) {
  Process& process = processes_[index];
  if (process.full_until <= now()) return false;
  if (!std::exchange(process.write_refused, true)) struck(index, "write-refused");
  return true;
}

}  // namespace feira::sim
