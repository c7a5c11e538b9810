// What generated scenarios were like and what their runs reached: in how large a share of them each class came. So that
// no check passes for want of trouble.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/identity.hpp"
#include "sim/check/event.hpp"
#include "sim/check/situations.hpp"
#include "sim/scenario/scenario.hpp"

namespace feira::search {

/// Sees every event of one run, and notices what no situation counts.
class SectionWatch {
 public:
  void observe(const check::Event& event);

  /// A holder, or its owner, crashed while it was inside.
  [[nodiscard]] bool crash_in_grant() const { return crash_; }
  /// A holder was paused while it was inside.
  [[nodiscard]] bool pause_in_grant() const { return pause_; }

 private:
  /// From the start of a hook until the holder leaves.
  struct Inside {
    MarketplaceId holder;
    ProductId product;
    check::GlobalTime lease_end;
  };
  void leaves(MarketplaceId holder, ProductId product);

  std::vector<Inside> inside_;
  bool crash_ = false;
  bool pause_ = false;
};

/// All classes, in the order in which they are counted: what the scenario has, what its run did, and the situations,
/// those of faults by the fault's name alone.
std::vector<std::string> class_names();
/// Also by another name that people use: "contended" is "contended-grant".
std::optional<std::size_t> class_named(std::string_view name);

/// Which classes one run belongs to, in the order of `class_names`. `situations`: how often each was reached.
std::vector<bool> classes_of(const scenario::Scenario& scenario, const SectionWatch& watch,
                             std::span<const std::uint64_t> situations);

}  // namespace feira::search
