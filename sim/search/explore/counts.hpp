// One number for each marketplace, in the order of their ids: what was seen of their interests.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>

namespace feira::explore {

/// No more can be explored anyhow.
inline constexpr std::size_t marketplaces_max = 8;

/// A marketplace's index among the members sorted by id.
using Dense = std::uint32_t;

struct Counts {
  std::array<std::uint32_t, marketplaces_max> of{};

  std::uint32_t& operator[](Dense index) { return of[index]; }
  std::uint32_t operator[](Dense index) const { return of[index]; }
  void merge(const Counts& other) {
    for (std::size_t i = 0; i < of.size(); ++i) of[i] = std::max(of[i], other.of[i]);
  }
  [[nodiscard]] bool at_most(const Counts& other) const {
    for (std::size_t i = 0; i < of.size(); ++i) {
      if (of[i] > other.of[i]) return false;
    }
    return true;
  }
  template <class Hasher>
  void hash_into(Hasher& hasher) const {
    for (const std::uint32_t count : of) hasher.word(count);
  }
  friend bool operator==(const Counts&, const Counts&) = default;
};

}  // namespace feira::explore
