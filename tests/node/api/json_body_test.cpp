#include "node/api/json_body.hpp"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <ostream>

#include "node/api/refuse.hpp"

namespace feira::node {
namespace {

http::Request request_of(std::string body, std::string type = "application/json") {
  http::Request request;
  request.body = std::move(body);
  request.headers.add("Content-Type", std::move(type));
  return request;
}

/// What the handler of a registration reads; the word of the problem, or nothing.
std::string read(const http::Request& request) {
  try {
    const auto body = read_body(request, {"name", "price", "stock"});
    (void)text_in(body, "name", 10);
    (void)price_in(body, "price");
    (void)integer_in(body, "stock", 0, 100);
    return "";
  } catch (const Refuse& refuse) {
    return refuse.problem.word + ": " + refuse.problem.detail;
  }
}

TEST(JsonBody, IsReadWhenItIsAsDocumented) {
  const auto* good = R"({"name": "lamp", "price": {"minor": 0, "currency": "BRL"}, "stock": 100})";
  EXPECT_EQ(read(request_of(good)), "");
  EXPECT_EQ(read(request_of(good, "Application/JSON; charset=utf-8")), "");
  EXPECT_EQ(read(request_of(good, "text/plain")).substr(0, 8), "not-json");
}

struct Bad {
  const char* name;
  std::string body;
  const char* says;
  friend std::ostream& operator<<(std::ostream& out, const Bad& bad) { return out << bad.name; }
};

class BadBody : public testing::TestWithParam<Bad> {};

TEST_P(BadBody, IsRefusedWithWhatIsWrong) { EXPECT_EQ(read(request_of(GetParam().body)), GetParam().says); }

std::string with_stock(const std::string& stock) {
  return R"({"name": "lamp", "price": {"minor": 1, "currency": "BRL"}, "stock": )" + stock + "}";
}
std::string with_price(const std::string& price) { return R"({"name": "lamp", "stock": 1, "price": )" + price + "}"; }

INSTANTIATE_TEST_SUITE_P(
    All, BadBody,
    testing::Values(Bad{"Empty", "", "malformed-json: it breaks off or goes wrong at byte 1"},
                    Bad{"Broken", R"({"name": )", "malformed-json: it breaks off or goes wrong at byte 10"},
                    Bad{"MoreAfterIt", "{} {}", "malformed-json: it breaks off or goes wrong at byte 4"},
                    Bad{"NotAnObject", "[]", "malformed-json: it is not an object"},
                    Bad{"NotUtf8", "{\"name\": \"\xff\"}", "malformed-json: it breaks off or goes wrong at byte 11"},
                    Bad{"Twice", R"({"name": "a", "name": "b"})", "malformed-json: it has the member \"name\" twice"},
                    Bad{"Deep", std::string(5000, '['), "malformed-json: it is nested more than 8 deep"},
                    Bad{"HugeNumber", R"({"name": 1e999})", "malformed-json: it has a number that is too large"},
                    Bad{"Unknown", R"({"colour": 1})",
                        R"(invalid-request: there is no member "colour"; there are "name", "price", "stock")"},
                    Bad{"Missing", "{}", "invalid-request: \"name\" is missing or empty"},
                    Bad{"NotText", R"({"name": 1})", "invalid-request: \"name\" must be text"},
                    Bad{"LongText", R"({"name": "12345678901"})", "invalid-request: \"name\" is longer than 10 bytes"},
                    Bad{"LineBreak", R"({"name": "a\nb"})", "invalid-request: \"name\" has control characters"},
                    Bad{"Fraction", with_stock("1.5"), "invalid-request: \"stock\" must be an integer from 0 to 100"},
                    Bad{"Exponent", with_stock("1e1"), "invalid-request: \"stock\" must be an integer from 0 to 100"},
                    Bad{"Negative", with_stock("-1"), "invalid-request: \"stock\" must be an integer from 0 to 100"},
                    Bad{"TooMany", with_stock("101"), "invalid-request: \"stock\" must be an integer from 0 to 100"},
                    Bad{"BeyondSigned", with_stock("18446744073709551615"),
                        "invalid-request: \"stock\" must be an integer from 0 to 100"},
                    Bad{"BeyondAll", with_stock("184467440737095516150"),
                        "invalid-request: \"stock\" must be an integer from 0 to 100"},
                    Bad{"NumberAsText", with_stock("\"1\""),
                        "invalid-request: \"stock\" must be an integer from 0 to 100"},
                    Bad{"PriceAsNumber", with_price("49.90"),
                        R"(invalid-request: "price" must be an object such as {"minor": 4990, "currency": "BRL"})"},
                    Bad{"Currency", with_price(R"({"minor": 1, "currency": "brl"})"),
                        "invalid-request: \"currency\" must be three capital letters, as in ISO 4217"}),
    [](const auto& row) { return std::string(row.param.name); });

}  // namespace
}  // namespace feira::node
