// GET /metrics: figures for Prometheus, in its text format. What HTTP does is counted as it happens; what core, store
// and peers do is read when asked.
#pragma once

#include <memory>

#include "node/api/gate.hpp"
#include "node/api/premises.hpp"
#include "node/http/server.hpp"

namespace feira::node {

class Metrics {
 public:
  Metrics(Premises& premises, const http::Server& server);
  ~Metrics();
  Metrics(const Metrics&) = delete;
  Metrics& operator=(const Metrics&) = delete;

  void mount(http::Server& server, Gate& gate);
  /// One answer. From any thread.
  void count(const http::Observation& observation);

 private:
  class Ledger;

  http::Response show();

  Premises& premises_;
  const http::Server& server_;
  std::unique_ptr<Ledger> ledger_;
};

}  // namespace feira::node
