// A few values of one kind that come and go: each keeps its place while it is in, and places are used again.
#pragma once

#include <cstdint>
#include <vector>

namespace feira::sim {

template <class Value>
class Pool {
 public:
  std::uint32_t put(const Value& value) {
    if (free_.empty()) {
      values_.push_back(value);
      return static_cast<std::uint32_t>(values_.size() - 1);
    }
    const std::uint32_t place = free_.back();
    free_.pop_back();
    values_[place] = value;
    return place;
  }

  /// The value stays readable until the next `put`.
  void take(std::uint32_t place) { free_.push_back(place); }

  [[nodiscard]] Value& operator[](std::uint32_t place) { return values_[place]; }
  [[nodiscard]] const Value& operator[](std::uint32_t place) const { return values_[place]; }

  /// Places, in use or free.
  [[nodiscard]] std::uint32_t size() const { return static_cast<std::uint32_t>(values_.size()); }

  void clear() {
    values_.clear();
    free_.clear();
  }

 private:
  std::vector<Value> values_;
  std::vector<std::uint32_t> free_;
};

}  // namespace feira::sim
