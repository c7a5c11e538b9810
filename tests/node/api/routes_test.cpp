#include <gtest/gtest.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>
#include <string>

#include "node/api/openapi.hpp"
#include "served_market.hpp"

namespace feira::node {
namespace {

TEST(ApiDocument, NamesExactlyTheRoutesThatAreServed) {
  const ServedMarket served;
  std::set<std::string> routes;
  for (const auto& route : served.server.routes().all()) routes.insert(http::name(route.method) + (' ' + route.path));
  std::set<std::string> documented;
  const auto document = nlohmann::json::parse(openapi_document);
  for (const auto& [path, methods] : document.at("paths").items()) {
    for (const auto& [method, operation] : methods.items()) {
      std::string name = method;
      std::ranges::transform(name, name.begin(), [](char c) { return static_cast<char>(c - 'a' + 'A'); });
      documented.insert(name + ' ' + path);
    }
  }
  EXPECT_EQ(routes, documented);
}

TEST(ApiGate, TurnsBuyersAwayWhoAskTooOften) {
  ServedMarket served({.per_second = 1, .burst = 3, .this_host = true});
  for (int i = 0; i < 3; ++i) EXPECT_EQ(served.get("/products").status, 200);
  const auto answer = served.get("/products");
  EXPECT_EQ(answer.status, 429);
  EXPECT_EQ(answer.headers.get("Retry-After"), "1");
  EXPECT_EQ(served.get("/healthz").status, 200) << "who watches is not counted";
  http::Headers the_operator;
  the_operator.add("Authorization", "Bearer the token");
  EXPECT_EQ(served.get("/products", the_operator).status, 200);
}

TEST(ApiGate, TakesNothingNewWhileStopping) {
  ServedMarket served;
  served.serving = false;
  EXPECT_EQ(served.get("/readyz").status, 503);
  EXPECT_EQ(served.get("/healthz").status, 200);
  served.market.at(1).driver.stop();
  EXPECT_EQ(served.get("/products").status, 503);
}

}  // namespace
}  // namespace feira::node
