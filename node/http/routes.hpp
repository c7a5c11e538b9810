// Which handler a request belongs to: method and path template, such as "/products/{id}/stock".
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "node/http/message.hpp"
#include "node/http/target.hpp"

namespace feira::http {

struct RouteOptions {
  /// Longer bodies are answered 413 before they are read.
  std::size_t body_bytes_max = std::size_t{64} << 10U;
};

struct Route {
  Method method = Method::get;
  std::string path;
  Handler handler;
  RouteOptions options;
  /// Of `path`.
  std::vector<std::string> segments{};
};

class Routes {
 public:
  struct Match {
    const Route* route = nullptr;
    NameValues parameters;
  };
  struct NoSuchPath {};
  struct WrongMethod {
    /// The methods that the path knows, as in an Allow field: "GET, HEAD, POST".
    std::string allowed;
  };
  using Found = std::variant<Match, NoSuchPath, WrongMethod>;

  /// Where two paths fit, the one added first is taken. A GET route answers HEAD as well.
  void add(Route route);
  [[nodiscard]] Found find(Method method, const Target& target) const;
  [[nodiscard]] const std::vector<Route>& all() const { return routes_; }

 private:
  std::vector<Route> routes_;
};

}  // namespace feira::http
