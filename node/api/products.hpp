// Reading products: what this marketplace and its replicas of the others sell.
#pragma once

#include "node/api/gate.hpp"
#include "node/api/owner_line.hpp"
#include "node/api/premises.hpp"
#include "node/http/server.hpp"

namespace feira::node {

class ProductRoutes {
 public:
  explicit ProductRoutes(Premises& premises) : premises_(premises), owners_(premises) {}
  void mount(http::Server& server, Gate& gate);

 private:
  http::Response list(const http::Request& request);
  http::Response offers(const http::Request& request);
  http::Response one(const http::Request& request);

  Premises& premises_;
  OwnerLine owners_;
};

}  // namespace feira::node
