// The REST API of a marketplace: all its routes, put together. docs/http-api.md shows it from outside, and
// openapi.json describes it to programs.
#pragma once

#include "node/api/changes.hpp"
#include "node/api/event_stream.hpp"
#include "node/api/gate.hpp"
#include "node/api/metrics.hpp"
#include "node/api/peers.hpp"
#include "node/api/premises.hpp"
#include "node/api/products.hpp"
#include "node/api/purchases.hpp"
#include "node/api/watch.hpp"
#include "node/http/server.hpp"
#include "node/web/web.hpp"

namespace feira::node {

class Api {
 public:
  /// Adds its routes to `server`, and counts its answers. It must outlive the server's handlers.
  Api(Premises premises, http::Server& server);
  Api(const Api&) = delete;
  Api& operator=(const Api&) = delete;

  /// Once the driver has started.
  void start() { events_.start(); }
  /// Ends what listens to the marketplace, before the driver stops.
  void stop() { events_.stop(); }

 private:
  Premises premises_;
  Gate gate_;
  ProductRoutes products_;
  ChangeRoutes changes_;
  PurchaseRoutes purchases_;
  PeerRoutes peers_;
  WatchRoutes watch_;
  Metrics metrics_;
  EventStream events_;
  WebRoutes web_;
};

}  // namespace feira::node
