#include "sim/check/names.hpp"

#include <algorithm>

namespace feira::check {
namespace {

std::string hexadecimal(std::uint32_t value) {
  static constexpr char digits[] = "0123456789abcdef";
  std::string out(8, '0');
  for (std::size_t i = 0; i < 8; ++i) out[7 - i] = digits[value >> (4 * i) & 15U];
  return out;
}

}  // namespace

std::string Names::of(MarketplaceId id) const {
  for (const Member& member : members) {
    if (member.id == id) return member.name;
  }
  return id.value == 0 ? "nobody" : hexadecimal(id.value);
}

std::string Names::of(ProductId id) const {
  for (const auto& [product, name] : products) {
    if (product == id) return name;
  }
  return of(id.owner) + "/" + std::to_string(id.local);
}

std::string Names::of(const InterestId& id) const { return of(id.origin) + "#" + std::to_string(id.number); }

std::string Names::of(const VectorClock& clock) const {
  std::string out = "{";
  for (const VectorClock::Entry& entry : clock.entries()) {
    if (out.size() > 1) out += ", ";
    out += of(entry.marketplace) + " " + std::to_string(entry.count);
  }
  return out + "}";
}

std::size_t Names::width() const {
  std::size_t width = 0;
  for (const Member& member : members) width = std::max(width, member.name.size());
  return width;
}

}  // namespace feira::check
