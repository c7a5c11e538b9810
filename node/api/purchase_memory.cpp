#include "node/api/purchase_memory.hpp"

namespace feira::node {

std::optional<PurchaseMemory::Known> PurchaseMemory::find(const PurchaseId& id) const {
  const std::lock_guard lock(mutex_);
  const auto at = known_.find(id);
  if (at == known_.end()) return std::nullopt;
  return at->second;
}

void PurchaseMemory::asked(const PurchaseId& id, const Purchase& purchase) {
  const std::lock_guard lock(mutex_);
  if (!known_.try_emplace(id, Known{purchase}).second) return;
  in_order_.push_back(id);
  // One that was forgotten and asked again stands in the order twice, and may go early: it is only a memory.
  while (in_order_.size() > most_) {
    known_.erase(in_order_.front());
    in_order_.pop_front();
  }
}

void PurchaseMemory::decided(const PurchaseId& id, const Decision& decision) {
  const std::lock_guard lock(mutex_);
  const auto at = known_.find(id);
  if (at != known_.end()) at->second.decision = decision;
}

void PurchaseMemory::forget(const PurchaseId& id) {
  const std::lock_guard lock(mutex_);
  const auto at = known_.find(id);
  if (at != known_.end() && !at->second.decision) known_.erase(at);
}

}  // namespace feira::node
