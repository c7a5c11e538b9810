// The operator's changes of own products. Each says which version it is meant for (If-Match), so that two operators
// do not undo each other's work; what is asked elsewhere than at the owner is answered with the owner's address.
#pragma once

#include <mutex>

#include "node/api/gate.hpp"
#include "node/api/premises.hpp"
#include "node/api/texts.hpp"
#include "node/http/server.hpp"

namespace feira::node {

class ChangeRoutes {
 public:
  explicit ChangeRoutes(Premises& premises) : premises_(premises) {}
  void mount(http::Server& server, Gate& gate);

 private:
  http::Response register_product(const http::Request& request);
  http::Response reprice(const http::Request& request);
  http::Response restock(const http::Request& request);
  http::Response remove(const http::Request& request);

  /// The own product that the request is about; throws `Refuse` when it is not ours, unknown, removed, or not at the
  /// version that the request is for.
  ProductId subject(const http::Request& request);
  /// Makes the change, and answers with the product as it is then.
  http::Response make(int status, const Change& change);

  Premises& premises_;
  /// From looking at a product's version to changing it, nobody else changes it.
  std::mutex one_at_a_time_;
};

}  // namespace feira::node
