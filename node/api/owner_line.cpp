#include "node/api/owner_line.hpp"

#include <nlohmann/json.hpp>

#include "node/api/refuse.hpp"

namespace feira::node {
namespace {

[[noreturn]] void refuse_unreachable(const std::string& url, std::string why) {
  throw Refuse{{504, "owner-unreachable", "The owner of this product cannot be asked", std::move(why),
                url.empty() ? std::vector<std::pair<std::string, std::string>>{}
                            : std::vector<std::pair<std::string, std::string>>{{"owner_url", url}}}};
}

/// Takes what may have changed; what a product is called and who owns it is known here.
bool take(const std::string& body, ProductSeen& seen) {
  const auto told = nlohmann::json::parse(body, nullptr, false);
  try {
    if (told.at("id").get<std::string>() != text_of(seen.product.id)) return false;
    const auto& price = told.at("price");
    const auto currency = read_currency(price.at("currency").get<std::string>());
    if (!currency) return false;
    seen.product.price = {price.at("minor").get<std::int64_t>(), *currency};
    seen.product.stock = told.at("stock").get<std::int64_t>();
    seen.product.version = told.at("version").get<Version>();
    seen.freshness.owner_version = told.at("freshness").at("owner_version").get<Version>();
  } catch (const nlohmann::json::exception&) {
    return false;
  }
  seen.freshness.here = true;
  seen.freshness.suspected = false;
  return true;
}

}  // namespace

std::shared_ptr<OwnerLine::Line> OwnerLine::line(MarketplaceId owner) {
  const std::lock_guard lock(mutex_);
  auto& line = lines_[owner];
  if (!line) line = std::make_shared<Line>();
  return line;
}

ProductSeen OwnerLine::ask(ProductSeen seen) {
  const MarketplaceId owner = seen.product.id.owner;
  const std::string id = text_of(seen.product.id);
  const std::string url = premises_.url_of(owner);
  auto options = premises_.client_options(url);
  if (!options) refuse_unreachable(url, "its address is not known here");
  options->connect_time = std::chrono::milliseconds(1000);
  options->idle_time = std::chrono::milliseconds(2000);
  options->answer_time = std::chrono::milliseconds(2000);
  options->body_bytes_max = 65'536;

  const auto here = line(owner);
  const std::lock_guard lock(here->mutex);
  if (!here->client || here->url != url) {
    here->client = std::make_unique<http::Client>(*options);
    here->url = url;
  }
  const auto answer = here->client->send(http::Method::get, "/products/" + id);
  if (const auto* failure = std::get_if<http::ClientFailure>(&answer)) {
    refuse_unreachable(url, std::string("it does not answer: ") + http::name(*failure));
  }
  const auto& got = std::get<http::Answer>(answer);
  if (got.status == 404) refuse_unknown_product(id);
  if (got.status == 410) seen.product.removed = true;
  if (got.status != 410 && (got.status != 200 || !take(got.body, seen))) {
    refuse_unreachable(url, "its answer cannot be read (status " + std::to_string(got.status) + ")");
  }
  return seen;
}

}  // namespace feira::node
