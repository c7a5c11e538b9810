// Where the other marketplaces are reached. It is kept in the store, travels with every batch, and the word of a
// marketplace on its own address is believed before anybody else's.
#pragma once

#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "node/store/store.hpp"

namespace feira::node {

class AddressBook {
 public:
  /// `changed` is called, outside of any lock, with what is new.
  AddressBook(MarketplaceId me, std::function<void(const Address&)> changed) : me_(me), changed_(std::move(changed)) {}

  /// It says so itself. Returns whether that is news.
  bool told_by_itself(const Address& address);
  /// Somebody else says so: taken when nothing is known yet.
  bool gossip(const Address& address);
  [[nodiscard]] std::optional<Address> find(MarketplaceId id) const;
  [[nodiscard]] std::vector<Address> all() const;

 private:
  bool take(const Address& address, bool replaces);

  const MarketplaceId me_;
  const std::function<void(const Address&)> changed_;
  mutable std::mutex mutex_;
  std::map<MarketplaceId, Address> known_;
};

}  // namespace feira::node
