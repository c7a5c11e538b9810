// A port that is listened at.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <variant>

namespace feira::http {

/// A descriptor that is closed when it goes.
class Descriptor {
 public:
  explicit Descriptor(int fd = -1) : fd_(fd) {}
  Descriptor(Descriptor&& other) noexcept : fd_(other.release()) {}
  Descriptor& operator=(Descriptor&& other) noexcept;
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor() { reset(); }

  [[nodiscard]] int get() const { return fd_; }
  [[nodiscard]] bool valid() const { return fd_ >= 0; }
  int release() {
    const int fd = fd_;
    fd_ = -1;
    return fd;
  }
  void reset();

 private:
  int fd_;
};

struct Listener {
  Descriptor socket;
  /// The one that was asked for, or that the kernel chose.
  std::uint16_t port = 0;
};

struct ListenError {
  /// Another process (or this one) listens at this port.
  bool in_use = false;
  /// For people: address, port and what is wrong.
  std::string text;
};

/// Asks the system for room for so many connections and some files beside them, as far as it lets us (the usual limit
/// of 1,024 descriptors can be raised by the process itself). Returns for how many connections there is room.
std::size_t make_room_for(std::size_t connections);

/// Listens at a numeric address of IPv4 or IPv6 ("localhost" is 127.0.0.1). Port 0 lets the kernel choose. A port that
/// somebody listens at is refused (SO_REUSEADDR, never SO_REUSEPORT); up to 512 connections wait to be accepted.
std::variant<Listener, ListenError> listen_at(const std::string& address, std::uint16_t port);

}  // namespace feira::http
