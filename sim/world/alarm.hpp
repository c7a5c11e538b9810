// A marketplace's one wake-up, on top of kernel timers that cannot be taken back.
//
// A step may move the wake-up at any time. As long as the timer that is set comes no later than what is wanted, nothing
// is set anew: it fires early and is then set again. So a wake-up that is moved with every step costs no timer a step.
#pragma once

#include <cstdint>
#include <optional>

#include "sim/world/local_clock.hpp"

namespace feira::sim {

class Alarm {
 public:
  /// A kernel timer to be set; `ticket` comes back with it.
  struct Setting {
    GlobalTime at;
    std::uint32_t ticket = 0;
  };

  /// Wakes at `at` instead of when it was to before. Returns the timer to set, if any.
  std::optional<Setting> want(GlobalTime at) {
    wanted_ = at;
    if (at >= end_of_time || (pending_ && *pending_ <= at)) return std::nullopt;
    return set(at);
  }

  /// No wake-up, and no timer that was set before counts any more: after a crash.
  void forget() {
    wanted_.reset();
    pending_.reset();
    ++ticket_;
  }

  /// Whether the kernel timer with this ticket is the wake-up, at `now`.
  [[nodiscard]] bool is_due(std::uint32_t ticket, GlobalTime now) const {
    return ticket == ticket_ && pending_ && wanted_ && *wanted_ <= now;
  }

  /// A kernel timer has fired.
  struct Fired {
    /// Whether this is the wake-up. It is then over until wanted again.
    bool due = false;
    std::optional<Setting> again;
  };
  Fired fired(std::uint32_t ticket, GlobalTime now) {
    if (ticket != ticket_ || !pending_) return {};
    pending_.reset();
    if (!wanted_ || *wanted_ >= end_of_time) return {};
    if (now < *wanted_) return {false, set(*wanted_)};
    wanted_.reset();
    return {true, std::nullopt};
  }

 private:
  Setting set(GlobalTime at) {
    pending_ = at;
    return {at, ++ticket_};
  }

  std::optional<GlobalTime> wanted_;
  /// When the timer with the present ticket fires; older ones are void.
  std::optional<GlobalTime> pending_;
  std::uint32_t ticket_ = 0;
};

}  // namespace feira::sim
