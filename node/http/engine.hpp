// One request and its answer on a connection, by way of cpp-httplib: it reads bodies (chunks, 100-continue) and writes
// answers. It is given a head that we have read, checked and written anew, with nothing in it that it would act on by
// itself (ranges, content codings, forms, percent-decoded header values).
#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <string>

#include "node/http/connection.hpp"
#include "node/http/message.hpp"
#include "node/http/request_head.hpp"

namespace feira::http {

struct ExchangeOptions {
  std::size_t body_bytes_max = 0;
  /// From now to the end of the body.
  std::chrono::milliseconds body_time{};
  std::chrono::milliseconds write_time{};
  std::chrono::milliseconds stream_beat{};
  /// Told when the body keeps the thread waiting (true) and when it has arrived (false); gives the time that is left.
  std::function<std::chrono::milliseconds(bool)> on_slow_body;
};

struct ExchangeResult {
  int status = 0;
  /// Everything was read and written, and both sides want to go on.
  bool keep = false;
};

class Engine {
 public:
  /// Given the body. Must not throw.
  using Respond = std::function<Response(std::string)>;

  Engine();
  ~Engine();
  Engine(const Engine&) = delete;
  Engine& operator=(const Engine&) = delete;

  /// Takes the body from `connection.in` and the socket. A body that is too long, too late or malformed is answered
  /// with a problem, and `respond` is not called.
  ExchangeResult run(Connection& connection, const RequestHead& head, const ExchangeOptions& options,
                     const Respond& respond);

 private:
  class Adapter;
  std::unique_ptr<Adapter> adapter_;
};

}  // namespace feira::http
