// Dense indexes for marketplaces and products, so that the facts that checkers keep stand in flat vectors; and their
// names, for sentences. Marketplaces are indexed in the order of their ids; products in the order first met.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/clock/vector_clock.hpp"
#include "core/config.hpp"
#include "core/delivery/interest.hpp"
#include "core/identity.hpp"
#include "core/purchase/purchase.hpp"
#include "sim/check/index_table.hpp"

namespace feira::check {

/// A marketplace's index among the members sorted by id.
using Dense = std::uint32_t;
/// A product's index in the order first met.
using Ware = std::uint32_t;

/// An interest by its origin's index; numbers are small, so both fit a word.
struct InterestRef {
  Dense origin = none;
  std::uint32_t number = 0;
  friend constexpr bool operator==(const InterestRef&, const InterestRef&) = default;
};

class Directory {
 public:
  /// `members` are sorted by id.
  explicit Directory(std::vector<Member> members);

  [[nodiscard]] std::uint32_t size() const { return static_cast<std::uint32_t>(members_.size()); }
  [[nodiscard]] const std::vector<Member>& members() const { return members_; }

  /// `none` for nobody and for strangers.
  [[nodiscard]] Dense of(MarketplaceId id) const {
    std::size_t slot = home(id);
    while (slots_[slot] != none && members_[slots_[slot]].id != id) slot = (slot + 1) & (slots_.size() - 1);
    return slots_[slot];
  }
  /// The reference of an interest; origin `none` when it is a stranger's or its number is beyond belief.
  [[nodiscard]] InterestRef of(const InterestId& id) const;

  Ware product(ProductId id) { return products_.insert({id}); }
  [[nodiscard]] ProductId product_id(Ware ware) const { return products_.key(ware).id; }
  [[nodiscard]] std::uint32_t products() const { return products_.size(); }
  void label(Ware ware, const std::string& text);

  /// Writes the components in the order of the members; strangers are left out.
  void spread(const VectorClock& clock, std::uint32_t* out) const;

  [[nodiscard]] const std::string& name(Dense marketplace) const { return members_[marketplace].name; }
  /// "bia#3".
  [[nodiscard]] std::string text(InterestRef interest) const;
  /// The name that the product was registered with, or else "ana/2".
  [[nodiscard]] std::string text_of_product(Ware ware) const;

 private:
  struct ProductKey {
    ProductId id;
    [[nodiscard]] std::uint64_t hash() const {
      return mix((std::uint64_t{id.owner.value} << 32 | id.local) * 0x9E3779B97F4A7C15U);
    }
    friend bool operator==(const ProductKey&, const ProductKey&) = default;
  };

  [[nodiscard]] std::size_t home(MarketplaceId id) const {
    return std::size_t{id.value * 0x9E3779B1U >> shift_} & (slots_.size() - 1);
  }

  std::vector<Member> members_;
  std::vector<Dense> slots_;  // open addressing, at most a quarter full
  unsigned shift_ = 0;
  IndexTable<ProductKey> products_;
  std::vector<std::string> labels_;
};

/// "1.9".
std::string text(FencingToken token);
/// "42.1", or "3:42.1" when the high half fills more than 32 bits.
std::string text(const IdempotencyKey& key);
/// "sold", "refused: sold out", ...
const char* text(Outcome outcome);

}  // namespace feira::check
