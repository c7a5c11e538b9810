// Buying, asking what became of it, and cancelling. A purchase is named by its product and the buyer's idempotency key:
// asked again with the same key, here or elsewhere, the first decision is told again. Not knowing is told as such
// (202, "pending"), never as a failure.
#pragma once

#include "node/api/causality.hpp"
#include "node/api/gate.hpp"
#include "node/api/premises.hpp"
#include "node/api/purchase_memory.hpp"
#include "node/http/server.hpp"

namespace feira::node {

class PurchaseRoutes {
 public:
  explicit PurchaseRoutes(Premises& premises) : premises_(premises), tokens_(premises.consortium_key) {}
  void mount(http::Server& server, Gate& gate);

 private:
  http::Response buy(const http::Request& request);
  http::Response one(const http::Request& request);
  http::Response cancel(const http::Request& request);

  /// Asks the core for the purchase, and for nothing new if it was asked before.
  http::Response ask_for(const PurchaseId& id, const Purchase& purchase, std::optional<VectorClock> token,
                         Duration patience, bool is_new);
  /// The price to buy at when the buyer names none: the one asked with before, or the one shown here now.
  Money price_of(const PurchaseId& id);
  [[nodiscard]] std::optional<VectorClock> token_of(const http::Request& request) const;

  Premises& premises_;
  const CausalityTokens tokens_;
  PurchaseMemory memory_;
};

}  // namespace feira::node
