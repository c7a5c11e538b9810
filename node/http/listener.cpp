#include "node/http/listener.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <optional>
#include <system_error>

namespace feira::http {
namespace {

constexpr int waiting_to_be_accepted_max = 512;
/// For the store, peers and logs.
constexpr rlim_t other_descriptors = 256;

struct SocketAddress {
  sockaddr_storage storage{};
  socklen_t size = 0;
};

std::optional<SocketAddress> socket_address(const std::string& text, std::uint16_t port) {
  SocketAddress address;
  sockaddr_in v4{};
  if (inet_pton(AF_INET, text == "localhost" ? "127.0.0.1" : text.c_str(), &v4.sin_addr) == 1) {
    v4.sin_family = AF_INET;
    v4.sin_port = htons(port);
    std::memcpy(&address.storage, &v4, sizeof(v4));
    address.size = sizeof(v4);
    return address;
  }
  sockaddr_in6 v6{};
  if (inet_pton(AF_INET6, text.c_str(), &v6.sin6_addr) == 1) {
    v6.sin6_family = AF_INET6;
    v6.sin6_port = htons(port);
    std::memcpy(&address.storage, &v6, sizeof(v6));
    address.size = sizeof(v6);
    return address;
  }
  return std::nullopt;
}

std::uint16_t port_of(int fd) {
  SocketAddress address;
  address.size = sizeof(address.storage);
  if (getsockname(fd, reinterpret_cast<sockaddr*>(&address.storage), &address.size) != 0) return 0;
  if (address.storage.ss_family == AF_INET6) {
    return ntohs(reinterpret_cast<const sockaddr_in6*>(&address.storage)->sin6_port);
  }
  return ntohs(reinterpret_cast<const sockaddr_in*>(&address.storage)->sin_port);
}

ListenError failure(const std::string& address, std::uint16_t port, int error) {
  std::string text = "cannot listen at " + address + " port " + std::to_string(port) + ": ";
  text += error == EADDRINUSE ? "another process listens there" : std::generic_category().message(error);
  return {error == EADDRINUSE, text};
}

}  // namespace

Descriptor& Descriptor::operator=(Descriptor&& other) noexcept {
  if (this != &other) {
    reset();
    fd_ = other.release();
  }
  return *this;
}

void Descriptor::reset() {
  if (fd_ >= 0) ::close(fd_);
  fd_ = -1;
}

std::size_t make_room_for(std::size_t connections) {
  rlimit limit{};
  const rlim_t wanted = connections + other_descriptors;
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return connections;
  if (limit.rlim_cur < wanted) {
    const rlimit raised{std::min(wanted, limit.rlim_max), limit.rlim_max};
    if (setrlimit(RLIMIT_NOFILE, &raised) == 0) limit = raised;
  }
  const rlim_t kept_back = std::min(other_descriptors, limit.rlim_cur / 2);
  return std::min<std::size_t>(connections, limit.rlim_cur - kept_back);
}

std::variant<Listener, ListenError> listen_at(const std::string& address, std::uint16_t port) {
  const auto where = socket_address(address, port);
  if (!where) return ListenError{false, "cannot listen at " + address + ": not a numeric address"};
  Listener listener{Descriptor(::socket(where->storage.ss_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0))};
  const int fd = listener.socket.get();
  if (fd < 0) return failure(address, port, errno);
  const int on = 1;
  // Accepted connections inherit TCP_NODELAY: without it answers wait 40 ms for the client's acknowledgement.
  (void)setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
  (void)setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
  if (::bind(fd, reinterpret_cast<const sockaddr*>(&where->storage), where->size) != 0 ||
      ::listen(fd, waiting_to_be_accepted_max) != 0) {
    return failure(address, port, errno);
  }
  listener.port = port_of(fd);
  return listener;
}

}  // namespace feira::http
