#include "node/live/first_routes.hpp"

#include <charconv>
#include <cstring>
#include <future>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>

#include "node/http/problem.hpp"
#include "node/identity/identity.hpp"
#include "node/identity/secrets.hpp"

namespace feira::node {

namespace {

using nlohmann::json;

http::Response problem(int status, const char* word, const char* title, std::string detail) {
  return http::answer(http::Problem{status, word, title, std::move(detail)});
}

http::Response answered(int status, const json& body) {
  http::Response response;
  response.status = status;
  response.body = body.dump() + "\n";
  return response;
}

std::string text_of(ProductId id) { return to_hex(id.owner) + "-" + std::to_string(id.local); }

std::optional<ProductId> product_id(const std::string& text) {
  ProductId id;
  const char* end = text.data() + text.size();
  const auto owner = std::from_chars(text.data(), end, id.owner.value, 16);
  if (owner.ec != std::errc{} || owner.ptr == end || *owner.ptr != '-') return std::nullopt;
  const auto local = std::from_chars(owner.ptr + 1, end, id.local);
  if (local.ec != std::errc{} || local.ptr != end) return std::nullopt;
  return id;
}

json json_of(const Product& product) {
  return {{"id", text_of(product.id)},
          {"owner", to_hex(product.id.owner)},
          {"name", product.name},
          {"sku", product.sku},
          {"price", {{"minor", product.price.minor}, {"currency", product.price.currency.code.data()}}},
          {"stock", product.stock},
          {"version", product.version}};
}

const char* name(Outcome outcome) {
  switch (outcome) {
    case Outcome::sold:
      return "sold";
    case Outcome::refused_sold_out:
      return "sold-out";
    case Outcome::refused_removed:
      return "removed";
    case Outcome::refused_cancelled:
      return "cancelled";
    case Outcome::refused_declined:
      return "declined";
    case Outcome::refused_invalid:
      return "invalid";
    case Outcome::refused_price_changed:
      return "price-changed";
  }
  return "";
}

IdempotencyKey key_of(const std::string& text) {
  const std::string hash = sha256(text);
  IdempotencyKey key;
  std::memcpy(&key.high, hash.data(), sizeof key.high);
  std::memcpy(&key.low, hash.data() + sizeof key.high, sizeof key.low);
  return key;
}

/// Waits for the answer of the core; nothing when the marketplace stops without one.
template <class Asks>
std::optional<Reply> ask(Asks asks) {
  auto promise = std::make_shared<std::promise<std::optional<Reply>>>();
  auto answer = promise->get_future();
  asks([promise](const std::optional<Reply>& reply) { promise->set_value(reply); });
  return answer.get();
}

http::Response stopping() {
  return problem(503, "stopping", "This marketplace is stopping", "Ask again with the same key.");
}

}  // namespace

void FirstRoutes::mount(http::Server& server) {
  server.route(http::Method::get, "/healthz", [](const http::Request&) { return answered(200, {{"ok", true}}); });
  server.route(http::Method::get, "/readyz", [this](const http::Request& r) { return ready(r); });
  server.route(http::Method::get, "/products", [this](const http::Request& r) { return products(r); });
  server.route(http::Method::post, "/products", [this](const http::Request& r) { return register_product(r); });
  server.route(http::Method::post, "/purchases", [this](const http::Request& r) { return buy(r); });
}

http::Response FirstRoutes::ready(const http::Request&) const {
  const bool ready = serving_ && driver_.takes_part() && driver_.store_failure().empty();
  return answered(ready ? 200 : 503, {{"ready", ready}});
}

http::Response FirstRoutes::products(const http::Request&) {
  const auto listed = driver_.read([](const View& view) {
    std::vector<Product> products;
    for (const MemberEntry& member : view.core.membership().all()) {
      const OwnerCatalogue* catalogue = view.core.catalogue_of(member.id);
      if (catalogue == nullptr) continue;
      for (const Product& product : catalogue->products()) {
        if (!product.removed) products.push_back(product);
      }
    }
    return products;
  });
  if (!listed) return stopping();
  json list = json::array();
  for (const Product& product : *listed) list.push_back(json_of(product));
  return answered(200, {{"products", std::move(list)}});
}

http::Response FirstRoutes::register_product(const http::Request& request) {
  if (!same_secret("Bearer " + token_, request.headers.get("Authorization"))) {
    return problem(401, "operator-only", "Only the operator may do this", "Show the operator's token as a bearer.");
  }
  const json body = json::parse(request.body, nullptr, false);
  try {
    RegisterProduct asked;
    asked.name = body.at("name").get<std::string>();
    asked.sku = body.value("sku", "");
    asked.stock = body.at("stock").get<std::int64_t>();
    asked.price.minor = body.at("price").at("minor").get<std::int64_t>();
    const auto currency = body.at("price").at("currency").get<std::string>();
    if (currency.size() != 3) return problem(400, "invalid", "Not a product", "A currency has three letters.");
    currency.copy(asked.price.currency.code.data(), 3);
    const auto reply = ask([&](Then then) { driver_.change(asked, std::move(then)); });
    if (!reply) return stopping();
    const auto* made = std::get_if<ChangeMade>(&reply->answer);
    if (made == nullptr) return problem(409, "refused", "The change was refused", "");
    return answered(201, {{"id", text_of(made->product)}, {"version", made->version}});
  } catch (const json::exception&) {
    return problem(400, "invalid", "Not a product", "Expected name, stock and price {minor, currency}.");
  }
}

http::Response FirstRoutes::buy(const http::Request& request) {
  if (!serving_) return stopping();
  const std::string key(request.headers.get("Idempotency-Key"));
  if (key.empty()) return problem(400, "key-missing", "An Idempotency-Key is missing", "Name your purchase.");
  const json body = json::parse(request.body, nullptr, false);
  try {
    const auto product = product_id(body.at("product").get<std::string>());
    if (!product) return problem(404, "unknown-product", "No such product", "");
    const auto known = driver_.read([&](const View& view) {
      const Product* found = view.core.product(*product);
      return found == nullptr ? std::optional<Product>() : *found;
    });
    if (!known) return stopping();
    if (!*known) return problem(404, "unknown-product", "No such product", "");
    const Purchase purchase{key_of(key), body.value("quantity", 1U), (*known)->price};
    const auto reply =
        ask([&](Then then) { driver_.buy(*product, purchase, std::nullopt, seconds(5), std::move(then)); });
    if (!reply) return stopping();
    if (const auto* decided = std::get_if<Answered>(&reply->answer)) {
      return answered(200, {{"sold", decided->decision.sold()}, {"outcome", name(decided->decision.outcome)}});
    }
    if (std::holds_alternative<Pending>(reply->answer)) return answered(202, {{"outcome", "pending"}});
    if (std::holds_alternative<Misuse>(reply->answer)) return problem(422, "misuse", "The key is for another wish", "");
    return problem(503, "not-accepted", "Not accepted", "Ask again with the same key.");
  } catch (const json::exception&) {
    return problem(400, "invalid", "Not a purchase", "Expected product and quantity.");
  }
}

}  // namespace feira::node
