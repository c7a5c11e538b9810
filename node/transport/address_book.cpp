#include "node/transport/address_book.hpp"

#include "node/transport/url.hpp"

namespace feira::node {

bool AddressBook::told_by_itself(const Address& address) { return take(address, true); }

bool AddressBook::gossip(const Address& address) { return take(address, false); }

bool AddressBook::take(const Address& address, bool replaces) {
  if (address.id == me_ || address.id == MarketplaceId{} || !parse_url(address.url)) return false;
  {
    const std::lock_guard lock(mutex_);
    const auto [at, added] = known_.try_emplace(address.id, address);
    if (!added) {
      if (!replaces || at->second == address) return false;
      at->second = address;
    }
  }
  changed_(address);
  return true;
}

std::optional<Address> AddressBook::find(MarketplaceId id) const {
  const std::lock_guard lock(mutex_);
  const auto at = known_.find(id);
  return at == known_.end() ? std::nullopt : std::optional(at->second);
}

std::vector<Address> AddressBook::all() const {
  const std::lock_guard lock(mutex_);
  std::vector<Address> addresses;
  for (const auto& [id, address] : known_) addresses.push_back(address);
  return addresses;
}

}  // namespace feira::node
