// Writes one answer on a connection, by way of cpp-httplib: head and body at once, or a stream of events in chunks as
// they come. cpp-httplib is given a head that we have written ourselves, with nothing in it that it would act on by
// itself: no body, ranges, content codings, forms or percent-decoded values.
#pragma once

#include <chrono>
#include <functional>
#include <memory>

#include "node/http/connection.hpp"
#include "node/http/message.hpp"
#include "node/http/request_head.hpp"

namespace feira::http {

struct AnswerOptions {
  std::chrono::milliseconds write_time{};
  std::chrono::milliseconds stream_beat{};
  /// The connection ends with this answer.
  bool close = false;
};

class Engine {
 public:
  Engine();
  ~Engine();
  Engine(const Engine&) = delete;
  Engine& operator=(const Engine&) = delete;

  /// Returns whether all was written and the connection can be used again. A stream ends with its channel or when the
  /// client has gone, and its connection with it.
  bool answer(Connection& connection, const RequestHead& head, const AnswerOptions& options, Response response);

 private:
  class Adapter;
  std::unique_ptr<Adapter> adapter_;
};

}  // namespace feira::http
