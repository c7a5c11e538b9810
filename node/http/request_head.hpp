// The head of a request: request line and header fields, read by the letter of RFC 9112.
//
// A message that two programs could read differently is how requests are smuggled past a proxy, so all that is
// doubtful is refused: bare line feeds, folded lines, blanks before colons, two lengths, a length beside chunks.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "node/http/message.hpp"
#include "node/http/problem.hpp"

namespace feira::http {

struct RequestHead {
  Method method = Method::get;
  std::string target;
  /// 0 or 1, of HTTP/1.x.
  int minor_version = 1;
  Headers headers;
  /// Of the body, in bytes; zero for none.
  std::uint64_t content_length = 0;
  bool chunked = false;
  bool expects_continue = false;
  /// The client wants no further request on this connection.
  bool close = false;

  [[nodiscard]] bool has_body() const { return chunked || content_length > 0; }
};

struct HeadLimits {
  std::size_t bytes = std::size_t{16} << 10U;
  std::size_t fields = 64;
  std::size_t target_bytes = std::size_t{4} << 10U;
};

/// More bytes are needed.
struct HeadIncomplete {};
struct HeadRead {
  RequestHead head;
  /// Of the bytes given, those of the head, its empty line included.
  std::size_t size = 0;
};
using HeadResult = std::variant<HeadIncomplete, HeadRead, Problem>;

/// Reads the head that begins with the first byte.
HeadResult read_head(std::string_view bytes, const HeadLimits& limits);

}  // namespace feira::http
