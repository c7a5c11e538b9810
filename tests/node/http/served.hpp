// A server with a few routes, at a port that the kernel chose, for as long as a test runs.
#pragma once

#include <gtest/gtest.h>

#include <chrono>
#include <memory>
#include <mutex>
#include <optional>
#include <stdexcept>
#include <string>

#include "node/http/event_channel.hpp"
#include "node/http/server.hpp"
#include "raw_client.hpp"

namespace feira::http::test {

class Served {
 public:
  explicit Served(Limits limits = {}, std::optional<TlsFiles> tls = {}) : server({"127.0.0.1", 0, limits, tls}) {
    server.route(Method::get, "/hello", [](const Request&) { return text("hello"); });
    server.route(Method::post, "/echo", [](const Request& request) { return text(request.body); },
                 {.body_bytes_max = 1000});
    server.route(Method::post, "/large", [](const Request&) { return text("large"); }, {.body_bytes_max = 450'000});
    server.route(Method::get, "/who", [](const Request& request) { return text(request.certificate_name); });
    server.route(Method::get, "/header",
                 [](const Request& request) { return text(std::string(request.headers.get("X-Told"))); });
    server.route(Method::get, "/throws", [](const Request&) -> Response { throw std::runtime_error("the secret"); });
    server.route(Method::get, "/throws-anything", [](const Request&) -> Response { throw 7; });
    server.route(Method::get, "/splits", [](const Request&) {
      auto response = text("x");
      response.headers.set("X-Bad", "a\r\nSet-Cookie: b");
      return response;
    });
    server.route(Method::get, "/events", [this](const Request&) {
      Response response;
      response.events = channel();
      return response;
    });
    server.on_failure([this](const std::string& what) { failure = what; });
    if (const auto wrong = server.bind()) throw std::runtime_error(wrong->text);
    server.start();
  }

  static Response text(std::string body) {
    Response response;
    response.content_type = "text/plain";
    response.body = std::move(body);
    return response;
  }

  [[nodiscard]] std::uint16_t port() const { return server.port(); }
  /// A good request on a connection of its own is answered.
  [[nodiscard]] bool is_well() const {
    return status_of(ask(port(), "GET /hello HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")) == 200;
  }

  /// What the next listener listens to.
  std::shared_ptr<EventChannel> channel() const {
    const std::lock_guard lock(mutex_);
    return channel_;
  }
  void replace_channel() {
    const std::lock_guard lock(mutex_);
    channel_ = std::make_shared<EventChannel>();
  }

 private:
  mutable std::mutex mutex_;
  std::shared_ptr<EventChannel> channel_ = std::make_shared<EventChannel>();

 public:
  /// To be read once the server has stopped.
  std::string failure;
  Server server;
};

}  // namespace feira::http::test
