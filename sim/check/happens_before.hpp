// Happens-before among interests, rebuilt from what was observed: sends and receives, durable records and recoveries,
// causality tokens. The core's clocks are never looked at.
//
// Each marketplace has its knowledge: for each origin, the number of that origin's latest interest that happened before
// now. A message takes a snapshot of it at the step that made it, a record one that a recovering marketplace starts
// from, and an answer one that a buyer may hand on. Snapshots are shared as long as knowledge does not change, so that
// a message costs no copy.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "sim/check/directory.hpp"
#include "sim/check/ring.hpp"

namespace feira::check {

class HappensBefore {
 public:
  explicit HappensBefore(std::uint32_t members);

  /// A step of `process` made message `id`; ids rise. `departed`: it cannot be taken back by a crash any more.
  void send(Dense process, std::uint64_t id, bool departed);
  void depart(Dense process, std::uint64_t id);
  /// `last`: no copy of the message will come any more. `event` numbers rise over all calls that have one.
  void receive(Dense process, std::uint64_t id, bool last, std::uint64_t event);
  void drop(std::uint64_t id, bool last);

  /// `process` makes its interest `number`; call before the record that holds it.
  void interest(Dense process, std::uint32_t number, std::uint64_t event);
  void record(Dense process, std::uint64_t number, std::uint64_t event);
  void durable(Dense process, std::uint64_t through);
  /// `process` loses all that came after record `survives`.
  void crash(Dense process, std::uint64_t survives, std::uint64_t event);

  /// The answer to `request`, of dense numbers, left; it was made when event `made` was the last (zero: just now).
  void answer(Dense process, std::uint32_t request, std::uint64_t made);
  /// The token of `request` will not be handed on any more.
  void forget(std::uint32_t request);
  /// A buyer handed the token of the answer to `request` on to `process`.
  void token(Dense process, std::uint32_t request, std::uint64_t event);

  /// For each origin the number of its latest interest that happened before now at `process`, its own included.
  [[nodiscard]] std::span<const std::uint32_t> knowledge(Dense process) const {
    return {now_.data() + std::size_t{process} * members_, members_};
  }
  /// Messages below this id have no copy in flight.
  [[nodiscard]] std::uint64_t first_in_flight() const { return first_message_; }
  /// Snapshots alive: bounded by what is in flight, not yet durable, or kept for buyers.
  [[nodiscard]] std::size_t snapshots() const { return references_.size() - free_.size(); }

 private:
  using Snapshot = std::uint32_t;

  struct RecordMark {
    std::uint64_t number = 0;
    std::uint64_t event = 0;
    Snapshot snapshot = none;
  };
  /// What was known from event `since` on, until the next.
  struct Era {
    std::uint64_t since = 0;
    Snapshot snapshot = none;
  };
  struct Process {
    Snapshot frozen = none;       // equal to the knowledge now, or none since it changed
    std::uint64_t since = 0;      // when knowledge last changed
    std::uint64_t undurable = 0;  // records made and not yet durable
    Ring<RecordMark> records;     // from the last durable one on
    Ring<Era> eras;               // what was known while records were not yet durable
    std::vector<std::uint64_t> held;
    std::vector<std::uint64_t> seen;  // by origin of the snapshot: the serial of the last one taken over
  };

  Snapshot freeze(Dense process);
  void keep(Snapshot snapshot) { ++references_[snapshot]; }
  void release(Snapshot snapshot);
  /// To be called before knowledge changes, and after.
  void changing(Process& process, Dense index);
  void changed(Process& process, std::uint64_t event);
  void learn(Dense process, Snapshot snapshot, std::uint64_t event);
  void let_go(std::uint64_t message);
  Snapshot known_at(Dense process, std::uint64_t made);

  std::uint32_t members_;
  std::vector<std::uint32_t> now_;  // by process, then origin
  std::vector<Process> processes_;
  // Snapshots: their vectors, how many hold each, whose and which.
  std::vector<std::uint32_t> vectors_;
  std::vector<std::uint32_t> references_;
  std::vector<std::uint64_t> serials_;
  std::vector<Dense> owners_;
  std::vector<Snapshot> free_;
  std::uint64_t next_serial_ = 1;
  // Messages in flight: the snapshot of message `first_message_ + i`.
  Ring<Snapshot> messages_;
  std::uint64_t first_message_ = 1;
  std::vector<Snapshot> tokens_;  // by request
};

}  // namespace feira::check
