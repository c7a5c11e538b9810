// The page at "/": a storefront and a view of the consortium, for people. Its files are part of the program, and it
// asks nothing but this marketplace.
#pragma once

#include <string>

#include "node/api/gate.hpp"
#include "node/http/server.hpp"

namespace feira::node {

class WebRoutes {
 public:
  void mount(http::Server& server, Gate& gate);

 private:
  static http::Response file(const std::string& name, const http::Request& request);
};

}  // namespace feira::node
