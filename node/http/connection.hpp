// One accepted connection, plain or TLS: bytes in and out, each with a deadline. Never blocks but in `wait_readable`
// and `write`.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "node/http/listener.hpp"

struct ssl_st;
struct ssl_ctx_st;

namespace feira::http {

using Clock = std::chrono::steady_clock;
using Deadline = Clock::time_point;

enum class Io : std::uint8_t {
  done,
  /// Nothing there yet.
  would_block,
  /// The other side has closed, or the connection is broken.
  closed,
};

struct FreeTls {
  void operator()(ssl_st* tls) const;
};

class Connection {
 public:
  /// `tls` is null for a plain connection.
  Connection(Descriptor socket, std::string remote, ssl_ctx_st* tls);

  /// Goes on with the TLS handshake as far as it goes; a plain connection has none.
  Io shake_hands();
  /// Appends what has arrived to `in`, at most `bytes_max` of it.
  Io fill(std::size_t bytes_max);
  /// Waits for something to read. False when the deadline has passed.
  [[nodiscard]] bool wait_readable(Deadline deadline) const;
  /// Writes all. False when the connection broke or the deadline has passed.
  bool write(std::string_view bytes, Deadline deadline);
  /// The other side has closed, as far as can be told without reading.
  [[nodiscard]] bool hung_up() const;
  /// Tells the other side that nothing more comes.
  void finish_writing();
  /// Breaks the connection, from any thread.
  void break_off() const;

  [[nodiscard]] int descriptor() const { return socket_.get(); }
  [[nodiscard]] const std::string& remote() const { return remote_; }
  /// Of the client's certificate, which was checked; empty without.
  [[nodiscard]] std::string certificate_name() const;
  /// Bytes that OpenSSL holds back would never wake a poll.
  [[nodiscard]] bool holds_bytes_back() const;

  /// What was read and not yet used.
  std::string in;
  /// By when the head that has begun must be complete; none when nothing has begun.
  Deadline head_deadline = Deadline::max();

 private:
  [[nodiscard]] Io after_tls(int result);

  Descriptor socket_;
  std::string remote_;
  std::unique_ptr<ssl_st, FreeTls> tls_;
  bool handshake_done_ = false;
  /// OpenSSL wants to write before it can go on.
  bool wants_to_write_ = false;
};

}  // namespace feira::http
