// Where connections are while nobody has to do anything for them: idle ones, those whose request has not arrived
// completely, and those that are closed once the client has read its answer. One thread watches them all, so that
// slow and silent clients cost a descriptor and no thread. It accepts new connections, too.
#pragma once

#include <atomic>
#include <cstddef>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <thread>
#include <unordered_map>
#include <utility>

#include "node/http/connection.hpp"
#include "node/http/listener.hpp"

namespace feira::http {

class WaitingRoom {
 public:
  struct Options {
    /// Open connections at once, wherever they are.
    std::size_t connections_max = 2048;
    /// How long a newcomer may take to begin.
    std::chrono::milliseconds first_byte_time{};
    /// What is written to a newcomer for whom there is no room, as it stands.
    std::string full_answer;
    /// What is written to who did not complete a request in time.
    std::string late_answer;
    /// Null without TLS; then no answer is written to the above.
    ssl_ctx_st* tls = nullptr;
  };
  using Ready = std::function<void(std::unique_ptr<Connection>)>;

  enum class Reason : std::uint8_t {
    /// Between two requests. The longest idle makes room for newcomers when all is full.
    idle,
    /// A request or handshake has begun.
    begun,
    /// All is said; what still arrives is thrown away, until the client closes.
    lingering,
  };

  /// `ready` gets each connection that has something to read; it must not block.
  WaitingRoom(Listener listener, Options options, Ready ready);
  ~WaitingRoom() { stop(); }
  WaitingRoom(const WaitingRoom&) = delete;
  WaitingRoom& operator=(const WaitingRoom&) = delete;

  /// Closed at `deadline` if nothing has come. From any thread.
  void park(std::unique_ptr<Connection> connection, Reason reason, Deadline deadline);
  /// A connection that was given out has been closed.
  void leave() { open_.fetch_sub(1, std::memory_order_relaxed); }
  /// Accepts no more, and closes those that wait. What is parked afterwards is closed at once.
  void stop();

  [[nodiscard]] std::size_t open() const { return open_.load(std::memory_order_relaxed); }
  [[nodiscard]] std::uint64_t turned_away() const { return turned_away_.load(std::memory_order_relaxed); }

 private:
  struct Waiting {
    std::unique_ptr<Connection> connection;
    Reason reason = Reason::idle;
    Deadline deadline;
  };

  void watch();
  void accept_all();
  void admit(Descriptor socket, std::string remote);
  void wake(int descriptor);
  void close_late(Deadline now);
  bool drop_longest_idle();
  [[nodiscard]] std::unique_ptr<Connection> take_out(int descriptor);
  [[nodiscard]] int patience_ms();
  void rouse();

  Listener listener_;
  const Options options_;
  const Ready ready_;
  Descriptor poll_;
  Descriptor bell_;
  std::mutex mutex_;
  std::unordered_map<int, Waiting> waiting_;
  std::set<std::pair<Deadline, int>> by_deadline_;
  bool stopping_ = false;
  std::atomic<std::size_t> open_ = 0;
  std::atomic<std::uint64_t> turned_away_ = 0;
  std::thread thread_;
};

}  // namespace feira::http
