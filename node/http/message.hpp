// What a handler is given and what it gives back.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "node/http/headers.hpp"

namespace feira::http {

class EventChannel;

enum class Method : std::uint8_t { get, head, post, put, patch, del, options };
/// As it stands in a request: "GET", ...
const char* name(Method method);

/// What a status that the server gives by itself means, in words: "Not Found".
const char* reason(int status);

using NameValues = std::vector<std::pair<std::string, std::string>>;

struct Request {
  Method method = Method::get;
  /// As it was sent, path and query: what a signature covers.
  std::string target;
  /// Decoded.
  std::string path;
  /// Decoded, in the order given.
  NameValues query;
  /// What stands for the {names} of the route's path, decoded.
  NameValues parameters;
  Headers headers;
  std::string body;
  /// Numeric address of who is connected.
  std::string remote;
  /// The common name in the certificate that the client has proved to be its own; empty without.
  std::string certificate_name;

  /// Of the route's path. Precondition: the path has one of this name.
  [[nodiscard]] const std::string& parameter(std::string_view name) const;
  /// Null when the query has none of this name; the first otherwise.
  [[nodiscard]] const std::string* query_value(std::string_view name) const;
};

struct Response {
  int status = 200;
  Headers headers;
  std::string body;
  /// Of `body`; left out with an empty body.
  std::string content_type = "application/json";
  /// When set, the answer is a stream of these events and `body` is not used.
  std::shared_ptr<EventChannel> events{};
};

/// May run on many threads at once. What it throws is answered 500 and tells the client nothing.
using Handler = std::function<Response(const Request&)>;

}  // namespace feira::http
