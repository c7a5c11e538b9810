// What buyers have asked for here: enough to ask again when somebody wants to know what became of it. It forgets the
// oldest, and all at a restart; nothing is lost by that, since whoever asks again with the key is told the same.
#pragma once

#include <cstddef>
#include <deque>
#include <map>
#include <mutex>
#include <optional>

#include "core/purchase/purchase.hpp"
#include "node/api/texts.hpp"

namespace feira::node {

class PurchaseMemory {
 public:
  struct Known {
    Purchase purchase;
    /// None while it is pending.
    std::optional<Decision> decision{};
  };

  explicit PurchaseMemory(std::size_t most = 100'000) : most_(most) {}

  [[nodiscard]] std::optional<Known> find(const PurchaseId& id) const;
  /// Keeps what is known already.
  void asked(const PurchaseId& id, const Purchase& purchase);
  void decided(const PurchaseId& id, const Decision& decision);
  /// It was not accepted, or the key was another wish's: nothing will become of it.
  void forget(const PurchaseId& id);

 private:
  const std::size_t most_;
  mutable std::mutex mutex_;
  std::map<PurchaseId, Known> known_;
  std::deque<PurchaseId> in_order_;
};

}  // namespace feira::node
