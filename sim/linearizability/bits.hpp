// A set of slots (small numbers below 64 * Words), as a plain value.
#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>

namespace feira::linearizability {

template <std::size_t Words>
class Bits {
 public:
  static constexpr std::size_t capacity = 64 * Words;

  [[nodiscard]] bool has(std::size_t slot) const { return (words_[slot / 64] >> slot % 64 & 1U) != 0; }
  void add(std::size_t slot) { words_[slot / 64] |= std::uint64_t{1} << slot % 64; }
  void remove(std::size_t slot) { words_[slot / 64] &= ~(std::uint64_t{1} << slot % 64); }
  void clear() { words_.fill(0); }

  [[nodiscard]] bool empty() const {
    for (const std::uint64_t word : words_) {
      if (word != 0) return false;
    }
    return true;
  }
  [[nodiscard]] bool includes(const Bits& other) const {
    for (std::size_t i = 0; i < Words; ++i) {
      if ((other.words_[i] & ~words_[i]) != 0) return false;
    }
    return true;
  }
  [[nodiscard]] bool meets(const Bits& other) const {
    for (std::size_t i = 0; i < Words; ++i) {
      if ((words_[i] & other.words_[i]) != 0) return true;
    }
    return false;
  }
  /// The lowest slot that is not in the set; `capacity` when there is none.
  [[nodiscard]] std::size_t lowest_missing() const {
    for (std::size_t i = 0; i < Words; ++i) {
      if (words_[i] != UINT64_MAX) return 64 * i + static_cast<std::size_t>(std::countr_one(words_[i]));
    }
    return capacity;
  }
  /// In rising order.
  template <class Visit>
  void each(Visit&& visit) const {
    for (std::size_t i = 0; i < Words; ++i) {
      for (std::uint64_t word = words_[i]; word != 0; word &= word - 1) {
        visit(64 * i + static_cast<std::size_t>(std::countr_zero(word)));
      }
    }
  }
  /// In rising order, until one satisfies `test`.
  template <class Test>
  [[nodiscard]] bool any(Test&& test) const {
    for (std::size_t i = 0; i < Words; ++i) {
      for (std::uint64_t word = words_[i]; word != 0; word &= word - 1) {
        if (test(64 * i + static_cast<std::size_t>(std::countr_zero(word)))) return true;
      }
    }
    return false;
  }

  friend Bits operator&(Bits a, const Bits& b) {
    for (std::size_t i = 0; i < Words; ++i) a.words_[i] &= b.words_[i];
    return a;
  }
  friend Bits operator|(Bits a, const Bits& b) {
    for (std::size_t i = 0; i < Words; ++i) a.words_[i] |= b.words_[i];
    return a;
  }
  /// In a but not in b.
  friend Bits operator-(Bits a, const Bits& b) {
    for (std::size_t i = 0; i < Words; ++i) a.words_[i] &= ~b.words_[i];
    return a;
  }
  friend bool operator==(const Bits&, const Bits&) = default;

 private:
  std::array<std::uint64_t, Words> words_{};
};

}  // namespace feira::linearizability
