// For whoever watches over a node: is it well, does it take purchases, which version is it, what does its clock say,
// what does it serve.
#pragma once

#include "node/api/gate.hpp"
#include "node/api/premises.hpp"
#include "node/http/server.hpp"

namespace feira::node {

class WatchRoutes {
 public:
  explicit WatchRoutes(Premises& premises) : premises_(premises) {}
  void mount(http::Server& server, Gate& gate);

 private:
  [[nodiscard]] http::Response health() const;
  [[nodiscard]] http::Response ready() const;
  [[nodiscard]] http::Response version() const;
  http::Response clock();

  Premises& premises_;
};

}  // namespace feira::node
