// The market that the full core is measured on: closed-loop buyers who want random products of random owners.
#pragma once

#include <cstdint>
#include <stdexcept>
#include <string>
#include <variant>

#include "sim/scenario/read.hpp"
#include "sim/scenario/scenario.hpp"

namespace feira::bench {

struct MarketSize {
  std::uint32_t marketplaces = 5;
  std::uint32_t products = 10;
  std::uint32_t buyers = 20;
  /// Purchases that each buyer makes, one after the other.
  std::uint32_t purchases = 50;
};

/// Delays of 1 to 50 ms, 10 ms of thinking, a hook of 1 ms, nothing ever sold out and no faults.
inline scenario::Scenario market_of(const MarketSize& size) {
  std::string products;
  for (std::uint32_t i = 0; i < size.products; ++i) {
    products += (i == 0 ? "" : ",") + std::string(R"({"id": "p)") + std::to_string(i) + R"(", "owner": ")" +
                scenario::marketplace_name(i % size.marketplaces) + R"(", "stock": 1000000000})";
  }
  const std::string text =
      R"({"version": 1, "about": "Closed-loop buyers.", "marketplaces": )" + std::to_string(size.marketplaces) +
      R"(, "products": [)" + products + R"(], "buyers": [{"count": )" + std::to_string(size.buyers) +
      R"(, "arrive": {"closed": {"think": {"exponential": "10ms"}, "times": )" + std::to_string(size.purchases) +
      R"(}}}], "protocol": {"hook": "1ms"}, "run": {"settle": "10000s"}})";
  auto read = scenario::read(text, "market");
  if (auto* problems = std::get_if<std::vector<scenario::Problem>>(&read)) {
    throw std::runtime_error("the market is not a scenario: " + problems->front().what);
  }
  return std::get<scenario::Scenario>(std::move(read));
}

}  // namespace feira::bench
