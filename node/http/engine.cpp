#include "node/http/engine.hpp"

#include <httplib.h>

#include <algorithm>
#include <optional>

#include "node/http/event_channel.hpp"
#include "node/http/problem.hpp"

namespace feira::http {
namespace {

enum class BodyEnd { read, too_long, too_late, closed };

/// What cpp-httplib sees of a connection: our head, then the body, each read within its deadline; answers go out at
/// once as a whole, events as they come.
class ExchangeStream : public httplib::Stream {
 public:
  ExchangeStream(Connection& connection, std::string head, const ExchangeOptions& options, bool chunked)
      : connection_(connection),
        head_(std::move(head)),
        options_(options),
        deadline_(Clock::now() + options.body_time),
        // A chunk of one byte takes six: a body of the longest allowed fits whatever its chunks.
        raw_left_(chunked ? (options.body_bytes_max * 6) + 4096 : SIZE_MAX) {}
  ~ExchangeStream() override {
    connection_.in.erase(0, used_);
    if (waited_) options_.on_slow_body(false);
  }
  ExchangeStream(const ExchangeStream&) = delete;
  ExchangeStream& operator=(const ExchangeStream&) = delete;

  [[nodiscard]] bool is_readable() const override { return !connection_.in.empty(); }
  [[nodiscard]] bool is_writable() const override { return intact_; }
  [[nodiscard]] socket_t socket() const override { return connection_.descriptor(); }
  void get_remote_ip_and_port(std::string& ip, int& port) const override {
    ip = connection_.remote();
    port = 0;
  }
  void get_local_ip_and_port(std::string& /*ip*/, int& /*port*/) const override {}

  ssize_t read(char* to, size_t size) override {
    if (head_used_ < head_.size()) {
      size = head_.copy(to, size, head_used_);
      head_used_ += size;
      return static_cast<ssize_t>(size);
    }
    if (!flush() || !more()) return -1;
    size = std::min({size, connection_.in.size() - used_, raw_left_});
    connection_.in.copy(to, size, used_);
    used_ += size;
    raw_left_ -= size;
    return static_cast<ssize_t>(size);
  }

  ssize_t write(const char* from, size_t size) override {
    out_.append(from, size);
    if (at_once_ && !flush()) return -1;
    return static_cast<ssize_t>(size);
  }

  void write_at_once() { at_once_ = true; }
  bool flush() {
    if (!out_.empty()) intact_ = intact_ && connection_.write(out_, Clock::now() + options_.write_time);
    out_.clear();
    return intact_;
  }
  [[nodiscard]] BodyEnd body_end() const { return body_end_; }

 private:
  /// There is at least one byte to give.
  bool more() {
    if (raw_left_ == 0) {
      body_end_ = BodyEnd::too_long;
      return false;
    }
    if (used_ < connection_.in.size()) return true;
    connection_.in.clear();
    used_ = 0;
    for (;;) {
      const Io io = connection_.fill(16384);
      if (io == Io::done) return true;
      if (io == Io::closed) {
        body_end_ = BodyEnd::closed;
        return false;
      }
      if (!waited_) deadline_ = std::min(deadline_, Clock::now() + options_.on_slow_body(true));
      waited_ = true;
      if (!connection_.wait_readable(deadline_)) {
        body_end_ = BodyEnd::too_late;
        return false;
      }
    }
  }

