#include "node/http/workers.hpp"

#include <system_error>

namespace feira::http {

void Workers::serve(std::unique_ptr<Connection> connection) {
  {
    const std::lock_guard lock(mutex_);
    if (stopping_) return;
    queue_.push_back(std::move(connection));
    waiting_.store(queue_.size(), std::memory_order_relaxed);
    if (queue_.size() > free_ && threads_.size() < threads_max_) {
      try {
        threads_.emplace_back([this] { work(); });
      } catch (const std::system_error&) {
        // The system has no more threads: the connection waits for one of ours, unless there is none at all.
        if (threads_.empty()) throw;
      }
    }
  }
  changed_.notify_one();
}

void Workers::work() {
  std::unique_lock lock(mutex_);
  for (;;) {
    ++free_;
    changed_.wait(lock, [this] { return stopping_ || !queue_.empty(); });
    --free_;
    if (stopping_) return;
    auto connection = std::move(queue_.front());
    queue_.pop_front();
    waiting_.store(queue_.size(), std::memory_order_relaxed);
    lock.unlock();
    serve_(std::move(connection));
    lock.lock();
  }
}

void Workers::stop() {
  std::vector<std::thread> threads;
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
    queue_.clear();
    waiting_.store(0, std::memory_order_relaxed);
    threads.swap(threads_);
  }
  changed_.notify_all();
  for (auto& thread : threads) thread.join();
}

}  // namespace feira::http
