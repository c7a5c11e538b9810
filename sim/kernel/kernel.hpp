// A discrete-event kernel: virtual time, an event queue, processes that exchange opaque messages and set timers.
//
// It knows neither what a message means nor how long it travels: who posts says when each copy arrives (see
// sim/kernel/transit.hpp). Events leave in the order of their times, those of one time in the order they were posted,
// so a run is a function of what was posted. There is no global state, and a kernel is a value: a copy goes on by
// itself.
//
// `Message` is any default-constructible value. `Timer` is plain data of at most 24 bytes. The host is what the events
// are handed to; it may post, set timers, hold and release while it handles one:
//
//   void on_message(ProcessIndex from, ProcessIndex to, Slot, const Message&, std::uint32_t tag, bool last);
//   void on_timer(ProcessIndex owner, const Timer&);
//
// `last` says that no other copy of this message is under way or retained. The message stays valid until the handler
// returns, and longer if the handler posts it again or retains it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <type_traits>
#include <utility>

#include "sim/kernel/event_queue.hpp"
#include "sim/kernel/message_slab.hpp"
#include "sim/kernel/require.hpp"
#include "sim/kernel/time.hpp"

namespace feira::kernel {

/// Processes are numbered by their host, from 0.
using ProcessIndex = std::uint32_t;

template <class Message, class Timer>
class Kernel {
  static_assert(std::is_trivially_copyable_v<Timer> && sizeof(Timer) <= 24, "a timer is a few plain bytes");

 public:
  /// The time of the event being handled, or of the last one.
  [[nodiscard]] Time now() const { return now_; }
  [[nodiscard]] bool empty() const { return queue_.empty(); }
  /// Events that are pending.
  [[nodiscard]] std::size_t pending() const { return queue_.size(); }
  /// Events that were handled.
  [[nodiscard]] std::uint64_t handled() const { return handled_; }
  /// When the next event is due.
  [[nodiscard]] std::optional<Time> next_time() {
    if (queue_.empty()) return std::nullopt;
    return Time{static_cast<std::int64_t>(queue_.next_time())};
  }

  /// Keeps a message. It must then be posted or retained at least once, or dropped.
  template <class Value>
  Slot hold(Value&& message) {
    return messages_.hold(std::forward<Value>(message));
  }
  /// As `hold`, with an old message's memory: for who fills `at(slot)` in place.
  [[nodiscard]] Slot acquire() { return messages_.acquire(); }
  [[nodiscard]] Message& at(Slot slot) { return messages_.at(slot); }
  [[nodiscard]] const Message& at(Slot slot) const { return messages_.at(slot); }
  /// Copies under way, being handled and retained.
  [[nodiscard]] std::uint32_t copies(Slot slot) const { return messages_.copies(slot); }
  /// Messages that are held.
  [[nodiscard]] std::size_t held() const { return messages_.held(); }

  /// Keeps a message beyond its deliveries, for instance while its receiver is paused.
  void retain(Slot slot) { messages_.retain(slot); }
  /// Takes one `retain` back. True when it was the last: the message is gone.
  bool release(Slot slot) {
    const bool last = messages_.take(slot) == 0;
    messages_.settle(slot);
    return last;
  }
  /// Forgets a message that was held and never posted nor retained; does nothing to any other.
  void drop(Slot slot) { messages_.settle(slot); }

  /// One more copy of a held message under way, to arrive at `at`. `tag` is handed to the host as it is.
  void post(Time at, ProcessIndex from, ProcessIndex to, Slot slot, std::uint32_t tag = 0) {
    require_not_past(at);
    messages_.retain(slot);
    Pending& event = queue_.push(static_cast<std::uint64_t>(at.ns));
    event.to = to;
    event.slot = slot.index;
    event.what.copy = {from, tag};
  }

  void set_timer(Time at, ProcessIndex owner, const Timer& timer) {
    require_not_past(at);
    Pending& event = queue_.push(static_cast<std::uint64_t>(at.ns));
    event.to = owner;
    event.slot = no_slot;
    event.what.timer = timer;
  }

  /// Takes the next event and hands it to `host`. False when nothing is pending. Not to be called from a handler.
  template <class Host>
  bool run_next(Host& host) {
    if (queue_.empty()) return false;
    const auto [time, event] = queue_.pop();
    now_ = Time{static_cast<std::int64_t>(time)};
    ++handled_;
    if (event.slot == no_slot) {
      host.on_timer(event.to, event.what.timer);
    } else {
      deliver(host, event);
    }
    return true;
  }

 private:
  static constexpr std::uint32_t no_slot = 0xFFFFFFFF;

  struct Copy {
    ProcessIndex from;
    std::uint32_t tag;
  };
  union What {
    Copy copy;
    Timer timer;
    What() : copy{} {}
  };
  struct Pending {
    ProcessIndex to = 0;
    std::uint32_t slot = no_slot;
    What what;
  };

  template <class Host>
  void deliver(Host& host, const Pending& event) {
    const Slot slot{event.slot};
    const bool last = messages_.copies(slot) == 1;
    const Message& message = messages_.at(slot);
    host.on_message(event.what.copy.from, event.to, slot, message, event.what.copy.tag, last);
    release(slot);  // only now, so that the message outlives its handling
  }

  void require_not_past(Time at) const { require(at >= now_, "nothing is posted into the past"); }

  EventQueue<Pending> queue_;
  MessageSlab<Message> messages_;
  Time now_;
  std::uint64_t handled_ = 0;
};

}  // namespace feira::kernel
