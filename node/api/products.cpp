#include "node/api/products.hpp"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <nlohmann/json.hpp>

#include "node/api/refuse.hpp"
#include "node/http/target.hpp"

namespace feira::node {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t page_default = 50;
constexpr std::size_t page_max = 200;

struct Wish {
  std::optional<MarketplaceId> owner;
  std::optional<std::string> sku;
  /// In small letters.
  std::string name;
  bool in_stock = false;
  std::size_t limit = page_default;
  /// The last product of the page before.
  std::optional<ProductId> after;
};

std::string small_letters(std::string_view text) {
  std::string out(text);
  for (char& c : out) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return out;
}

std::size_t read_limit(const std::string& text) {
  std::size_t limit = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), limit);
  if (error != std::errc{} || end != text.data() + text.size() || limit < 1 || limit > page_max) {
    refuse_invalid("\"limit\" must be from 1 to " + std::to_string(page_max));
  }
  return limit;
}

Wish read_wish(const http::Request& request) {
  Wish wish;
  for (const auto& [name, value] : request.query) {
    if (name == "owner") {
      wish.owner = read_marketplace(value);
      if (!wish.owner) refuse_invalid("\"owner\" must be the id of a marketplace: eight hexadecimal digits");
    } else if (name == "sku") {
      wish.sku = value;
    } else if (name == "name") {
      wish.name = small_letters(value);
    } else if (name == "in_stock") {
      if (value != "true" && value != "false") refuse_invalid("\"in_stock\" must be true or false");
      wish.in_stock = value == "true";
    } else if (name == "limit") {
      wish.limit = read_limit(value);
    } else if (name == "cursor") {
      wish.after = read_product(value);
      if (!wish.after) refuse_invalid("\"cursor\" must be as given in the page before");
    } else {
      refuse_invalid("there is no parameter \"" + name +
                     R"("; there are "owner", "sku", "name", "in_stock", "limit", "cursor")");
    }
  }
  return wish;
}

bool fits(const Product& product, const Wish& wish) {
  return !product.removed && (!wish.sku || product.sku == *wish.sku) && (!wish.in_stock || product.stock > 0) &&
         (wish.name.empty() || small_letters(product.name).find(wish.name) != std::string::npos) &&
         (!wish.after || *wish.after < product.id);
}

/// One more than the page holds tells that there is a next one.
std::vector<ProductSeen> find(const View& view, const Wish& wish) {
  std::vector<ProductSeen> found;
  for (const MemberEntry& member : view.core.membership().all()) {
    if (wish.owner && *wish.owner != member.id) continue;
    if (wish.after && member.id < wish.after->owner) continue;
    const OwnerCatalogue* catalogue = view.core.catalogue_of(member.id);
    if (catalogue == nullptr) continue;
    const Freshness freshness = freshness_of(view, member.id);
    for (const Product& product : catalogue->products()) {
      if (found.size() > wish.limit) return found;
      if (fits(product, wish)) found.push_back({product, freshness});
    }
  }
  return found;
}

/// The same question for the next page.
std::string next_target(const http::Request& request, ProductId last) {
  std::string target = request.path + '?';
  for (const auto& [name, value] : request.query) {
    if (name != "cursor") target += http::percent_encoded(name) + '=' + http::percent_encoded(value) + '&';
  }
  return target + "cursor=" + text_of(last);
}

}  // namespace

void ProductRoutes::mount(http::Server& server, Gate& gate) {
  using http::Method;
  server.route(Method::get, "/products", gate.for_a(Visitor::buyer, [this](const auto& r) { return list(r); }));
  server.route(Method::get, "/products/{id}", gate.for_a(Visitor::buyer, [this](const auto& r) { return one(r); }));
  server.route(Method::get, "/offers", gate.for_a(Visitor::buyer, [this](const auto& r) { return offers(r); }));
}

http::Response ProductRoutes::list(const http::Request& request) {
  const Wish wish = read_wish(request);
  auto found = premises_.driver.read([&](const View& view) { return find(view, wish); });
  if (!found) refuse_stopping();
  const bool more = found->size() > wish.limit;
  if (more) found->resize(wish.limit);
  Json products = Json::array();
  for (const auto& seen : *found) products.push_back(json_of(seen, premises_.url_of(seen.freshness.owner)));
  Json body{{"products", std::move(products)}};
  if (more) {
    body["cursor"] = text_of(found->back().product.id);
    body["next"] = next_target(request, found->back().product.id);
  }
  return answered(200, body);
}

http::Response ProductRoutes::offers(const http::Request& request) {
  Wish wish;
  wish.in_stock = true;
  wish.limit = page_max;
  for (const auto& [name, value] : request.query) {
    if (name != "sku") refuse_invalid("there is no parameter \"" + name + "\"; there is \"sku\"");
    wish.sku = value;
  }
  if (!wish.sku || wish.sku->empty()) refuse_invalid("\"sku\" is missing: which article is wanted?");
  auto found = premises_.driver.read([&](const View& view) { return find(view, wish); });
  if (!found) refuse_stopping();
  // Who cannot be bought from now comes last, then the cheaper first; currencies are not compared.
  std::ranges::stable_sort(*found, [](const ProductSeen& a, const ProductSeen& b) {
    const auto rank = [](const ProductSeen& seen) {
      const auto& [product, freshness] = seen;
      const bool away = freshness.suspected || freshness.standing != Standing::present;
      return std::tuple(away, product.price.currency, product.price.minor);
    };
    return rank(a) < rank(b);
  });
  Json offers = Json::array();
  for (const auto& seen : *found) offers.push_back(json_of(seen, premises_.url_of(seen.freshness.owner)));
  return answered(200, {{"sku", *wish.sku}, {"offers", std::move(offers)}});
}

http::Response ProductRoutes::one(const http::Request& request) {
  const std::string& text = request.parameter("id");
  bool ask_owner = false;
  for (const auto& [name, value] : request.query) {
    if (name != "consistency" || (value != "owner" && value != "replica")) {
      refuse_invalid(R"(the only parameter is "consistency", which is "owner" or "replica")");
    }
    ask_owner = value == "owner";
  }
  const auto id = read_product(text);
  if (!id) refuse_unknown_product(text);
  auto found = premises_.driver.read([&](const View& view) { return see(view, *id); });
  if (!found) refuse_stopping();
  if (!*found) refuse_unknown_product(text);
  auto seen = std::move(**found);
  if (ask_owner && !seen.freshness.here) seen = owners_.ask(std::move(seen));
  if (seen.product.removed) {
    throw Refuse{{410, "removed-product", "This product is not for sale any more", "its owner has removed it"}};
  }
  const std::string tag = etag(seen.product.version);
  http::Response response;
  if (request.headers.get("If-None-Match") == tag) {
    response.status = 304;
  } else {
    response = answered(200, json_of(seen, premises_.url_of(id->owner)));
  }
  response.headers.set("ETag", tag);
  response.headers.set("Cache-Control", "no-cache");
  return response;
}

}  // namespace feira::node
