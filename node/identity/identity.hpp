// Who a node is: drawn once when its data folder is made, and never again.
#pragma once

#include <string>

#include "core/identity.hpp"

namespace feira::node {

struct Identity {
  MarketplaceId id;
  std::string name;
  /// The consortium it belongs to, as its key file names it.
  std::string consortium;
  /// It began the consortium; all others are let in by a member.
  bool founder = false;
  friend bool operator==(const Identity&, const Identity&) = default;
};

/// A marketplace's name: letters, digits, '-' and '_', one to forty.
bool is_name(const std::string& name);

/// As people and the API see an id: eight hexadecimal digits.
std::string to_hex(MarketplaceId id);

}  // namespace feira::node
