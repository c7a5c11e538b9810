// Identities and words as the API shows them and takes them.
//
//   marketplace   8 hexadecimal digits                    "0c1d2e3f"
//   product       owner and number                        "0c1d2e3f-12"
//   purchase      product and 128 bits of the key's hash  "0c1d2e3f-12.9a0b...", never the key itself
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/identity.hpp"
#include "core/input.hpp"
#include "core/purchase/purchase.hpp"
#include "node/identity/identity.hpp"

namespace feira::node {

struct PurchaseId {
  ProductId product;
  IdempotencyKey key;
  friend auto operator<=>(const PurchaseId&, const PurchaseId&) = default;
};

std::string text_of(ProductId id);
std::string text_of(const PurchaseId& id);
/// Nothing for what is not exactly as `text_of` writes it; likewise below.
std::optional<MarketplaceId> read_marketplace(std::string_view text);
std::optional<ProductId> read_product(std::string_view text);
std::optional<PurchaseId> read_purchase(std::string_view text);
/// Three capital letters.
std::optional<Currency> read_currency(std::string_view text);

/// A key of any length, as the core knows it: the first 128 bits of its SHA-256.
IdempotencyKey key_of(std::string_view text);

/// "sold", or why it was refused: "sold-out", "removed", "cancelled", "declined", "invalid", "price-changed".
const char* word(Outcome outcome);

/// The entity tag of a version: "v12", in quotes.
std::string etag(std::uint64_t version);

}  // namespace feira::node
