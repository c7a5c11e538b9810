// What is explored: a scenario, as far as an exploration knows it.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/config.hpp"
#include "core/delivery/interest.hpp"
#include "core/purchase/purchase.hpp"
#include "sim/scenario/scenario.hpp"
#include "sim/search/explore/counts.hpp"

namespace feira::explore {

/// One who wants to buy once, at one marketplace.
struct Buyer {
  std::string name;  // "1st buyer at bia"
  Dense at = 0;
  std::uint32_t product = 0;  // in the file's order
  ProductId wants;
  Purchase purchase;
  /// The buyer before this one is alike in all: the two are interchangeable.
  bool like_the_one_before = false;
};

struct Setting {
  /// All as the scenario has it, with the ids of the run with seed 1.
  explicit Setting(scenario::Scenario explored);

  [[nodiscard]] Dense size() const { return static_cast<Dense>(members.size()); }
  [[nodiscard]] Dense dense(MarketplaceId id) const;
  [[nodiscard]] Counts spread(const VectorClock& clock) const;
  [[nodiscard]] const std::string& name(Dense index) const { return members[index].name; }
  /// "bia#1"
  [[nodiscard]] std::string text(InterestId id) const;
  [[nodiscard]] std::string text(ProductId id) const;

  scenario::Scenario scenario;
  std::vector<Member> members;  // sorted by id
  std::vector<Config> configs;  // likewise
  std::vector<ProductId> products;
  std::vector<Buyer> buyers;
  /// A crash may come: records become durable by a choice, and are kept.
  bool crashes = false;
  bool hooks_confirm = true;
  bool hooks_decline = false;
};

/// Why this scenario cannot be explored, in words for the user; empty when it can.
std::vector<std::string> obstacles(const scenario::Scenario& scenario);

}  // namespace feira::explore
