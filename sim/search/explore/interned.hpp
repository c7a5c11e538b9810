// Values that are kept once, and known by a number from then on. What is equal is told by a hash of 64 bits.
//
// Any thread may add; a number may be looked up by any thread that has got it through `add`, or from another thread
// behind a lock or barrier. Numbers depend on who comes first, so that no result may depend on them.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <unordered_map>
#include <utility>
#include <vector>

#include "sim/kernel/require.hpp"

namespace feira::explore {

using Number = std::uint32_t;

template <class Value>
class Interned {
 public:
  [[nodiscard]] const Value& operator[](Number number) const {
    return chunks_[number >> chunk_bits]->data()[number & (chunk_size - 1)];
  }
  [[nodiscard]] std::size_t size() const {
    const std::scoped_lock lock(mutex_);
    return index_.size();
  }

  Number add(std::uint64_t hash, Value&& value) {
    const std::scoped_lock lock(mutex_);
    const auto number = static_cast<Number>(index_.size());
    const auto [at, is_new] = index_.try_emplace(hash, number);
    if (!is_new) return at->second;
    const std::size_t chunk = number >> chunk_bits;
    kernel::require(chunk < chunks_.size(), "there is room for one value more");
    if (!chunks_[chunk]) {
      chunks_[chunk] = std::make_unique<std::vector<Value>>();
      chunks_[chunk]->reserve(chunk_size);  // so that nothing moves
    }
    chunks_[chunk]->push_back(std::move(value));
    return number;
  }

 private:
  static constexpr unsigned chunk_bits = 10;
  static constexpr std::size_t chunk_size = std::size_t{1} << chunk_bits;

  mutable std::mutex mutex_;
  std::unordered_map<std::uint64_t, Number> index_;  // for look-up only, never iterated
  std::array<std::unique_ptr<std::vector<Value>>, 32768> chunks_;
};

}  // namespace feira::explore
