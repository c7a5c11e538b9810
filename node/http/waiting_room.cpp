#include "node/http/waiting_room.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <system_error>

namespace feira::http {
namespace {

std::string numeric(const sockaddr_storage& address) {
  std::array<char, INET6_ADDRSTRLEN> text{};
  const void* bytes = address.ss_family == AF_INET6
                          ? static_cast<const void*>(&reinterpret_cast<const sockaddr_in6*>(&address)->sin6_addr)
                          : static_cast<const void*>(&reinterpret_cast<const sockaddr_in*>(&address)->sin_addr);
  return inet_ntop(address.ss_family, bytes, text.data(), text.size()) == nullptr ? std::string{} : text.data();
}

void add(int poll, int descriptor, unsigned events) {
  epoll_event event{};
  event.events = events;
  event.data.fd = descriptor;
  if (epoll_ctl(poll, EPOLL_CTL_ADD, descriptor, &event) != 0) {
    throw std::system_error(errno, std::generic_category(), "epoll_ctl");
  }
}

}  // namespace

WaitingRoom::WaitingRoom(Listener listener, Options options, Ready ready)
    : listener_(std::move(listener)),
      options_(std::move(options)),
      ready_(std::move(ready)),
      poll_(epoll_create1(EPOLL_CLOEXEC)),
      bell_(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {
  if (!poll_.valid() || !bell_.valid()) throw std::system_error(errno, std::generic_category(), "epoll");
  add(poll_.get(), listener_.socket.get(), EPOLLIN);
  add(poll_.get(), bell_.get(), EPOLLIN);
  thread_ = std::thread([this] { watch(); });
}

void WaitingRoom::park(std::unique_ptr<Connection> connection, Reason reason, Deadline deadline) {
  const int descriptor = connection->descriptor();
  bool first = false;
  {
    const std::lock_guard lock(mutex_);
    if (stopping_) {
      leave();
      return;
    }
    first = by_deadline_.empty() || deadline < by_deadline_.begin()->first;
    by_deadline_.emplace(deadline, descriptor);
    waiting_.insert_or_assign(descriptor, Waiting{std::move(connection), reason, deadline});
    // Closing a descriptor takes it off the poll, and so does taking it out: it is always new there.
    epoll_event event{};
    event.events = EPOLLIN | EPOLLRDHUP;
    event.data.fd = descriptor;
    if (epoll_ctl(poll_.get(), EPOLL_CTL_ADD, descriptor, &event) != 0) {
      by_deadline_.erase({deadline, descriptor});
      waiting_.erase(descriptor);
      leave();
      return;
    }
  }
  if (first) rouse();
}

void WaitingRoom::stop() {
  {
    const std::lock_guard lock(mutex_);
    if (stopping_) return;
    stopping_ = true;
  }
  rouse();
  thread_.join();
  listener_.socket.reset();
  const std::lock_guard lock(mutex_);
  open_.fetch_sub(waiting_.size(), std::memory_order_relaxed);
  waiting_.clear();
  by_deadline_.clear();
}

void WaitingRoom::watch() {
  std::array<epoll_event, 64> events;
  for (;;) {
    const int count = epoll_wait(poll_.get(), events.data(), static_cast<int>(events.size()), patience_ms());
    for (int i = 0; i < count; ++i) {
      const int descriptor = events.at(static_cast<std::size_t>(i)).data.fd;
      if (descriptor == bell_.get()) {
        std::uint64_t rings = 0;
        (void)!::read(bell_.get(), &rings, sizeof(rings));
      } else if (descriptor == listener_.socket.get()) {
        accept_all();
      } else {
        wake(descriptor);
      }
    }
    {
      const std::lock_guard lock(mutex_);
      if (stopping_) return;
    }
    close_late(Clock::now());
  }
}

void WaitingRoom::accept_all() {
  for (;;) {
    sockaddr_storage address{};
    socklen_t size = sizeof(address);
    Descriptor socket(
        accept4(listener_.socket.get(), reinterpret_cast<sockaddr*>(&address), &size, SOCK_NONBLOCK | SOCK_CLOEXEC));
    if (socket.valid()) {
      admit(std::move(socket), numeric(address));
    } else if (errno == EMFILE || errno == ENFILE) {
      // Out of descriptors: an idle connection gives up its own. Without one the rest waits in the backlog a little.
      if (!drop_longest_idle()) {
        std::this_thread::sleep_for(std::chrono::milliseconds(5));
        return;
      }
    } else if (errno != ECONNABORTED && errno != EINTR) {
      return;
    }
  }
}

void WaitingRoom::admit(Descriptor socket, std::string remote) {
  if (open() >= options_.connections_max && !drop_longest_idle()) {
    turned_away_.fetch_add(1, std::memory_order_relaxed);
    if (options_.tls == nullptr) {
      const auto& answer = options_.full_answer;
      (void)::send(socket.get(), answer.data(), answer.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
      (void)::shutdown(socket.get(), SHUT_WR);
    }
    return;
  }
  open_.fetch_add(1, std::memory_order_relaxed);
  auto connection = std::make_unique<Connection>(std::move(socket), std::move(remote), options_.tls);
  const auto deadline = Clock::now() + options_.first_byte_time;
  if (options_.tls != nullptr) connection->head_deadline = deadline;
  park(std::move(connection), Reason::idle, deadline);
}

std::unique_ptr<Connection> WaitingRoom::take_out(int descriptor) {
  const auto at = waiting_.find(descriptor);
  if (at == waiting_.end()) return nullptr;
  by_deadline_.erase({at->second.deadline, descriptor});
  auto connection = std::move(at->second.connection);
  waiting_.erase(at);
  (void)epoll_ctl(poll_.get(), EPOLL_CTL_DEL, descriptor, nullptr);
  return connection;
}

void WaitingRoom::wake(int descriptor) {
  std::unique_ptr<Connection> connection;
  {
    const std::lock_guard lock(mutex_);
    const auto at = waiting_.find(descriptor);
    if (at == waiting_.end()) return;
    if (at->second.reason == Reason::lingering) {
      std::array<char, 16384> thrown_away;
      const auto size = ::recv(descriptor, thrown_away.data(), thrown_away.size(), MSG_DONTWAIT);
      if (size > 0 || (size < 0 && errno == EAGAIN)) return;
      (void)take_out(descriptor);
      leave();
      return;
    }
    connection = take_out(descriptor);
  }
  ready_(std::move(connection));
}

void WaitingRoom::close_late(Deadline now) {
  const std::lock_guard lock(mutex_);
  while (!by_deadline_.empty() && by_deadline_.begin()->first <= now) {
    const int descriptor = by_deadline_.begin()->second;
    const bool had_begun = waiting_.at(descriptor).reason == Reason::begun;
    const auto connection = take_out(descriptor);
    if (had_begun && options_.tls == nullptr) {
      (void)connection->write(options_.late_answer, now);
      connection->finish_writing();
    }
    leave();
  }
}

bool WaitingRoom::drop_longest_idle() {
  const std::lock_guard lock(mutex_);
  const auto longest = std::ranges::find_if(
      by_deadline_, [this](const auto& entry) { return waiting_.at(entry.second).reason == Reason::idle; });
  if (longest == by_deadline_.end()) return false;
  (void)take_out(longest->second);
  leave();
  return true;
}

int WaitingRoom::patience_ms() {
  const std::lock_guard lock(mutex_);
  if (by_deadline_.empty()) return -1;
  const auto left = std::chrono::ceil<std::chrono::milliseconds>(by_deadline_.begin()->first - Clock::now()).count();
  return static_cast<int>(std::clamp<std::int64_t>(left, 0, 60'000));
}

void WaitingRoom::rouse() {
  const std::uint64_t once = 1;
  (void)!::write(bell_.get(), &once, sizeof(once));
}

}  // namespace feira::http
