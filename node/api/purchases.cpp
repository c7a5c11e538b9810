#include "node/api/purchases.hpp"

#include <charconv>
#include <nlohmann/json.hpp>
#include <utility>

#include "node/api/json_body.hpp"
#include "node/api/refuse.hpp"
#include "node/api/views.hpp"

namespace feira::node {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::int64_t quantity_max = 1'000'000;
constexpr std::size_t key_bytes_max = 255;
constexpr Duration patience_default = seconds(5);
constexpr Duration patience_of_readers = milliseconds(200);
constexpr std::int64_t patience_seconds_max = 30;

/// "Prefer: wait=10" (RFC 7240), in whole seconds.
Duration patience_of(const http::Request& request, Duration usual) {
  constexpr std::string_view wait = "wait=";
  const auto preference = request.headers.get("Prefer");
  if (!preference.starts_with(wait)) return usual;
  std::int64_t wanted = 0;
  const auto text = preference.substr(wait.size());
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), wanted);
  const bool whole = error == std::errc{} && end == text.data() + text.size();
  if (!whole || wanted < 0 || wanted > patience_seconds_max) {
    refuse_invalid("Prefer: wait=N needs whole seconds from 0 to " + std::to_string(patience_seconds_max));
  }
  return seconds(wanted);
}

std::string key_in(const http::Request& request) {
  const std::string* key = request.headers.find("Idempotency-Key");
  if (key == nullptr || key->empty() || key->size() > key_bytes_max || request.headers.count("Idempotency-Key") > 1) {
    throw Refuse{{400, "idempotency-key-missing", "A purchase needs a key of the buyer's own",
                  "send one Idempotency-Key of 1 to " + std::to_string(key_bytes_max) +
                      " bytes, new for each purchase and the same when asking again"}};
  }
  return *key;
}

Json shown(const PurchaseId& id, const Purchase& purchase, const char* state) {
  Json body{{"id", text_of(id)}, {"product", text_of(id.product)}};
  // A cancellation that came first is for nothing.
  if (purchase.quantity > 0) {
    body["quantity"] = purchase.quantity;
    body["price"] = json_of(purchase.price);
  }
  body["state"] = state;
  return body;
}

Json shown(const PurchaseId& id, const Decision& decision, const Purchase& asked) {
  const Purchase& purchase = decision.purchase.quantity > 0 ? decision.purchase : asked;
  Json body = shown(id, purchase, decision.sold() ? "sold" : "refused");
  if (!decision.sold()) body["reason"] = word(decision.outcome);
  return body;
}

http::Response pending(const PurchaseId& id, const Purchase& purchase) {
  auto response = answered(202, shown(id, purchase, "pending"));
  response.headers.set("Location", "/purchases/" + text_of(id));
  response.headers.set("Retry-After", "1");
  return response;
}

/// The owner has left or was evicted: nobody can be asked.
http::Response nobody_knows(const PurchaseId& id, const Purchase& purchase) {
  Json body = shown(id, purchase, "unknown");
  body["reason"] = "owner-gone";
  return answered(200, body);
}

[[noreturn]] void refuse_not_accepted(NotAcceptedReason reason, const PurchaseId& id) {
  if (reason == NotAcceptedReason::unknown_product) refuse_unknown_product(text_of(id.product));
  http::Problem problem{503, "not-accepted", "This marketplace cannot take the purchase on, and has decided nothing"};
  switch (reason) {
    case NotAcceptedReason::queue_full:
      problem.detail = "too many buyers wait for this product here; ask again with the same key, here or elsewhere";
      break;
    case NotAcceptedReason::leaving:
      problem.detail = "it is leaving the consortium; ask another with the same key";
      break;
    default:
      problem.detail = "it has not been let into the consortium yet";
  }
  Refuse refuse{std::move(problem)};
  refuse.headers.set("Retry-After", "1");
  throw Refuse{std::move(refuse)};
}

[[noreturn]] void refuse_misuse() {
  throw Refuse{{422, "key-used-for-another-purchase", "This key stands for another purchase",
                "it was used with another quantity or price; take a new key for a new purchase"}};
}

PurchaseId purchase_in(const http::Request& request) {
  const std::string& text = request.parameter("id");
  const auto id = read_purchase(text);
  if (!id) throw Refuse{{404, "unknown-purchase", "This purchase is not known here", "no purchase " + text}};
  return *id;
}

}  // namespace

void PurchaseRoutes::mount(http::Server& server, Gate& gate) {
  using http::Method;
  const auto open = [&](auto method) {
    return gate.for_a(Visitor::buyer, [this, method](const http::Request& r) { return (this->*method)(r); });
  };
  server.route(Method::post, "/purchases", open(&PurchaseRoutes::buy), {.body_bytes_max = 4096});
  server.route(Method::get, "/purchases/{id}", open(&PurchaseRoutes::one));
  server.route(Method::del, "/purchases/{id}", open(&PurchaseRoutes::cancel), {.body_bytes_max = 0});
}

std::optional<VectorClock> PurchaseRoutes::token_of(const http::Request& request) const {
  const std::string* text = request.headers.find(causality_field);
  if (text == nullptr) return std::nullopt;
  auto token = tokens_.check(*text);
  if (!token) {
    throw Refuse{{400, "causality-token", "The causality token is not of this consortium",
                  std::string("send ") + causality_field + " exactly as a marketplace gave it, or leave it out"}};
  }
  return token;
}

