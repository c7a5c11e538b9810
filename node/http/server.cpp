#include "node/http/server.hpp"

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <csignal>
#include <mutex>
#include <vector>

#include "node/http/body_budget.hpp"
#include "node/http/body_reader.hpp"
#include "node/http/engine.hpp"
#include "node/http/event_channel.hpp"
#include "node/http/problem.hpp"
#include "node/http/target.hpp"
#include "node/http/waiting_room.hpp"
#include "node/http/workers.hpp"

namespace feira::http {
namespace {

using std::chrono::milliseconds;

/// A thread stays with a connection that is silent for this long, if nobody else needs it: most clients ask again at
/// once, and handing the connection over twice costs more than the request.
constexpr milliseconds stay{20};

/// An answer written without the engine: nothing of the request but its head was read.
std::string plain_text(const Response& response, bool close, bool with_body = true) {
  std::string text = "HTTP/1.1 " + std::to_string(response.status) + ' ' + reason(response.status) + "\r\n";
  for (const auto& field : response.headers.fields()) text += field.name + ": " + field.value + "\r\n";
  text += "Content-Type: " + response.content_type + "\r\n";
  text += "Content-Length: " + std::to_string(response.body.size()) + "\r\n";
  if (close) text += "Connection: close\r\n";
  text += "\r\n";
  return with_body ? text + response.body : text;
}

Problem too_busy(std::string detail) { return {503, "too-busy", "The node is too busy", std::move(detail)}; }

Response with_retry(Response response) {
  response.headers.set("Retry-After", "1");
  return response;
}

}  // namespace

/// The server behind its door.
class Server::Hall {
 public:
  explicit Hall(ServerOptions options)
      : options_(std::move(options)), workers_(options_.limits.threads, [this](std::unique_ptr<Connection> connection) {
          serve(std::move(connection));
        }) {}

  std::optional<ListenError> bind() {
    if (options_.tls) {
      auto context = server_context(*options_.tls);
      if (const auto* wrong = std::get_if<std::string>(&context)) return ListenError{false, *wrong};
      tls_ = std::move(std::get<TlsContext>(context));
    }
    auto listening = listen_at(options_.bind, options_.port);
    if (const auto* wrong = std::get_if<ListenError>(&listening)) return *wrong;
    listener_ = std::move(std::get<Listener>(listening));
    port_ = listener_.port;
    return std::nullopt;
  }

  void start() {
    // A client that goes away while it is written to must not end the process.
    (void)std::signal(SIGPIPE, SIG_IGN);
    WaitingRoom::Options waiting;
    waiting.connections_max = make_room_for(options_.limits.connections);
    waiting.first_byte_time = options_.limits.head_time;
    waiting.full_answer = plain_text(with_retry(answer(too_busy("too many connections"))), true);
    waiting.late_answer =
        plain_text(answer({408, "too-slow", "The request did not arrive in time", "its head was not complete"}), true);
    waiting.tls = tls_.get();
    room_ = std::make_unique<WaitingRoom>(
        std::move(listener_), std::move(waiting),
        [this](std::unique_ptr<Connection> connection) { hand_over(std::move(connection)); });
  }

  void stop(milliseconds patience) {
    stopping_ = true;
    if (room_) room_->stop();
    end_streams();
    const auto deadline = Clock::now() + patience;
    {
      std::unique_lock lock(mutex_);
      all_out_.wait_until(lock, deadline, [this] { return served_.empty(); });
      for (const Connection* connection : served_) connection->break_off();
    }
    workers_.stop();
  }

  [[nodiscard]] ServerCounts counts() const {
    return {room_ ? room_->open() : 0, event_streams_.load(), room_ ? room_->turned_away() : 0};
  }

  ServerOptions options_;
  Routes routes_;
  std::function<void(const Observation&)> observer_;
  std::function<void(const std::string&)> failure_listener_;
  std::uint16_t port_ = 0;

 private:
  enum class Next { again, park_idle, park_begun, linger, drop };

  void hand_over(std::unique_ptr<Connection> connection) {
    try {
      workers_.serve(std::move(connection));
    } catch (const std::exception&) {
      room_->leave();
    }
  }

  void serve(std::unique_ptr<Connection> connection) {
    {
      const std::lock_guard lock(mutex_);
      served_.push_back(connection.get());
    }
    Next next = Next::again;
    try {
      while (next == Next::again) next = serve_one(*connection);
    } catch (const std::exception& error) {
      fail(error.what());
      next = Next::drop;
    }
    {
      const std::lock_guard lock(mutex_);
      std::erase(served_, connection.get());
    }
    all_out_.notify_all();
    put_away(std::move(connection), stopping_ ? Next::drop : next);
  }

