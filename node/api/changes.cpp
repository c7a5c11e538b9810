#include "node/api/changes.hpp"

#include <nlohmann/json.hpp>
#include <utility>

#include "node/api/json_body.hpp"
#include "node/api/refuse.hpp"
#include "node/api/views.hpp"

namespace feira::node {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t name_bytes_max = 200;
constexpr std::size_t sku_bytes_max = 64;
constexpr std::int64_t stock_max = 1'000'000'000'000;

[[noreturn]] void refuse_elsewhere(MarketplaceId owner, const std::string& url) {
  http::Problem problem{421, "not-the-owner", "Only the owner changes a product", "ask the owner", {}, {}};
  problem.members.emplace_back("owner", to_hex(owner));
  if (!url.empty()) problem.members.emplace_back("owner_url", url);
  throw Refuse{std::move(problem)};
}

[[noreturn]] void refuse_change(ChangeRefusal reason) {
  switch (reason) {
    case ChangeRefusal::not_the_owner:
    case ChangeRefusal::unknown_product:
      throw Refuse{{404, "unknown-product", "This product is not known here"}};
    case ChangeRefusal::removed:
      throw Refuse{{410, "removed-product", "This product is not for sale any more"}};
    case ChangeRefusal::invalid_quantity:
      throw Refuse{{400, "invalid-request", "The request is not as documented", "the quantity cannot be used"}};
    case ChangeRefusal::not_enough_stock:
      throw Refuse{{409, "not-enough-stock", "There is less in stock than is to be withdrawn"}};
    case ChangeRefusal::leaving:
      throw Refuse{{409, "leaving", "This marketplace is leaving the consortium"}};
    case ChangeRefusal::not_yet_a_member:
      throw Refuse{{503, "not-yet-a-member", "This marketplace has not been let in yet"}};
  }
  throw Refuse{http::internal_error()};
}

void check_version(const http::Request& request, const Product& product) {
  const std::string* wanted = request.headers.find("If-Match");
  const std::string tag = etag(product.version);
  if (wanted == nullptr) {
    Refuse refuse{{428, "if-match-missing", "A change must say which version it is for",
                   "send If-Match with the ETag of the product as you know it, or * for any"}};
    refuse.headers.set("ETag", tag);
    throw Refuse{std::move(refuse)};
  }
  if (*wanted != "*" && *wanted != tag) {
    Refuse refuse{{412, "changed-meanwhile", "The product is not at the version that the change is for",
                   "read it again; it is at " + tag}};
    refuse.headers.set("ETag", tag);
    throw Refuse{std::move(refuse)};
  }
}

}  // namespace

void ChangeRoutes::mount(http::Server& server, Gate& gate) {
  using http::Method;
  const auto open = [&](auto method) {
    return gate.for_a(Visitor::the_operator, [this, method](const http::Request& r) { return (this->*method)(r); });
  };
  server.route(Method::post, "/products", open(&ChangeRoutes::register_product));
  server.route(Method::patch, "/products/{id}", open(&ChangeRoutes::reprice));
  server.route(Method::post, "/products/{id}/stock", open(&ChangeRoutes::restock));
  server.route(Method::del, "/products/{id}", open(&ChangeRoutes::remove));
}

ProductId ChangeRoutes::subject(const http::Request& request) {
  const std::string& text = request.parameter("id");
  const auto id = read_product(text);
  if (!id) refuse_unknown_product(text);
  if (id->owner != premises_.driver.id()) refuse_elsewhere(id->owner, premises_.url_of(id->owner));
  const auto found = premises_.driver.read([&](const View& view) { return see(view, *id); });
  if (!found) refuse_stopping();
  if (!*found) refuse_unknown_product(text);
  if ((*found)->product.removed) refuse_change(ChangeRefusal::removed);
  check_version(request, (*found)->product);
  return *id;
}

http::Response ChangeRoutes::make(int status, const Change& change) {
  const Reply reply = ask([&](Then then) { premises_.driver.change(change, std::move(then)); });
  if (const auto* refused = std::get_if<ChangeRefused>(&reply.answer)) refuse_change(refused->reason);
  const auto* made = std::get_if<ChangeMade>(&reply.answer);
  if (made == nullptr) throw Refuse{http::internal_error()};
  const auto found = premises_.driver.read([&](const View& view) { return see(view, made->product); });
  if (!found || !*found) refuse_stopping();
  auto response = answered(status, json_of(**found, premises_.url_of(made->product.owner)));
  response.headers.set("ETag", etag((*found)->product.version));
  if (status == 201) response.headers.set("Location", "/products/" + text_of(made->product));
  return response;
}

http::Response ChangeRoutes::register_product(const http::Request& request) {
  const auto body = read_body(request, {"name", "sku", "price", "stock"});
  RegisterProduct change;
  change.name = text_in(body, "name", name_bytes_max);
  change.sku = optional_text_in(body, "sku", sku_bytes_max).value_or("");
  change.price = price_in(body, "price");
  change.stock = integer_in(body, "stock", 0, stock_max);
  return make(201, change);
}

http::Response ChangeRoutes::reprice(const http::Request& request) {
  const auto body = read_body(request, {"price"});
  const Money price = price_in(body, "price");
  const std::lock_guard lock(one_at_a_time_);
  return make(200, Reprice{subject(request), price});
}

http::Response ChangeRoutes::restock(const http::Request& request) {
  const auto body = read_body(request, {"quantity"});
  const auto quantity = integer_in(body, "quantity", -stock_max, stock_max);
  if (quantity == 0) refuse_invalid("\"quantity\" must not be zero: more than zero comes in, less goes out");
  const std::lock_guard lock(one_at_a_time_);
  const ProductId id = subject(request);
  if (quantity > 0) return make(200, Restock{id, quantity});
  return make(200, Withdraw{id, -quantity});
}

http::Response ChangeRoutes::remove(const http::Request& request) {
  const std::lock_guard lock(one_at_a_time_);
  const Reply reply = ask([change = RemoveProduct{subject(request)}, this](Then then) {
    premises_.driver.change(change, std::move(then));
  });
  if (const auto* refused = std::get_if<ChangeRefused>(&reply.answer)) refuse_change(refused->reason);
  http::Response response;
  response.status = 204;
  return response;
}

}  // namespace feira::node
