// Buyers whose every choice is given: who comes when, to which marketplace, for what. Taken from what the buyers of a
// run did.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <vector>

#include "sim/check/event.hpp"
#include "sim/scenario/scenario.hpp"
#include "sim/world/roster.hpp"

namespace feira::search {

/// Watches a run for the first question about each purchase.
class BuyersSeen {
 public:
  BuyersSeen(const scenario::Scenario& scenario, std::uint64_t seed);

  void observe(const check::Event& event);

  /// A group of one for each purchase, in the order in which they were first asked for, that asks at that time and is
  /// otherwise as its group; and all other groups as they are. `group`: the one to take apart, or all.
  [[nodiscard]] std::vector<scenario::BuyersSpec> given() const;
  [[nodiscard]] std::vector<scenario::BuyersSpec> given(std::size_t group) const;

 private:
  struct Purchase {
    std::size_t group = 0;
    IdempotencyKey key;
    scenario::BuyersSpec spec;
    std::int64_t asked_ns = 0;
    bool cancelled = false;
  };

  [[nodiscard]] scenario::ProductIndex index_of(ProductId product) const;
  [[nodiscard]] std::vector<scenario::BuyersSpec> given_if(const std::function<bool(std::size_t)>& taken_apart) const;

  const scenario::Scenario& scenario_;
  sim::Roster roster_;
  std::vector<Purchase> purchases_;
};

}  // namespace feira::search
