#include "node/http/event_channel.hpp"

#include <algorithm>
#include <string_view>
#include <utility>

namespace feira::http {
namespace {

std::string in_one_line(std::string_view text) {
  std::string out(text);
  std::erase_if(out, [](char c) { return c == '\r' || c == '\n' || c == '\0'; });
  return out;
}

}  // namespace

std::string text(const Event& event) {
  std::string out;
  if (!event.id.empty()) out += "id: " + in_one_line(event.id) + '\n';
  if (!event.type.empty()) out += "event: " + in_one_line(event.type) + '\n';
  std::string_view rest = event.data;
  for (;;) {
    // Any of CR LF, CR and LF ends a line in a stream.
    const auto end = rest.find_first_of("\r\n");
    out += "data: ";
    out += rest.substr(0, end);
    out += '\n';
    if (end == std::string_view::npos) break;
    rest.remove_prefix(end + (rest.substr(end).starts_with("\r\n") ? 2 : 1));
  }
  return out + '\n';
}

bool EventChannel::push(Event event) {
  {
    const std::lock_guard lock(mutex_);
    if (closed_) return false;
    if (waiting_.size() < waiting_max_) {
      waiting_.push_back(std::move(event));
    } else {
      closed_ = true;
    }
  }
  changed_.notify_one();
  return !closed();
}

void EventChannel::close() {
  {
    const std::lock_guard lock(mutex_);
    closed_ = true;
  }
  changed_.notify_one();
}

bool EventChannel::closed() const {
  const std::lock_guard lock(mutex_);
  return closed_;
}

std::optional<std::deque<Event>> EventChannel::take(std::chrono::milliseconds patience) {
  std::unique_lock lock(mutex_);
  changed_.wait_for(lock, patience, [this] { return closed_ || !waiting_.empty(); });
  if (closed_ && waiting_.empty()) return std::nullopt;
  return std::exchange(waiting_, {});
}

}  // namespace feira::http
