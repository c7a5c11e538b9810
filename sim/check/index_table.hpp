// Gives each key met a dense index, 0, 1, 2, ... in the order of first meeting, so that facts about it stand in flat
// vectors. Open addressing; keys are never forgotten and never iterated over. A plain value.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace feira::check {

/// An index that stands for nothing.
inline constexpr std::uint32_t none = UINT32_MAX;

/// Spreads the bits of a key; the same on every platform.
constexpr std::uint64_t mix(std::uint64_t x) {
  x ^= x >> 32;
  x *= 0xD6E8FEB86659FD93U;
  x ^= x >> 32;
  return x;
}

/// `Key` has `std::uint64_t hash() const` and `==`.
template <class Key>
class IndexTable {
 public:
  [[nodiscard]] std::uint32_t size() const { return static_cast<std::uint32_t>(keys_.size()); }
  [[nodiscard]] const Key& key(std::uint32_t index) const { return keys_[index]; }

  [[nodiscard]] std::uint32_t find(const Key& key) const {
    if (slots_.empty()) return none;
    return slots_[place(key)];
  }

  std::uint32_t insert(const Key& key) {
    if ((keys_.size() + 1) * 2 > slots_.size()) grow();
    std::uint32_t& slot = slots_[place(key)];
    if (slot == none) {
      slot = size();
      keys_.push_back(key);
    }
    return slot;
  }

 private:
  [[nodiscard]] std::size_t place(const Key& key) const {
    std::size_t i = key.hash() & (slots_.size() - 1);
    while (slots_[i] != none && !(keys_[slots_[i]] == key)) i = (i + 1) & (slots_.size() - 1);
    return i;
  }

  void grow() {
    slots_.assign(slots_.empty() ? 16 : slots_.size() * 2, none);
    for (std::uint32_t index = 0; index < size(); ++index) slots_[place(keys_[index])] = index;
  }

  std::vector<Key> keys_;
  std::vector<std::uint32_t> slots_;
};

}  // namespace feira::check
