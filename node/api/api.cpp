#include "node/api/api.hpp"

#include <utility>

namespace feira::node {

Api::Api(Premises premises, http::Server& server)
    : premises_(std::move(premises)),
      gate_(premises_),
      products_(premises_),
      changes_(premises_),
      purchases_(premises_),
      peers_(premises_),
      watch_(premises_),
      metrics_(premises_, server),
      events_(premises_) {
  products_.mount(server, gate_);
  changes_.mount(server, gate_);
  purchases_.mount(server, gate_);
  peers_.mount(server, gate_);
  watch_.mount(server, gate_);
  metrics_.mount(server, gate_);
  events_.mount(server, gate_);
  web_.mount(server, gate_);
  server.observe([this](const http::Observation& observation) { metrics_.count(observation); });
}

}  // namespace feira::node
