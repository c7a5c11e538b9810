#include "node/http/engine.hpp"

#include <httplib.h>

#include <algorithm>
#include <string>

#include "node/http/event_channel.hpp"

namespace feira::http {
namespace {

/// What cpp-httplib sees of a connection: our head, and then nothing. What it writes goes out at the end as a whole, or
/// at once.
class AnswerStream : public httplib::Stream {
 public:
  AnswerStream(Connection& connection, std::string head, const AnswerOptions& options)
      : connection_(connection), head_(std::move(head)), options_(options) {}

  [[nodiscard]] bool is_readable() const override { return used_ < head_.size(); }
  [[nodiscard]] bool is_writable() const override { return intact_; }
  [[nodiscard]] socket_t socket() const override { return connection_.descriptor(); }
  void get_remote_ip_and_port(std::string& /*ip*/, int& /*port*/) const override {}
  void get_local_ip_and_port(std::string& /*ip*/, int& /*port*/) const override {}

  ssize_t read(char* to, size_t size) override {
    size = head_.copy(to, size, used_);
    used_ += size;
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

 private:
  Connection& connection_;
  const std::string head_;
  std::size_t used_ = 0;
  const AnswerOptions& options_;
  std::string out_;
  bool at_once_ = false;
  bool intact_ = true;
};

struct Exchange {
  Connection& connection;
  const AnswerOptions& options;
  AnswerStream& stream;
  Response& response;
  bool close;
};

/// cpp-httplib's handlers are told nothing of the connection they answer.
thread_local Exchange* current = nullptr;

std::string rewritten(const RequestHead& head) {
  return std::string(head.method == Method::head ? "HEAD" : "GET") + " / HTTP/1.1\r\n\r\n";
}

void fill_stream(Exchange& exchange, httplib::Response& out) {
  exchange.stream.write_at_once();
  const auto beat = exchange.options.stream_beat;
  const auto events = exchange.response.events;
  out.set_chunked_content_provider(
      "text/event-stream",
      [events, beat, last = Clock::now(), &exchange](size_t /*offset*/, httplib::DataSink& sink) mutable {
        const auto waiting = events->take(std::min(beat, std::chrono::milliseconds(500)));
        if (exchange.connection.hung_up()) return false;
        if (!waiting) {
          sink.done();
          return true;
        }
        std::string bytes;
        for (const auto& event : *waiting) bytes += text(event);
        // A comment, so that what stands between sees the connection used.
        if (bytes.empty() && Clock::now() - last >= beat) bytes = ":\n\n";
        if (bytes.empty()) return true;
        last = Clock::now();
        return sink.write(bytes.data(), bytes.size());
      },
      [events](bool) { events->close(); });
}

void fill(const httplib::Request& /*request*/, httplib::Response& out) {
  Response& response = current->response;
  out.status = response.status;
  for (const auto& field : response.headers.fields()) out.headers.emplace(field.name, field.value);
  if (response.events) {
    fill_stream(*current, out);
  } else if (!response.body.empty()) {
    out.headers.emplace("Content-Type", response.content_type);
    out.body = std::move(response.body);
  }
}

void last_touch(const httplib::Request& /*request*/, httplib::Response& out) {
  out.headers.erase("Keep-Alive");
  out.headers.erase("Accept-Ranges");
  if (out.status == 204 || out.status == 304) out.headers.erase("Content-Length");
  if (current->close) {
    out.headers.erase("Connection");
    out.headers.emplace("Connection", "close");
  }
}

}  // namespace

class Engine::Adapter : public httplib::Server {
 public:
  Adapter() {
    Get("/", fill);
    set_post_routing_handler(last_touch);
    // Anything but "none" means that the server runs; without that it writes no streams. It is never used or closed.
    svr_sock_ = 0;
  }

  void run(AnswerStream& stream) {
    bool closed = false;
    process_request(stream, false, closed, nullptr);
  }
};

Engine::Engine() : adapter_(std::make_unique<Adapter>()) {}
Engine::~Engine() = default;

bool Engine::answer(Connection& connection, const RequestHead& head, const AnswerOptions& options, Response response) {
  AnswerStream stream(connection, rewritten(head), options);
  Exchange exchange{connection, options, stream, response, options.close || response.events != nullptr};
  current = &exchange;
  adapter_->run(stream);
  current = nullptr;
  return stream.flush() && !exchange.close;
}

}  // namespace feira::http
