// The routes that a marketplace cannot do without: is it well, what is sold, sell something, buy something.
#pragma once

#include <atomic>
#include <string>

#include "node/driver/driver.hpp"
#include "node/http/server.hpp"

namespace feira::node {

class FirstRoutes {
 public:
  FirstRoutes(Driver& driver, std::string operator_token, const std::atomic<bool>& serving)
      : driver_(driver), token_(std::move(operator_token)), serving_(serving) {}
  /// It must outlive the server's handlers.
  void mount(http::Server& server);

 private:
  http::Response ready(const http::Request& request) const;
  http::Response products(const http::Request& request);
  http::Response register_product(const http::Request& request);
  http::Response buy(const http::Request& request);

  Driver& driver_;
  const std::string token_;
  const std::atomic<bool>& serving_;
};

}  // namespace feira::node
