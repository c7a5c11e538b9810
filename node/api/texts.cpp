#include "node/api/texts.hpp"

#include <algorithm>
#include <charconv>
#include <cstring>

#include "node/identity/secrets.hpp"

namespace feira::node {
namespace {

constexpr std::size_t id_digits = 8;
constexpr std::size_t key_digits = 32;

/// Exactly `text.size()` small hexadecimal digits.
template <class Number>
std::optional<Number> read_hex(std::string_view text) {
  Number number = 0;
  const bool small = std::ranges::all_of(text, [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number, 16);
  if (!small || error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return number;
}

std::string hex_of_number(std::uint64_t number) {
  std::string text(16, '0');
  for (std::size_t i = 16; i-- > 0; number >>= 4U) text[i] = "0123456789abcdef"[number & 15U];
  return text;
}

}  // namespace

std::string text_of(ProductId id) { return to_hex(id.owner) + '-' + std::to_string(id.local); }

std::string text_of(const PurchaseId& id) {
  return text_of(id.product) + '.' + hex_of_number(id.key.high) + hex_of_number(id.key.low);
}

std::optional<MarketplaceId> read_marketplace(std::string_view text) {
  if (text.size() != id_digits) return std::nullopt;
  const auto value = read_hex<std::uint32_t>(text);
  if (!value) return std::nullopt;
  return MarketplaceId{*value};
}

std::optional<ProductId> read_product(std::string_view text) {
  if (text.size() < id_digits + 2 || text[id_digits] != '-') return std::nullopt;
  const auto owner = read_marketplace(text.substr(0, id_digits));
  ProductId id;
  const auto number = text.substr(id_digits + 1);
  const auto [end, error] = std::from_chars(number.data(), number.data() + number.size(), id.local);
  if (!owner || error != std::errc{} || end != number.data() + number.size()) return std::nullopt;
  id.owner = *owner;
  if (text_of(id) != text) return std::nullopt;
  return id;
}

std::optional<PurchaseId> read_purchase(std::string_view text) {
  const auto point = text.find('.');
  if (point == std::string_view::npos || text.size() - point - 1 != key_digits) return std::nullopt;
  const auto product = read_product(text.substr(0, point));
  const auto high = read_hex<std::uint64_t>(text.substr(point + 1, key_digits / 2));
  const auto low = read_hex<std::uint64_t>(text.substr(point + 1 + key_digits / 2));
  if (!product || !high || !low) return std::nullopt;
  return PurchaseId{*product, {*high, *low}};
}

std::optional<Currency> read_currency(std::string_view text) {
  if (text.size() != 3 || !std::ranges::all_of(text, [](char c) { return c >= 'A' && c <= 'Z'; })) return std::nullopt;
  Currency currency;
  std::ranges::copy(text, currency.code.begin());
  return currency;
}

IdempotencyKey key_of(std::string_view text) {
  const std::string hash = sha256(text);
  const auto word = [&](std::size_t from) {
    std::uint64_t value = 0;
    for (std::size_t i = from; i < from + 8; ++i) value = (value << 8U) | static_cast<unsigned char>(hash[i]);
    return value;
  };
  return {word(0), word(8)};
}

const char* word(Outcome outcome) {
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

std::string etag(std::uint64_t version) { return "\"v" + std::to_string(version) + '"'; }

}  // namespace feira::node
