// What is shown of the marketplace's state, read from the core as plain values and written as JSON.
#pragma once

#include <cstdint>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <vector>

#include "core/catalogue/product.hpp"
#include "core/membership/membership.hpp"
#include "core/purchase/purchase.hpp"
#include "node/api/premises.hpp"
#include "node/api/texts.hpp"

namespace feira::node {

/// How far what is shown of an owner's products can be trusted to be new.
struct Freshness {
  MarketplaceId owner;
  std::string owner_name;
  /// The owner's catalogue as held here is that of this version.
  Version owner_version = 0;
  /// This marketplace is the owner: nothing is newer.
  bool here = false;
  /// The owner has been silent for too long.
  bool suspected = false;
  Standing standing = Standing::present;
};

struct ProductSeen {
  Product product;
  Freshness freshness;
};

/// To be called on the core's thread, in `Driver::read`.
Freshness freshness_of(const View& view, MarketplaceId owner);
std::optional<ProductSeen> see(const View& view, ProductId id);

nlohmann::ordered_json json_of(Money price);
/// `owner_url` is left out when empty.
nlohmann::ordered_json json_of(const ProductSeen& seen, const std::string& owner_url);
nlohmann::ordered_json json_of(const MemberEntry& member);

http::Response answered(int status, const nlohmann::ordered_json& body);

/// Waits for the core's answer to what `asks` asks; throws `Refuse` when the driver stops without one.
Reply ask(const std::function<void(Then)>& asks);

}  // namespace feira::node
