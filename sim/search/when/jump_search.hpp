// Looks for the step at which a share jumps, with few looks: a share is known at a cut only after many trials there.
//
// A cut is a place between steps: cut k comes after step k. The search asks for evenly spread cuts first, then halves
// the stretch over which the share rises most, again and again, until the greatest rise of all is over one single step.
// Shares need not grow from cut to cut (luck may come as well as go), so another stretch may take the lead meanwhile.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "sim/search/when/share.hpp"

namespace feira::search {

using Cut = std::uint64_t;

struct SharePoint {
  Cut cut = 0;
  Share share;
  friend bool operator==(const SharePoint&, const SharePoint&) = default;
};

/// Between two neighbouring points.
struct Rise {
  SharePoint before;
  SharePoint after;
  [[nodiscard]] std::int64_t per_mille() const { return after.share.per_mille() - before.share.per_mille(); }
  [[nodiscard]] bool of_one_step() const { return after.cut == before.cut + 1; }
};

class JumpSearch {
 public:
  /// Looks at cuts from 0 to `last`, at `points_max` of them at most, but at both ends in any case.
  JumpSearch(Cut last, std::uint64_t points_max) : last_(last), points_max_(points_max) {}

  /// The cuts to look at next, in order; none when there is nothing more to find.
  [[nodiscard]] std::vector<Cut> wanted() const;
  /// A cut was looked at; which ones, and in which order they come, is up to the caller.
  void take(const SharePoint& point);

  /// In order.
  [[nodiscard]] const std::vector<SharePoint>& points() const { return points_; }
  /// The greatest rise, the first of equals; nothing when the share rises nowhere.
  [[nodiscard]] std::optional<Rise> greatest() const;
  /// The first cut from which on every look showed nothing but failures; nothing when there is none.
  [[nodiscard]] std::optional<Cut> certain_from() const;

 private:
  Cut last_;
  std::uint64_t points_max_;
  std::vector<SharePoint> points_;  // sorted by cut
};

}  // namespace feira::search
