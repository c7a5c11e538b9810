// Where all threads leave what the core's thread is to take. It outlives the driver for those who still hold it: what
// is put in after it was closed is not taken any more.
#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <optional>
#include <utility>
#include <variant>
#include <vector>

#include "core/effect.hpp"
#include "core/input.hpp"

namespace feira {
class Marketplace;
}

namespace feira::node {

/// Is told the answer, or nothing when the driver stopped without knowing one. Runs on the core's thread: it must be
/// short and must not block.
using Then = std::function<void(const std::optional<Reply>&)>;

/// A buyer's or an operator's request; the core's thread numbers it.
struct Asking {
  std::variant<BuyAsked, CancelAsked, ChangeAsked, LeaveAsked, EvictAsked> input;
  /// After this long a buyer is answered `Pending`.
  std::optional<Duration> patience;
  Then then;
};

/// What a reader sees: the core between two rounds. While the store cannot be written, it may show what is not durable
/// yet.
struct View {
  const Marketplace& core;
  LocalTime now;
};
/// Is called with null when the driver stops before it could be read.
struct Reading {
  std::function<void(const View*)> read;
};

using Job = std::variant<Asking, Message, HookEnded, HookSkipped, Reading>;

class Inbox {
 public:
  /// False, and `job` untouched, when it is closed.
  bool put(Job&& job) {
    {
      const std::lock_guard lock(mutex_);
      if (closed_) return false;
      jobs_.push_back(std::move(job));
    }
    came_.notify_one();
    return true;
  }

  /// All or none: false when it is closed or holds `most` jobs or more.
  bool put_all(std::vector<Message>& messages, std::size_t most) {
    {
      const std::lock_guard lock(mutex_);
      if (closed_ || jobs_.size() >= most) return false;
      for (Message& message : messages) jobs_.emplace_back(std::move(message));
    }
    came_.notify_one();
    return true;
  }

  /// Moves all that waits into `out`; waits up to `patience` for something to come. Returns whether it is still open.
  bool take(std::vector<Job>& out, std::chrono::nanoseconds patience) {
    std::unique_lock lock(mutex_);
    came_.wait_for(lock, patience, [this] { return !jobs_.empty() || closed_; });
    out.clear();
    out.swap(jobs_);
    return !closed_;
  }

  void close() {
    {
      const std::lock_guard lock(mutex_);
      closed_ = true;
    }
    came_.notify_all();
  }

 private:
  std::mutex mutex_;
  std::condition_variable came_;
  std::vector<Job> jobs_;
  bool closed_ = false;
};

}  // namespace feira::node
