// A client that sends exactly the bytes it is told to, right or wrong.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

#include "node/http/listener.hpp"

namespace feira::http::test {

class RawClient {
 public:
  explicit RawClient(std::uint16_t port);

  /// False when the other side no longer takes any.
  bool send(std::string_view bytes);
  /// All that comes until the other side closes, or for this long at most.
  std::string read_to_end(std::chrono::milliseconds patience = std::chrono::seconds(3));
  /// What comes until this text is among it.
  std::string read_until(std::string_view text, std::chrono::milliseconds patience = std::chrono::seconds(3));
  void close() { socket_.reset(); }

 private:
  bool read_some(std::string& out, std::chrono::steady_clock::time_point deadline);

  Descriptor socket_;
};

/// Sends the bytes on a connection of its own and reads to the end.
std::string ask(std::uint16_t port, std::string_view bytes);
/// The status of an answer; zero for none.
int status_of(std::string_view answer);

}  // namespace feira::http::test
