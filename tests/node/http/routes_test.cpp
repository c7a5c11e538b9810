#include "node/http/routes.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace feira::http {
namespace {

using testing::ElementsAre;
using testing::Pair;

Routes shop() {
  Routes routes;
  for (const auto& [method, path] :
       std::initializer_list<std::pair<Method, const char*>>{{Method::get, "/"},
                                                             {Method::get, "/products"},
                                                             {Method::post, "/products"},
                                                             {Method::get, "/products/newest"},
                                                             {Method::get, "/products/{id}"},
                                                             {Method::del, "/products/{id}"},
                                                             {Method::post, "/products/{id}/stock/{place}"}}) {
    routes.add({method, path, {}, {}, {}});
  }
  return routes;
}

const Routes::Match* match(const Routes::Found& found) { return std::get_if<Routes::Match>(&found); }

TEST(Routes, GiveTheValuesOfTheirParameters) {
  const auto routes = shop();
  const auto found = routes.find(Method::post, *read_target("/products/a%20b/stock/c"));
  ASSERT_NE(match(found), nullptr);
  EXPECT_THAT(match(found)->parameters, ElementsAre(Pair("id", "a b"), Pair("place", "c")));
}

TEST(Routes, TakeTheOneAddedFirst) {
  const auto routes = shop();
  EXPECT_EQ(match(routes.find(Method::get, *read_target("/products/newest")))->route->path, "/products/newest");
  EXPECT_EQ(match(routes.find(Method::get, *read_target("/products/x")))->route->path, "/products/{id}");
  EXPECT_EQ(match(routes.find(Method::get, *read_target("/")))->route->path, "/");
}

TEST(Routes, AnswerHeadLikeGet) {
  const auto routes = shop();
  EXPECT_NE(match(routes.find(Method::head, *read_target("/products"))), nullptr);
}

TEST(Routes, TellAWrongMethodFromAWrongPath) {
  const auto routes = shop();
  const auto wrong = routes.find(Method::put, *read_target("/products/x"));
  ASSERT_TRUE(std::holds_alternative<Routes::WrongMethod>(wrong));
  EXPECT_EQ(std::get<Routes::WrongMethod>(wrong).allowed, "GET, HEAD, DELETE");
  EXPECT_TRUE(std::holds_alternative<Routes::NoSuchPath>(routes.find(Method::get, *read_target("/product"))));
  EXPECT_TRUE(std::holds_alternative<Routes::NoSuchPath>(routes.find(Method::get, *read_target("/products/x/y"))));
}

}  // namespace
}  // namespace feira::http
