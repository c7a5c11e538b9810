// A state of the whole world, packed into words: budgets that are left, the time, the book of interests, the sites, and
// the messages in flight, sorted.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "sim/search/explore/interned.hpp"

namespace feira::explore {

struct Budgets {
  std::uint8_t losses = 0;
  std::uint8_t duplicates = 0;
  std::uint8_t crashes = 0;
  std::uint8_t timers = 0;

  [[nodiscard]] std::uint32_t word() const {
    return std::uint32_t{losses} | std::uint32_t{duplicates} << 8U | std::uint32_t{crashes} << 16U |
           std::uint32_t{timers} << 24U;
  }
  static Budgets of(std::uint32_t word) {
    return {static_cast<std::uint8_t>(word), static_cast<std::uint8_t>(word >> 8U),
            static_cast<std::uint8_t>(word >> 16U), static_cast<std::uint8_t>(word >> 24U)};
  }
};

using Word = std::uint32_t;
using StateView = std::span<const Word>;

class State {
 public:
  static constexpr std::size_t budgets_at = 0;
  static constexpr std::size_t time_at = 1;
  static constexpr std::size_t book_at = 2;
  static constexpr std::size_t sites_at = 3;
};

}  // namespace feira::explore
