// Asks a product's owner for what it says of a product now, when a reader wants to know for sure.
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <string>

#include "node/api/premises.hpp"
#include "node/api/views.hpp"

namespace feira::node {

class OwnerLine {
 public:
  explicit OwnerLine(Premises& premises) : premises_(premises) {}

  /// `seen` as its owner shows it now. Throws `Refuse`: 504 when the owner cannot be reached or answers nothing that
  /// can be read, 404 or 410 when it says so. One question at a time to each owner; waits three seconds at most.
  ProductSeen ask(ProductSeen seen);

 private:
  struct Line {
    std::mutex mutex;
    std::string url;
    std::unique_ptr<http::Client> client;
  };
  std::shared_ptr<Line> line(MarketplaceId owner);

  Premises& premises_;
  std::mutex mutex_;
  std::map<MarketplaceId, std::shared_ptr<Line>> lines_;
};

}  // namespace feira::node
