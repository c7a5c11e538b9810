#include "node/api/causality.hpp"

#include <algorithm>
#include <charconv>

#include "node/api/texts.hpp"
#include "node/identity/secrets.hpp"

namespace feira::node {

CausalityTokens::CausalityTokens(std::string_view consortium_key)
    : key_(mac(consortium_key, "feira causality token 1")) {}

std::string CausalityTokens::issue(const VectorClock& clock) const {
  std::string text;
  for (const auto& [marketplace, count] : clock.entries()) {
    if (!text.empty()) text += ',';
    text += to_hex(marketplace) + '=' + std::to_string(count);
  }
  return text + ';' + hex_of(mac(key_, text));
}

std::optional<VectorClock> CausalityTokens::check(std::string_view token) const {
  const auto end = token.find(';');
  if (end == std::string_view::npos) return std::nullopt;
  auto text = token.substr(0, end);
  if (!same_secret(hex_of(mac(key_, text)), token.substr(end + 1))) return std::nullopt;
  VectorClock clock;
  while (!text.empty()) {
    const auto entry = text.substr(0, text.find(','));
    text.remove_prefix(std::min(entry.size() + 1, text.size()));
    const auto equals = std::min(entry.find('='), entry.size());
    const auto marketplace = read_marketplace(entry.substr(0, equals));
    Count count = 0;
    const auto number = entry.substr(std::min(equals + 1, entry.size()));
    const auto [last, error] = std::from_chars(number.data(), number.data() + number.size(), count);
    if (!marketplace || error != std::errc{} || last != number.data() + number.size()) return std::nullopt;
    clock.set(*marketplace, count);
  }
  return clock;
}

}  // namespace feira::node
