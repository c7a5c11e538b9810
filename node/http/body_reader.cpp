#include "node/http/body_reader.hpp"

#include <algorithm>
#include <optional>

namespace feira::http {
namespace {

/// As much as four billion: far more than any body, and no overflow.
constexpr std::size_t size_digits_max = 8;
constexpr std::size_t extension_bytes_max = 256;
constexpr std::size_t read_at_once = 16384;

std::optional<std::size_t> hex_digit(char c) {
  if (c >= '0' && c <= '9') return static_cast<std::size_t>(c - '0');
  if (c >= 'a' && c <= 'f') return static_cast<std::size_t>(c - 'a' + 10);
  if (c >= 'A' && c <= 'F') return static_cast<std::size_t>(c - 'A' + 10);
  return std::nullopt;
}

/// The socket, read with a deadline, and the slowness of it told once.
class Source {
 public:
  Source(Connection& connection, const BodyOptions& options)
      : connection_(connection), options_(options), deadline_(Clock::now() + options.time) {}
  ~Source() {
    if (waited_) options_.on_slow(false);
  }
  Source(const Source&) = delete;
  Source& operator=(const Source&) = delete;

  /// `done` with something new in `connection.in`, `would_block` when the time is up.
  Io more() {
    for (;;) {
      const Io io = connection_.fill(read_at_once);
      if (io != Io::would_block) return io;
      if (!waited_) deadline_ = std::min(deadline_, Clock::now() + options_.on_slow(true));
      waited_ = true;
      if (!connection_.wait_readable(deadline_)) return Io::would_block;
    }
  }

 private:
  Connection& connection_;
  const BodyOptions& options_;
  Deadline deadline_;
  bool waited_ = false;
};

Problem too_large(std::size_t bytes_max) {
  return {413, "body-too-large", "The body is too large",
          "at most " + std::to_string(bytes_max) + " bytes are read here"};
}

Problem malformed() {
  return {400, "malformed-request", "This is not a request by HTTP/1.1", "the chunks of the body are not as they say"};
}

Problem too_late() { return {408, "too-slow", "The request did not arrive in time", "the body was not complete"}; }

std::variant<std::string, Problem, BodyLost> by_length(Connection& connection, std::size_t length, Source& source) {
  while (connection.in.size() < length) {
    const Io io = source.more();
    if (io == Io::closed) return BodyLost{};
    if (io == Io::would_block) return too_late();
  }
  std::string body = connection.in.substr(0, length);
  connection.in.erase(0, length);
  return body;
}

std::variant<std::string, Problem, BodyLost> by_chunks(Connection& connection, std::size_t bytes_max, Source& source) {
  ChunkReader reader(bytes_max);
  // A chunk of one byte takes six: a body of the longest allowed fits whatever its chunks.
  std::size_t left = (bytes_max * 6) + 4096;
  for (;;) {
    const auto taken = reader.take(connection.in);
    connection.in.erase(0, taken);
    left -= std::min(left, taken);
    switch (reader.state()) {
      case ChunkReader::State::done:
        return std::move(reader.body());
      case ChunkReader::State::malformed:
        return malformed();
      case ChunkReader::State::too_long:
        return too_large(bytes_max);
      case ChunkReader::State::more:
        break;
    }
    if (left == 0) return too_large(bytes_max);
    const Io io = source.more();
    if (io == Io::closed) return BodyLost{};
    if (io == Io::would_block) return too_late();
  }
}

}  // namespace

std::size_t ChunkReader::take(std::string_view bytes) {
  std::size_t taken = 0;
  while (state_ == State::more && taken < bytes.size()) {
    if (place_ == Place::data) {
      const auto part = bytes.substr(taken, size_);
      body_ += part;
      size_ -= part.size();
      taken += part.size();
      if (size_ == 0) place_ = Place::data_end;
    } else {
      take_one(bytes[taken++]);
    }
  }
  return taken;
}

void ChunkReader::take_size(char c) {
  if (const auto digit = hex_digit(c)) {
    size_ = (size_ * 16) + *digit;
    if (++digits_ > size_digits_max) state_ = State::malformed;
  } else if (digits_ == 0) {
    state_ = State::malformed;
  } else if (c == '\r') {
    place_ = Place::size_end;
  } else if (c == ';') {
    place_ = Place::extension;
  } else {
    state_ = State::malformed;
  }
}

void ChunkReader::take_one(char c) {
  const auto expect = [&](char wanted, Place next) {
    if (c == wanted) {
      place_ = next;
    } else {
      state_ = State::malformed;
    }
  };
  switch (place_) {
    case Place::size:
      return take_size(c);
    case Place::extension:
      if (c == '\r') place_ = Place::size_end;
      if (c == '\n') state_ = State::malformed;
      if (++extension_ > extension_bytes_max) state_ = State::too_long;
      return;
    case Place::size_end:
      if (size_ > bytes_max_ - body_.size()) {
        state_ = State::too_long;
        return;
      }
      digits_ = 0;
      extension_ = 0;
      return expect('\n', size_ > 0 ? Place::data : Place::last_end);
    case Place::data_end:
      return expect('\r', Place::data_line_feed);
    case Place::data_line_feed:
      return expect('\n', Place::size);
    case Place::last_end:
      return expect('\r', Place::last_line_feed);
    case Place::last_line_feed:
      expect('\n', Place::last_line_feed);
      if (state_ == State::more) state_ = State::done;
      return;
    case Place::data:
      return;
  }
}

std::variant<std::string, Problem, BodyLost> read_body(Connection& connection, const RequestHead& head,
                                                       const BodyOptions& options) {
  if (head.content_length > options.bytes_max) return too_large(options.bytes_max);
  if (head.expects_continue && connection.in.empty() &&
      !connection.write("HTTP/1.1 100 Continue\r\n\r\n", Clock::now() + options.time)) {
    return BodyLost{};
  }
  Source source(connection, options);
  if (head.chunked) return by_chunks(connection, options.bytes_max, source);
  return by_length(connection, static_cast<std::size_t>(head.content_length), source);
}

}  // namespace feira::http
