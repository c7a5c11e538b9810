// Messages that checkers count when they have left, and that are still held back for durability. A crash takes them
// back.
#pragma once

#include <cstdint>
#include <vector>

#include "core/message.hpp"
#include "sim/check/directory.hpp"
#include "sim/check/ring.hpp"

namespace feira::check {

/// What counts of a grant, a last word or a cancel answer.
struct Departure {
  std::uint64_t message = 0;
  MessageKind kind = MessageKind::grant;
  Ware product = none;
  InterestRef interest;  // grant, last word
  bool ended = false;    // last word
  Keys keys;             // decided: last word, cancel answer
};

class Departures {
 public:
  explicit Departures(std::uint32_t members) : held_(members) {}

  /// A place for a message that is held back; every field is to be assigned.
  Departure& hold(Dense process) { return held_[process].push(); }

  /// Hands the message out if it is one of these. Messages leave in the order made.
  template <class Take>
  void depart(Dense process, std::uint64_t message, Take&& take) {
    Ring<Departure>& held = held_[process];
    for (std::size_t i = 0; i < held.size() && held[i].message <= message; ++i) {
      if (held[i].message != message) continue;
      take(held[i]);
      held[i].message = 0;
      break;
    }
    while (!held.empty() && held.front().message == 0) held.pop_front();
  }

  /// What it grants from here on it grants anew: grants that are held back count as none.
  void new_life(Dense process) {
    Ring<Departure>& held = held_[process];
    for (std::size_t i = 0; i < held.size(); ++i) {
      if (held[i].kind == MessageKind::grant) held[i].message = 0;
    }
  }
  void crash(Dense process) { held_[process].clear(); }

 private:
  std::vector<Ring<Departure>> held_;
};

}  // namespace feira::check
