// Threads that serve connections: as many as are needed at once, up to a number.
#pragma once

#include <atomic>
#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include "node/http/connection.hpp"

namespace feira::http {

class Workers {
 public:
  /// `serve` must not throw.
  Workers(std::size_t threads_max, std::function<void(std::unique_ptr<Connection>)> serve)
      : threads_max_(threads_max), serve_(std::move(serve)) {}
  ~Workers() { stop(); }
  Workers(const Workers&) = delete;
  Workers& operator=(const Workers&) = delete;

  /// Served on a thread that is free, or on a new one; otherwise the connection waits for its turn.
  void serve(std::unique_ptr<Connection> connection);
  /// Somebody waits for a thread.
  [[nodiscard]] bool pressed() const { return waiting_.load(std::memory_order_relaxed) > 0; }
  [[nodiscard]] std::size_t threads_max() const { return threads_max_; }
  /// Serves no more: those that wait are closed. Returns when those under way have ended.
  void stop();

 private:
  void work();

  const std::size_t threads_max_;
  const std::function<void(std::unique_ptr<Connection>)> serve_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<std::unique_ptr<Connection>> queue_;
  std::vector<std::thread> threads_;
  std::size_t free_ = 0;
  std::atomic<std::size_t> waiting_ = 0;
  bool stopping_ = false;
};

}  // namespace feira::http
