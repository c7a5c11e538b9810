#include "node/driver/event_log.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace feira::node {

const char* name(HappeningKind kind) {
  static constexpr std::array<const char*, 4> names{"product-changed", "purchase-decided", "member-changed",
                                                    "member-suspected"};
  return names[static_cast<std::size_t>(kind)];
}

void EventLog::add(Happening happening) {
  const auto since_1970 = std::chrono::system_clock::now().time_since_epoch();
  happening.wall_ms = std::chrono::duration_cast<std::chrono::milliseconds>(since_1970).count();
  {
    const std::lock_guard lock(mutex_);
    happening.number = ++made_;
    kept_.push_back(std::move(happening));
    if (kept_.size() > kept_max_) kept_.pop_front();
  }
  came_.notify_all();
}

void EventLog::close() {
  {
    const std::lock_guard lock(mutex_);
    closed_ = true;
  }
  came_.notify_all();
}

EventLog::Page EventLog::after(std::uint64_t after, std::size_t most, std::chrono::milliseconds patience) const {
  std::unique_lock lock(mutex_);
  came_.wait_for(lock, patience, [&] { return made_ > after || closed_; });
  Page page;
  page.closed = closed_;
  if (made_ <= after) return page;
  const std::uint64_t oldest = made_ - kept_.size() + 1;
  page.gap = after + 1 < oldest;
  const std::uint64_t first = std::max(after + 1, oldest);
  for (std::uint64_t number = first; number <= made_ && page.happenings.size() < most; ++number) {
    page.happenings.push_back(kept_[static_cast<std::size_t>(number - oldest)]);
  }
  return page;
}

std::uint64_t EventLog::newest() const {
  const std::lock_guard lock(mutex_);
  return made_;
}

}  // namespace feira::node
