// The decisions on the purchases of one product, in the order made: what makes asking again with the same key safe.
#pragma once

#include <cstddef>
#include <cstdint>
#include <unordered_map>
#include <vector>

#include "core/purchase/purchase.hpp"

namespace feira {

class SalesBook {
 public:
  /// Null when undecided.
  [[nodiscard]] const Decision* find(IdempotencyKey key) const {
    const auto at = index_.find(key);
    return at == index_.end() ? nullptr : &decisions_[at->second];
  }
  void add(const Decision& decision) {
    index_.insert_or_assign(decision.purchase.key, static_cast<std::uint32_t>(decisions_.size()));
    decisions_.push_back(decision);
  }
  [[nodiscard]] const std::vector<Decision>& decisions() const { return decisions_; }

  template <class Hasher>
  void hash_into(Hasher& hasher) const {
    hasher.add(decisions_);
  }
  friend bool operator==(const SalesBook& a, const SalesBook& b) { return a.decisions_ == b.decisions_; }

 private:
  struct Hash {
    std::size_t operator()(IdempotencyKey key) const {
      return static_cast<std::size_t>((key.high * 0x9e3779b97f4a7c15U) ^ (key.low * 0xc2b2ae3d27d4eb4fU));
    }
  };

  std::vector<Decision> decisions_;
  std::unordered_map<IdempotencyKey, std::uint32_t, Hash> index_;  // for look-up only, never iterated
};

}  // namespace feira
