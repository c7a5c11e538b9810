// A marketplace with its API, in this process.
#pragma once

#include <atomic>
#include <stdexcept>
#include <string>

#include "node/api/api.hpp"
#include "node/http/client.hpp"
#include "tests/node/market.hpp"

namespace feira::node {

class ServedMarket {
 public:
  explicit ServedMarket(BuyerLimits limits = {}) : server({"127.0.0.1", 0, {}, {}}), api(premises(limits), server) {
    if (const auto wrong = server.bind()) throw std::runtime_error(wrong->text);
    api.start();
    server.start();
  }
  ~ServedMarket() {
    server.stop();
    api.stop();
  }

  http::Answer get(const std::string& target, const http::Headers& headers = {}) {
    http::ClientOptions options;
    options.port = server.port();
    return std::get<http::Answer>(http::Client(options).send(http::Method::get, target, headers));
  }

  Market market{1};
  std::atomic<bool> serving = true;
  http::Server server;
  Api api;

 private:
  Premises premises(BuyerLimits limits) {
    auto& stall = market.at(1);
    return {stall.driver, stall.events, serving, "ana", "test", "the token", "the key", "0", limits};
  }
};

}  // namespace feira::node
