// An HTTP/1.1 server that strangers may reach: every resource that a client can hold has a limit, every wait a
// deadline, every error is a problem (RFC 9457), and no handler's failure shows.
//
// One thread watches idle and slow connections (waiting_room.hpp), others serve the requests that have arrived
// (workers.hpp). cpp-httplib reads bodies and writes answers (engine.cpp). Handlers run on the serving threads, many at
// once. Routes are added before `start`.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "node/http/listener.hpp"
#include "node/http/message.hpp"
#include "node/http/request_head.hpp"
#include "node/http/routes.hpp"
#include "node/http/tls.hpp"

namespace feira::http {

struct Limits {
  HeadLimits head;
  /// Open at once. When all are taken the longest idle one is closed; without one, newcomers are answered 503.
  std::size_t connections = 2048;
  /// Requests that are answered at once, streams included; others wait for their turn.
  std::size_t threads = 256;
  /// Beyond, a request for one is answered 503. Less than `threads`.
  std::size_t event_streams = 64;
  /// Memory for all bodies longer than 64 KiB together; one that finds no room is answered 503.
  std::size_t bodies_bytes = std::size_t{128} << 20U;
  /// From its first byte to the end of its head.
  std::chrono::milliseconds head_time{5'000};
  /// For the whole body. While half the threads wait for bodies, those of others must arrive within a quarter second.
  std::chrono::milliseconds body_time{10'000};
  /// For one answer, or one event.
  std::chrono::milliseconds write_time{10'000};
  /// Between two requests.
  std::chrono::milliseconds idle_time{10'000};
  /// For a client to notice that its connection ends.
  std::chrono::milliseconds linger_time{2'000};
  /// An event stream without events says so this often.
  std::chrono::milliseconds stream_beat{10'000};
};

struct ServerOptions {
  /// Numeric, of IPv4 or IPv6.
  std::string bind = "127.0.0.1";
  /// 0: the kernel chooses.
  std::uint16_t port = 0;
  Limits limits;
  std::optional<TlsFiles> tls{};
};

/// What happened, for metrics and logs.
struct Observation {
  Method method = Method::get;
  /// The route's path with its {names}; empty when there was none.
  std::string route;
  int status = 0;
  std::chrono::nanoseconds took{};
};

struct ServerCounts {
  std::size_t connections = 0;
  std::size_t event_streams = 0;
  /// Connections that were answered 503.
  std::uint64_t turned_away = 0;
};

class Server {
 public:
  explicit Server(ServerOptions options);
  ~Server();
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  void route(Method method, std::string path, Handler handler, RouteOptions options = {});
  /// Called after each answer, from many threads at once. Must not throw.
  void observe(std::function<void(const Observation&)> observer);
  /// Told the text of an exception that a handler let escape. Must not throw.
  void on_failure(std::function<void(const std::string&)> listener);

  /// Takes the port; connections wait until `start`. Says what is wrong otherwise.
  std::optional<ListenError> bind();
  /// Serves until `stop`. Precondition: bound.
  void start();
  /// Once bound.
  [[nodiscard]] std::uint16_t port() const;
  /// Accepts nothing more, ends streams and idle connections at once, waits at most `patience` for the requests under
  /// way, and breaks off those that are left. Returns when no handler runs.
  void stop(std::chrono::milliseconds patience = std::chrono::seconds(5));

  [[nodiscard]] ServerCounts counts() const;
  [[nodiscard]] const Routes& routes() const;

 private:
  class Hall;
  std::unique_ptr<Hall> hall_;
};

}  // namespace feira::http
