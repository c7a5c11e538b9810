#include "node/identity/identity.hpp"

#include <algorithm>

namespace feira::node {

bool is_name(const std::string& name) {
  const auto allowed = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
  };
  return !name.empty() && name.size() <= 40 && std::all_of(name.begin(), name.end(), allowed);
}

std::string to_hex(MarketplaceId id) {
  static constexpr char digits[] = "0123456789abcdef";
  std::string text;
  for (int shift = 28; shift >= 0; shift -= 4) text += digits[id.value >> static_cast<unsigned>(shift) & 15U];
  return text;
}

}  // namespace feira::node
