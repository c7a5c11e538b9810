// The consortium as this marketplace knows it: who belongs to it and how they are, and the operator's words on it:
// look at an address, evict a member, leave.
#pragma once

#include "node/api/gate.hpp"
#include "node/api/premises.hpp"
#include "node/http/server.hpp"

namespace feira::node {

class PeerRoutes {
 public:
  explicit PeerRoutes(Premises& premises) : premises_(premises) {}
  void mount(http::Server& server, Gate& gate);

 private:
  http::Response list(const http::Request& request);
  http::Response one(const http::Request& request);
  http::Response meet(const http::Request& request);
  http::Response evict(const http::Request& request);
  http::Response leave(const http::Request& request);

  Premises& premises_;
};

}  // namespace feira::node
