// Runs seeds on several threads and takes their results in the order of the seeds, so that what comes out is the same
// for any number of threads.
//
// Threads share nothing but the next seed and the results that wait for their turn. Those are bounded: a thread that is
// too far ahead of the slowest waits, so memory does not grow with the number of seeds.
#pragma once

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <exception>
#include <map>
#include <mutex>
#include <optional>
#include <system_error>
#include <thread>
#include <type_traits>
#include <utility>
#include <vector>

#include "sim/campaign/seed_range.hpp"

namespace feira::campaign {

/// The seeds of a range, handed out one after the other to whichever thread asks.
class SeedSource {
 public:
  explicit SeedSource(SeedRange range) : range_(range) {}

  /// The next seed, or nothing when all have been handed out.
  std::optional<std::uint64_t> take() {
    const std::uint64_t offset = next_.fetch_add(1, std::memory_order_relaxed);
    if (offset > range_.last - range_.first) return std::nullopt;
    return range_.first + offset;
  }

 private:
  SeedRange range_;
  std::atomic<std::uint64_t> next_ = 0;
};

/// Hands results on in the order of the seeds, one at a time, whichever thread brings them.
template <class Result, class Merge>
class InOrder {
 public:
  InOrder(std::uint64_t first, std::uint64_t waiting_max, Merge& merge)
      : next_(first), waiting_max_(waiting_max), merge_(merge) {}

  /// Waits while `seed` is too far ahead; the one whose turn it is never waits.
  void bring(std::uint64_t seed, Result result) {
    std::unique_lock lock(mutex_);
    turn_.wait(lock, [&] { return abandoned_ || seed - next_ < waiting_max_; });
    if (abandoned_) return;
    waiting_.emplace(seed, std::move(result));
    while (!waiting_.empty() && waiting_.begin()->first == next_) {
      merge_(std::move(waiting_.begin()->second));
      waiting_.erase(waiting_.begin());
      ++next_;
      ++merged_;
    }
    turn_.notify_all();
  }

  /// After this nobody waits any more and nothing more is merged: a result will never come.
  void abandon() {
    const std::lock_guard lock(mutex_);
    abandoned_ = true;
    turn_.notify_all();
  }

  [[nodiscard]] std::uint64_t merged() const { return merged_; }

 private:
  std::mutex mutex_;
  std::condition_variable turn_;
  std::map<std::uint64_t, Result> waiting_;
  std::uint64_t next_;
  std::uint64_t merged_ = 0;
  const std::uint64_t waiting_max_;
  bool abandoned_ = false;
  Merge& merge_;
};

/// Calls `work(seed)` for all seeds of `range` on `jobs` threads and `merge(result)` in the order of the seeds, never
/// two at once. A result that is no value ends everything after it, as does `stop`: no new seed is begun, and what was
/// begun is brought to its end. An exception of `work` or `merge` comes out here. Returns how many results were merged.
template <class Work, class Merge>
std::uint64_t run_in_order(SeedRange range, unsigned jobs, const std::atomic<bool>& stop, Work&& work, Merge&& merge) {
  using Result = typename std::invoke_result_t<Work&, std::uint64_t>::value_type;
  SeedSource source(range);
  InOrder<Result, std::remove_reference_t<Merge>> in_order(range.first, std::uint64_t{4} * jobs + 64, merge);
  std::atomic<bool> ended = false;
  std::mutex error_mutex;
  std::exception_ptr error;
  const auto end = [&] {
    ended = true;
    in_order.abandon();
  };
  const auto worker = [&] {
    try {
      while (!stop && !ended) {
        const auto seed = source.take();
        if (!seed) return;
        auto result = work(*seed);
        if (!result) return end();
        in_order.bring(*seed, *std::move(result));
      }
    } catch (...) {
      const std::lock_guard lock(error_mutex);
      if (!error) error = std::current_exception();
      end();
    }
  };
  std::vector<std::thread> threads;
  try {
    for (unsigned i = 1; i < jobs && i < range.size(); ++i) threads.emplace_back(worker);
  } catch (const std::system_error&) {
    // The machine has no more threads to give: those that there are do the work.
  }
  worker();
  for (auto& thread : threads) thread.join();
  if (error) std::rethrow_exception(error);
  return in_order.merged();
}

}  // namespace feira::campaign
