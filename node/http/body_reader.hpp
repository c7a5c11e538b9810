// The body of a request, by its Content-Length or in chunks (RFC 9112, 7.1), within its limits.
//
// Chunks are read here, and by the letter, because cpp-httplib takes a chunk that does not end where it says for the
// end of the body: what follows would be answered as another request.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <variant>

#include "node/http/connection.hpp"
#include "node/http/problem.hpp"
#include "node/http/request_head.hpp"

namespace feira::http {

/// Takes a body apart that comes in chunks. Extensions of chunks are skipped; trailers are refused.
class ChunkReader {
 public:
  enum class State : std::uint8_t { more, done, malformed, too_long };

  explicit ChunkReader(std::size_t body_bytes_max) : bytes_max_(body_bytes_max) {}

  /// Takes from the front of `bytes` and returns how many. Takes all while there is more to come.
  std::size_t take(std::string_view bytes);
  [[nodiscard]] State state() const { return state_; }
  [[nodiscard]] std::string& body() { return body_; }

 private:
  enum class Place : std::uint8_t {
    size,
    extension,
    size_end,
    data,
    data_end,
    data_line_feed,
    last_end,
    last_line_feed
  };

  void take_one(char c);
  void take_size(char c);

  const std::size_t bytes_max_;
  State state_ = State::more;
  Place place_ = Place::size;
  std::size_t size_ = 0;
  std::size_t digits_ = 0;
  std::size_t extension_ = 0;
  std::string body_;
};

struct BodyOptions {
  std::size_t bytes_max = 0;
  /// From now to the end of the body.
  std::chrono::milliseconds time{};
  /// Told when the body keeps the thread waiting (true) and when it has ended (false); gives the time that is left.
  std::function<std::chrono::milliseconds(bool)> on_slow;
};

/// The body is gone.
struct BodyLost {};

/// Takes exactly the body from `connection.in` and the socket. After a problem, where the next request begins is not
/// known.
std::variant<std::string, Problem, BodyLost> read_body(Connection& connection, const RequestHead& head,
                                                       const BodyOptions& options);

}  // namespace feira::http
