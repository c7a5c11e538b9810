// GET /events: what happens at this marketplace, as server-sent events.
//
// Each has the id LIFE-NUMBER. Who comes back with Last-Event-ID is told what was missed, as long as it is remembered
// and the marketplace has not been restarted; otherwise an event `reset` says that there is a gap, and that what is
// shown must be read anew. One thread reads the event log and feeds all listeners.
#pragma once

#include <atomic>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include "node/api/gate.hpp"
#include "node/api/premises.hpp"
#include "node/http/event_channel.hpp"
#include "node/http/server.hpp"

namespace feira::node {

class EventStream {
 public:
  explicit EventStream(Premises& premises) : premises_(premises) {}
  EventStream(const EventStream&) = delete;
  EventStream& operator=(const EventStream&) = delete;
  ~EventStream() { stop(); }

  void mount(http::Server& server, Gate& gate);
  void start();
  void stop();

 private:
  http::Response listen(const http::Request& request);
  void feed();
  [[nodiscard]] http::Event event_of(const Happening& happening) const;
  /// What a listener is told before anything else, so that it has a place to come back to; also after a gap.
  [[nodiscard]] http::Event first_event(bool gap, std::uint64_t after) const;
  /// Events were made faster than they could be read: all must look anew.
  void reset_all();
  /// Where a listener goes on: the number after which it wants to be told, or nothing when there is a gap.
  [[nodiscard]] std::optional<std::uint64_t> resume_after(const std::string& last_event_id) const;

  Premises& premises_;
  std::uint32_t life_ = 0;
  std::mutex mutex_;
  std::vector<std::weak_ptr<http::EventChannel>> listeners_;
  /// All up to here were given to those who listen.
  std::uint64_t told_ = 0;
  std::atomic<bool> stopping_ = false;
  std::thread thread_;
};

}  // namespace feira::node
