#include "sim/search/when/jump_search.hpp"

#include <algorithm>

namespace feira::search {
namespace {

constexpr std::uint64_t stretches_max = 16;

}  // namespace

std::vector<Cut> JumpSearch::wanted() const {
  if (points_.empty()) {
    const std::uint64_t stretches = std::clamp<std::uint64_t>(points_max_ / 2, 1, std::min(stretches_max, last_ + 1));
    std::vector<Cut> cuts;
    for (std::uint64_t i = 0; i <= stretches; ++i) {
      const Cut cut = last_ / stretches * i + last_ % stretches * i / stretches;
      if (cuts.empty() || cuts.back() < cut) cuts.push_back(cut);
    }
    return cuts;
  }
  const std::optional<Rise> rise = greatest();
  if (!rise || rise->of_one_step() || points_.size() >= points_max_) return {};
  return {rise->before.cut + (rise->after.cut - rise->before.cut) / 2};
}

void JumpSearch::take(const SharePoint& point) {
  const auto place = std::ranges::lower_bound(points_, point.cut, {}, &SharePoint::cut);
  if (place != points_.end() && place->cut == point.cut) {
    *place = point;
  } else {
    points_.insert(place, point);
  }
}

std::optional<Rise> JumpSearch::greatest() const {
  std::optional<Rise> found;
  for (std::size_t i = 1; i < points_.size(); ++i) {
    const Rise rise{points_[i - 1], points_[i]};
    if (rise.per_mille() > (found ? found->per_mille() : 0)) found = rise;
  }
  return found;
}

std::optional<Cut> JumpSearch::certain_from() const {
  std::optional<Cut> from;
  for (auto point = points_.rbegin(); point != points_.rend() && point->share.all(); ++point) from = point->cut;
  return from;
}

}  // namespace feira::search