  void put_away(std::unique_ptr<Connection> connection, Next next) {
    const auto& limits = options_.limits;
    switch (next) {
      case Next::park_idle:
        room_->park(std::move(connection), WaitingRoom::Reason::idle, Clock::now() + limits.idle_time);
        return;
      case Next::park_begun: {
        const auto deadline = connection->head_deadline;
        room_->park(std::move(connection), WaitingRoom::Reason::begun, deadline);
        return;
      }
      case Next::linger:
        // Closing with unread bytes would reset the connection and could take the answer with it.
        connection->finish_writing();
        room_->park(std::move(connection), WaitingRoom::Reason::lingering, Clock::now() + limits.linger_time);
        return;
      case Next::again:
      case Next::drop:
        room_->leave();
        return;
    }
  }

  /// Reads one head and answers it, or tells where to wait for the rest.
  Next serve_one(Connection& connection) {
    if (const Io io = connection.shake_hands(); io != Io::done) {
      return io == Io::closed || Clock::now() > connection.head_deadline ? Next::drop : Next::park_begun;
    }
    for (;;) {
      if (!connection.in.empty()) {
        auto result = read_head(connection.in, options_.limits.head);
        if (auto* read = std::get_if<HeadRead>(&result)) {
          connection.in.erase(0, read->size);
          connection.head_deadline = Deadline::max();
          return dispatch(connection, read->head);
        }
        if (const auto* problem = std::get_if<Problem>(&result)) return refuse(connection, *problem);
        if (connection.head_deadline == Deadline::max()) {
          connection.head_deadline = Clock::now() + options_.limits.head_time;
        }
        if (Clock::now() > connection.head_deadline) {
          return refuse(connection,
                        {408, "too-slow", "The request did not arrive in time", "its head was not complete"});
        }
      }
      const Io io = connection.fill(options_.limits.head.bytes + 4096 -
                                    std::min(connection.in.size(), options_.limits.head.bytes));
      if (io == Io::closed) return Next::drop;
      if (io == Io::would_block) {
        const bool waited = !stopping_ && !workers_.pressed() && connection.wait_readable(Clock::now() + stay);
        if (!waited) return connection.in.empty() ? Next::park_idle : Next::park_begun;
      }
    }
  }

  Next refuse(Connection& connection, const Problem& problem, Method method = Method::get, std::string route = {}) {
    observe({method, std::move(route), problem.status, {}});
    return connection.write(plain_text(answer(problem), true), Clock::now() + options_.limits.write_time) ? Next::linger
                                                                                                          : Next::drop;
  }

  /// Answers from the head alone; what follows of a body is thrown away.
  Next turn_down(Connection& connection, const RequestHead& head, const Response& response) {
    const bool close = head.close || head.has_body();
    observe({head.method, {}, response.status, {}});
    const auto text = plain_text(response, close, head.method != Method::head);
    if (!connection.write(text, Clock::now() + options_.limits.write_time)) return Next::drop;
    return close ? Next::linger : Next::again;
  }

  Next dispatch(Connection& connection, const RequestHead& head) {
    auto target = read_target(head.target);
    if (!target) {
      return turn_down(connection, head,
                       answer({400, "malformed-target", "The path or query cannot be read",
                               "empty, dotted and encoded-slash segments are refused, as is broken percent-encoding"}));
    }
    auto found = routes_.find(head.method, *target);
    if (std::holds_alternative<Routes::NoSuchPath>(found)) {
      return turn_down(connection, head, answer(not_found(target->path)));
    }
    if (const auto* wrong = std::get_if<Routes::WrongMethod>(&found)) {
      auto response = answer(method_not_allowed(head.method, wrong->allowed));
      response.headers.set("Allow", wrong->allowed);
      return turn_down(connection, head, response);
    }
    auto& match = std::get<Routes::Match>(found);
    const auto body_bytes_max = match.route->options.body_bytes_max;
    if (head.content_length > body_bytes_max) {
      return turn_down(connection, head,
                       answer({413, "body-too-large", "The body is too large",
                               "at most " + std::to_string(body_bytes_max) + " bytes are read here"}));
    }
    Request request{
        head.method,  head.target, std::move(target->path), std::move(target->query),     std::move(match.parameters),
        head.headers, {},          connection.remote(),     connection.certificate_name()};
    return exchange(connection, head, *match.route, std::move(request));
  }