Money PurchaseRoutes::price_of(const PurchaseId& id) {
  if (const auto known = memory_.find(id)) return known->purchase.price;
  const auto price = premises_.driver.read([&](const View& view) {
    if (const Decision* decision = view.core.decision(id.product, id.key); decision != nullptr && decision->sold()) {
      return std::optional(decision->purchase.price);
    }
    const Product* product = view.core.product(id.product);
    return product == nullptr ? std::nullopt : std::optional(product->price);
  });
  if (!price) refuse_stopping();
  if (!*price) refuse_unknown_product(text_of(id.product));
  return **price;
}

http::Response PurchaseRoutes::buy(const http::Request& request) {
  if (!premises_.serving) refuse_stopping();
  const IdempotencyKey key = key_of(key_in(request));
  const auto body = read_body(request, {"product", "quantity", "price"});
  const std::string product_text = text_in(body, "product", 64);
  const auto product = read_product(product_text);
  if (!product) refuse_unknown_product(product_text);
  const auto quantity = optional_integer_in(body, "quantity", 1, quantity_max).value_or(1);
  auto price = optional_price_in(body, "price");
  auto token = token_of(request);
  const Duration patience = patience_of(request, patience_default);
  const PurchaseId id{*product, key};
  if (!price) price = price_of(id);
  const Purchase purchase{key, static_cast<std::uint32_t>(quantity), *price};
  const bool is_new = !memory_.find(id);
  return ask_for(id, purchase, std::move(token), patience, is_new);
}

http::Response PurchaseRoutes::ask_for(const PurchaseId& id, const Purchase& purchase, std::optional<VectorClock> token,
                                       Duration patience, bool is_new) {
  memory_.asked(id, purchase);
  const Reply reply =
      ask([&](Then then) { premises_.driver.buy(id.product, purchase, std::move(token), patience, std::move(then)); });
  http::Response response;
  if (const auto* decided = std::get_if<Answered>(&reply.answer)) {
    memory_.decided(id, decided->decision);
    response = answered(is_new ? 201 : 200, shown(id, decided->decision, purchase));
    if (is_new) response.headers.set("Location", "/purchases/" + text_of(id));
  } else if (std::holds_alternative<Pending>(reply.answer)) {
    response = pending(id, purchase);
  } else if (std::holds_alternative<Unknown>(reply.answer)) {
    response = nobody_knows(id, purchase);
  } else if (const auto* declined = std::get_if<NotAccepted>(&reply.answer)) {
    if (is_new) memory_.forget(id);
    refuse_not_accepted(declined->reason, id);
  } else if (std::holds_alternative<Misuse>(reply.answer)) {
    if (is_new) memory_.forget(id);
    refuse_misuse();
  } else {
    throw Refuse{http::internal_error()};
  }
  response.headers.set(causality_field, tokens_.issue(reply.clock));
  return response;
}

http::Response PurchaseRoutes::one(const http::Request& request) {
  const PurchaseId id = purchase_in(request);
  const Duration patience = patience_of(request, patience_of_readers);
  const auto known = memory_.find(id);
  if (known && known->decision) return answered(200, shown(id, *known->decision, known->purchase));
  const auto booked = premises_.driver.read([&](const View& view) {
    const Decision* decision = view.core.decision(id.product, id.key);
    return decision == nullptr ? std::nullopt : std::optional(*decision);
  });
  if (!booked) refuse_stopping();
  if (*booked) return answered(200, shown(id, **booked, (*booked)->purchase));
  if (!known) {
    throw Refuse{{404, "unknown-purchase", "This purchase is not known here",
                  "ask where it was made, or ask for it again with the same key: it is made once at most"}};
  }
  return ask_for(id, known->purchase, std::nullopt, patience, false);
}

http::Response PurchaseRoutes::cancel(const http::Request& request) {
  if (!premises_.serving) refuse_stopping();
  const PurchaseId id = purchase_in(request);
  auto token = token_of(request);
  const Duration patience = patience_of(request, patience_default);
  const Reply reply =
      ask([&](Then then) { premises_.driver.cancel(id.product, id.key, std::move(token), patience, std::move(then)); });
  const auto known = memory_.find(id);
  const Purchase asked = known ? known->purchase : Purchase{id.key, 0, {}};
  http::Response response;
  if (const auto* decided = std::get_if<Answered>(&reply.answer)) {
    memory_.decided(id, decided->decision);
    if (decided->decision.sold()) {
      throw Refuse{{409, "already-sold", "The purchase cannot be cancelled any more", "it is sold"}};
    }
    response = answered(200, shown(id, decided->decision, asked));
  } else if (std::holds_alternative<Pending>(reply.answer)) {
    response = pending(id, asked);
  } else if (std::holds_alternative<Unknown>(reply.answer)) {
    response = nobody_knows(id, asked);
  } else if (const auto* declined = std::get_if<NotAccepted>(&reply.answer)) {
    refuse_not_accepted(declined->reason, id);
  } else {
    throw Refuse{http::internal_error()};
  }
  response.headers.set(causality_field, tokens_.issue(reply.clock));
  return response;
}

}  // namespace feira::node
