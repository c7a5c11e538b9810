#include "node/api/views.hpp"

#include <future>
#include <memory>
#include <nlohmann/json.hpp>

#include "node/api/refuse.hpp"

namespace feira::node {

using Json = nlohmann::ordered_json;

Freshness freshness_of(const View& view, MarketplaceId owner) {
  Freshness freshness;
  freshness.owner = owner;
  freshness.here = owner == view.core.id();
  if (const MemberEntry* member = view.core.membership().find(owner)) {
    freshness.owner_name = member->name;
    freshness.standing = member->standing;
  }
  if (const OwnerCatalogue* catalogue = view.core.catalogue_of(owner)) freshness.owner_version = catalogue->version();
  freshness.suspected =
      !freshness.here && freshness.standing == Standing::present && view.core.suspects(owner, view.now);
  return freshness;
}

std::optional<ProductSeen> see(const View& view, ProductId id) {
  const Product* product = view.core.product(id);
  if (product == nullptr) return std::nullopt;
  return ProductSeen{*product, freshness_of(view, id.owner)};
}

Json json_of(Money price) { return {{"minor", price.minor}, {"currency", price.currency.code.data()}}; }

Json json_of(const ProductSeen& seen, const std::string& owner_url) {
  const auto& [product, freshness] = seen;
  Json owner{{"id", to_hex(freshness.owner)}, {"name", freshness.owner_name}};
  if (!owner_url.empty()) owner["url"] = owner_url;
  return {{"id", text_of(product.id)},
          {"name", product.name},
          {"sku", product.sku},
          {"price", json_of(product.price)},
          {"stock", product.stock},
          {"version", product.version},
          {"owner", std::move(owner)},
          {"freshness",
           {{"source", freshness.here ? "owner" : "replica"},
            {"owner_version", freshness.owner_version},
            {"owner_standing", name(freshness.standing)},
            {"owner_suspected", freshness.suspected}}}};
}

Json json_of(const MemberEntry& member) {
  return {{"id", to_hex(member.id)}, {"name", member.name}, {"standing", name(member.standing)}};
}

http::Response answered(int status, const Json& body) {
  http::Response response;
  response.status = status;
  response.body = body.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n";
  return response;
}

Reply ask(const std::function<void(Then)>& asks) {
  auto promise = std::make_shared<std::promise<std::optional<Reply>>>();
  auto answer = promise->get_future();
  asks([promise](const std::optional<Reply>& reply) { promise->set_value(reply); });
  auto reply = answer.get();
  if (!reply) refuse_stopping();
  return std::move(*reply);
}

}  // namespace feira::node