  Next exchange(Connection& connection, const RequestHead& head, const Route& route, Request request) {
    const auto& limits = options_.limits;
    const auto began = Clock::now();
    const auto body_bytes_max = route.options.body_bytes_max;
    const BodyBudget::Room room(body_budget_, BodyBudget::wanted(head, body_bytes_max));
    if (!room.granted()) {
      return turn_down(connection, head, with_retry(answer(too_busy("too many large bodies at once"))));
    }
    if (head.has_body()) {
      auto body =
          read_body(connection, head,
                    {route.options.body_bytes_max, limits.body_time, [this](bool waits) { return slow_body(waits); }});
      if (std::holds_alternative<BodyLost>(body)) return Next::drop;
      if (const auto* problem = std::get_if<Problem>(&body))
        return refuse(connection, *problem, head.method, route.path);
      request.body = std::move(std::get<std::string>(body));
    }
    auto response = respond(route, request);
    if (response.events) response = admit_stream(head, std::move(response));
    const int status = response.status;
    const auto events = response.events;
    const bool kept = engine_.answer(connection, head, {limits.write_time, limits.stream_beat, head.close || stopping_},
                                     std::move(response));
    if (events) forget_stream(events);
    observe({head.method, route.path, status, Clock::now() - began});
    return kept ? Next::again : Next::linger;
  }

  Response respond(const Route& route, const Request& request) {
    try {
      auto response = route.handler(request);
      if (response.headers.valid() && is_field_value(response.content_type)) return response;
      fail("an answer of " + route.path + " has a header field that cannot be sent");
    } catch (const std::exception& error) {
      fail(error.what());
    } catch (...) {
      fail("something that is no exception was thrown");
    }
    return answer(internal_error());
  }

  Response admit_stream(const RequestHead& head, Response response) {
    if (head.minor_version == 0 || head.method == Method::head) {
      response.events->close();
      return answer({400, "no-stream", "An event stream needs a GET by HTTP/1.1", {}});
    }
    const std::lock_guard lock(mutex_);
    if (stopping_ || streams_.size() >= options_.limits.event_streams) {
      response.events->close();
      return with_retry(answer(too_busy("too many event streams")));
    }
    streams_.push_back(response.events);
    event_streams_ = streams_.size();
    response.headers.set("Cache-Control", "no-store");
    return response;
  }

  void forget_stream(const std::shared_ptr<EventChannel>& events) {
    events->close();
    const std::lock_guard lock(mutex_);
    std::erase(streams_, events);
    event_streams_ = streams_.size();
  }

  void end_streams() {
    const std::lock_guard lock(mutex_);
    for (const auto& events : streams_) events->close();
  }

  milliseconds slow_body(bool waits) {
    if (!waits) {
      slow_bodies_.fetch_sub(1);
      return {};
    }
    const bool crowded = slow_bodies_.fetch_add(1) >= workers_.threads_max() / 2;
    return crowded ? milliseconds(250) : options_.limits.body_time;
  }

  void observe(const Observation& observation) const {
    if (observer_) observer_(observation);
  }
  void fail(const std::string& what) const {
    if (failure_listener_) failure_listener_(what);
  }

  TlsContext tls_;
  Listener listener_;
  Engine engine_;
  BodyBudget body_budget_{options_.limits.bodies_bytes};
  std::unique_ptr<WaitingRoom> room_;
  std::atomic<bool> stopping_ = false;
  std::atomic<std::size_t> slow_bodies_ = 0;
  std::atomic<std::size_t> event_streams_ = 0;
  std::mutex mutex_;
  std::condition_variable all_out_;
  std::vector<Connection*> served_;
  std::vector<std::shared_ptr<EventChannel>> streams_;
  /// The last member: its threads use all others.
  Workers workers_;
};

Server::Server(ServerOptions options) : hall_(std::make_unique<Hall>(std::move(options))) {}
Server::~Server() { stop(milliseconds(0)); }

void Server::route(Method method, std::string path, Handler handler, RouteOptions options) {
  hall_->routes_.add({method, std::move(path), std::move(handler), options});
}
void Server::observe(std::function<void(const Observation&)> observer) { hall_->observer_ = std::move(observer); }
void Server::on_failure(std::function<void(const std::string&)> listener) {
  hall_->failure_listener_ = std::move(listener);
}
std::optional<ListenError> Server::bind() { return hall_->bind(); }
void Server::start() { hall_->start(); }
std::uint16_t Server::port() const { return hall_->port_; }
void Server::stop(milliseconds patience) { hall_->stop(patience); }
ServerCounts Server::counts() const { return hall_->counts(); }
const Routes& Server::routes() const { return hall_->routes_; }

}  // namespace feira::http
