#include "raw_client.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>

#include <array>
#include <charconv>
#include <stdexcept>

namespace feira::http::test {

using Steady = std::chrono::steady_clock;

RawClient::RawClient(std::uint16_t port) : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (::connect(socket_.get(), reinterpret_cast<const sockaddr*>(&address), sizeof(address)) != 0) {
    throw std::runtime_error("cannot connect");
  }
  const int on = 1;
  (void)::setsockopt(socket_.get(), IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
}

bool RawClient::send(std::string_view bytes) {
  while (!bytes.empty()) {
    const auto size = ::send(socket_.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (size <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(size));
  }
  return true;
}

bool RawClient::read_some(std::string& out, Steady::time_point deadline) {
  const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - Steady::now()).count();
  pollfd waited{socket_.get(), POLLIN, 0};
  if (left <= 0 || ::poll(&waited, 1, static_cast<int>(left)) <= 0) return false;
  std::array<char, 65536> buffer;
  const auto size = ::recv(socket_.get(), buffer.data(), buffer.size(), 0);
  if (size <= 0) return false;
  out.append(buffer.data(), static_cast<std::size_t>(size));
  return true;
}

std::string RawClient::read_to_end(std::chrono::milliseconds patience) {
  std::string out;
  const auto deadline = Steady::now() + patience;
  while (read_some(out, deadline)) {
  }
  return out;
}

std::string RawClient::read_until(std::string_view text, std::chrono::milliseconds patience) {
  std::string out;
  const auto deadline = Steady::now() + patience;
  while (out.find(text) == std::string::npos && read_some(out, deadline)) {
  }
  return out;
}

std::string ask(std::uint16_t port, std::string_view bytes) {
  RawClient client(port);
  client.send(bytes);
  return client.read_to_end();
}

int status_of(std::string_view answer) {
  int status = 0;
  if (answer.size() > 12) std::from_chars(answer.data() + 9, answer.data() + 12, status);
  return status;
}

}  // namespace feira::http::test
