// Events on their way to one client that listens to a server-sent stream (WHATWG HTML, 9.2).
//
// A producer pushes from any thread and never waits: whoever reads too slowly is cut off, and comes back with the
// Last-Event-ID it has seen.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <deque>
#include <mutex>
#include <optional>
#include <string>

namespace feira::http {

struct Event {
  /// What the client gives back as Last-Event-ID. Empty for none; line breaks are left out.
  std::string id{};
  /// Empty for "message"; line breaks are left out.
  std::string type{};
  /// May have several lines.
  std::string data{};
};

/// The event as it stands in the stream.
std::string text(const Event& event);

class EventChannel {
 public:
  explicit EventChannel(std::size_t waiting_max = 1024) : waiting_max_(waiting_max) {}

  /// False when the channel is closed: nobody will read it, or the reader was too slow and is cut off.
  bool push(Event event);
  /// No further events. What waits is still delivered.
  void close();
  [[nodiscard]] bool closed() const;
  /// All events that wait; waits for one for at most `patience`. Nothing at all once closed and empty.
  std::optional<std::deque<Event>> take(std::chrono::milliseconds patience);

 private:
  const std::size_t waiting_max_;
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<Event> waiting_;
  bool closed_ = false;
};

}  // namespace feira::http
