// What waits to be sent to one peer. It is bounded: when it is full the oldest of what is said again anyway
// (heartbeats, questions, copies) goes first, then the oldest of all; the core repairs what is lost.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <memory>
#include <mutex>
#include <vector>

#include "node/driver/letter.hpp"

namespace feira::node {

class Mailbox {
 public:
  explicit Mailbox(std::size_t most) : most_(most) {}

  void put(std::shared_ptr<const Letter> letter);
  /// In the order put in, at most `letters`; waits for one. Nothing once it is closed.
  std::vector<std::shared_ptr<const Letter>> take(std::size_t letters);
  /// Waits without taking anything, but not longer than `patience`. False once it is closed.
  bool rest(std::chrono::milliseconds patience);
  /// From now on it holds so many; what is too much is dropped.
  void limit(std::size_t most);
  void close();
  [[nodiscard]] std::size_t size() const;
  [[nodiscard]] std::uint64_t dropped() const;

 private:
  struct Entry {
    std::uint64_t number = 0;
    std::shared_ptr<const Letter> letter;
  };
  void drop_surplus();

  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::size_t most_;
  std::deque<Entry> droppable_;
  std::deque<Entry> others_;
  std::uint64_t put_ = 0;
  std::uint64_t dropped_ = 0;
  bool closed_ = false;
};

}  // namespace feira::node
