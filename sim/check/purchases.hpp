// What was observed of each purchase, (product, key): its decision as recorded by the owner, and what buyers were told.
#pragma once

#include <cstdint>
#include <vector>

#include "core/purchase/purchase.hpp"
#include "sim/check/directory.hpp"
#include "sim/check/index_table.hpp"

namespace feira::check {

struct PurchaseFacts {
  Ware product = none;
  IdempotencyKey key;
  /// When it was first asked for, and how many pieces; zero: it was only cancelled so far.
  std::uint64_t asked = 0;
  std::uint32_t quantity = 0;
  /// The record of the owner that decided it, whether durable or not; zero: none that a crash left standing.
  std::uint64_t made_record = 0;
  std::uint64_t made = 0;
  /// The first decision that became durable, and the event at which it did; zero: none.
  std::uint64_t decided = 0;
  std::uint64_t decided_record = 0;
  Decision decision;
  /// The first decision that a buyer was told, and the event that told it; zero: none.
  std::uint64_t told = 0;
  Decision told_decision;
  /// The latest final answer to any question about it.
  std::uint64_t answered = 0;
};

class Purchases {
 public:
  PurchaseFacts& of(Ware product, const IdempotencyKey& key) {
    const std::uint32_t index = table_.insert({product, key});
    if (index == facts_.size()) {
      facts_.emplace_back();
      facts_.back().product = product;
      facts_.back().key = key;
    }
    return facts_[index];
  }
  /// Null when it was never met.
  [[nodiscard]] const PurchaseFacts* find(Ware product, const IdempotencyKey& key) const {
    const std::uint32_t index = table_.find({product, key});
    return index == none ? nullptr : &facts_[index];
  }
  /// In the order first met.
  [[nodiscard]] const PurchaseFacts& operator[](std::uint32_t index) const { return facts_[index]; }
  [[nodiscard]] std::uint32_t size() const { return table_.size(); }

 private:
  struct Key {
    Ware product = none;
    IdempotencyKey key;
    [[nodiscard]] std::uint64_t hash() const {
      return mix(key.high * 0x9E3779B97F4A7C15U ^ mix(key.low + (std::uint64_t{product} << 40)));
    }
    friend bool operator==(const Key&, const Key&) = default;
  };

  IndexTable<Key> table_;
  std::vector<PurchaseFacts> facts_;
};

}  // namespace feira::check