  Connection& connection_;
  const std::string head_;
  std::size_t head_used_ = 0;
  const ExchangeOptions& options_;
  Deadline deadline_;
  std::size_t raw_left_;
  /// Of `connection_.in`.
  std::size_t used_ = 0;
  std::string out_;
  bool at_once_ = false;
  bool intact_ = true;
  bool waited_ = false;
  BodyEnd body_end_ = BodyEnd::read;
};

struct Exchange {
  Connection& connection;
  const RequestHead& head;
  const ExchangeOptions& options;
  const Engine::Respond& respond;
  ExchangeStream& stream;
  bool close = false;
  int status = 0;
};

/// cpp-httplib's handlers are told nothing of the connection they answer.
thread_local Exchange* current = nullptr;

std::string rewritten(const RequestHead& head) {
  std::string text = std::string(name(head.method)) + " / HTTP/1." + std::to_string(head.minor_version) + "\r\n";
  if (head.chunked) {
    text += "Transfer-Encoding: chunked\r\n";
  } else {
    // Without a length cpp-httplib would read until the connection ends.
    text += "Content-Length: " + std::to_string(head.content_length) + "\r\n";
  }
  if (head.expects_continue) text += "Expect: 100-continue\r\n";
  return text + "\r\n";
}

Problem bad_body(BodyEnd end, const ExchangeOptions& options) {
  switch (end) {
    case BodyEnd::too_long:
      return {413, "body-too-large", "The body is too large",
              "at most " + std::to_string(options.body_bytes_max) + " bytes are read here"};
    case BodyEnd::too_late:
      return {408, "too-slow", "The request did not arrive in time", "the body was not complete"};
    case BodyEnd::closed:
    case BodyEnd::read:
      break;
  }
  return {400, "malformed-request", "This is not a request by HTTP/1.1", "the body is not as its framing says"};
}

void fill_stream(Exchange& exchange, httplib::Response& out, const std::shared_ptr<EventChannel>& events) {
  exchange.stream.write_at_once();
  exchange.close = true;
  const auto beat = exchange.options.stream_beat;
  auto last = std::make_shared<Deadline>(Clock::now());
  out.set_chunked_content_provider(
      "text/event-stream",
      [events, beat, last, &exchange](size_t /*offset*/, httplib::DataSink& sink) {
        const auto slice = std::min(beat, std::chrono::milliseconds(500));
        const auto waiting = events->take(slice);
        if (exchange.connection.hung_up()) return false;
        if (!waiting) {
          sink.done();
          return true;
        }
        std::string bytes;
        for (const auto& event : *waiting) bytes += text(event);
        if (bytes.empty() && Clock::now() - *last >= beat) bytes = ":\n\n";
        if (bytes.empty()) return true;
        *last = Clock::now();
        return sink.write(bytes.data(), bytes.size());
      },
      [events](bool) { events->close(); });
}

void fill(Exchange& exchange, httplib::Response& out, Response response) {
  out.status = response.status;
  exchange.status = response.status;
  for (auto& field : response.headers.fields()) out.headers.emplace(field.name, field.value);
  if (response.events) {
    fill_stream(exchange, out, response.events);
  } else if (!response.body.empty()) {
    out.headers.emplace("Content-Type", response.content_type);
    out.body = std::move(response.body);
  }
}

void respond_without_body(const httplib::Request& /*request*/, httplib::Response& out) {
  fill(*current, out, current->respond({}));
}

void respond_with_body(const httplib::Request& /*request*/, httplib::Response& out,
                       const httplib::ContentReader& reader) {
  Exchange& exchange = *current;
  std::string body;
  bool too_long = false;
  const bool read = reader([&](const char* data, size_t size) {
    too_long = body.size() + size > exchange.options.body_bytes_max;
    if (!too_long) body.append(data, size);
    return !too_long;
  });
  if (read && !too_long) {
    fill(exchange, out, exchange.respond(std::move(body)));
  } else {
    // Where the next request begins is not known.
    exchange.close = true;
    fill(exchange, out, answer(bad_body(too_long ? BodyEnd::too_long : exchange.stream.body_end(), exchange.options)));
  }
}

void last_touch(const httplib::Request& /*request*/, httplib::Response& out) {
  out.headers.erase("Keep-Alive");
  out.headers.erase("Accept-Ranges");
  if (out.status == 204 || out.status == 304) out.headers.erase("Content-Length");
  if (current->close || current->head.close) {
    out.headers.erase("Connection");
    out.headers.emplace("Connection", "close");
  }
}

}  // namespace

class Engine::Adapter : public httplib::Server {
 public:
  Adapter() {
    Get("/", respond_without_body);
    Post("/", respond_with_body);
    Put("/", respond_with_body);
    Patch("/", respond_with_body);
    Delete("/", respond_with_body);
    set_post_routing_handler(last_touch);
    // Anything but "none" means that the server runs; without that it writes no streams. It is never used or closed.
    svr_sock_ = 0;
  }

  void run(ExchangeStream& stream) {
    bool closed = false;
    process_request(stream, false, closed, nullptr);
  }
};

Engine::Engine() : adapter_(std::make_unique<Adapter>()) {}
Engine::~Engine() = default;

ExchangeResult Engine::run(Connection& connection, const RequestHead& head, const ExchangeOptions& options,
                           const Respond& respond) {
  ExchangeStream stream(connection, rewritten(head), options, head.chunked);
  Exchange exchange{connection, head, options, respond, stream};
  current = &exchange;
  adapter_->run(stream);
  current = nullptr;
  const bool written = stream.flush();
  return {exchange.status, written && exchange.status != 0 && !exchange.close && !head.close};
}

}  // namespace feira::http
