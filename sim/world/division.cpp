#include "sim/world/division.hpp"

namespace feira::sim {

using scenario::Fault;
using scenario::MarketplaceIndex;
using scenario::PartitionShape;

Division::Division(const Fault& fault, std::uint32_t marketplaces)
    : sort_(Sort::groups), heard_(marketplaces / 2 + 1), side_(marketplaces, 0) {
  if (fault.kind != Fault::Kind::partition || fault.shape == PartitionShape::one_way) {
    sort_ = Sort::one_way;
  } else if (fault.shape == PartitionShape::bridge) {
    sort_ = Sort::bridge;
  } else if (fault.shape == PartitionShape::majorities_ring) {
    sort_ = Sort::ring;
    for (std::uint32_t place = 0; place < fault.groups[0].size(); ++place) side_[fault.groups[0][place]] = place;
    return;
  }
  for (std::uint32_t group = 0; group < fault.groups.size(); ++group) {
    for (const MarketplaceIndex member : fault.groups[group]) {
      side_[member] |= sort_ == Sort::one_way ? 1U << group : group + 1;
    }
  }
}

bool Division::separates(MarketplaceIndex from, MarketplaceIndex to) const {
  switch (sort_) {
    case Sort::groups:
      return side_[from] != side_[to];
    case Sort::bridge:
      return side_[from] != side_[to] && side_[from] != 0 && side_[to] != 0;
    case Sort::one_way:
      return (side_[from] & 1U) != 0 && (side_[to] & 2U) != 0;
    case Sort::ring: {
      // The majority that a marketplace hears begins (heard - 1) / 2 places before it.
      const auto all = static_cast<std::uint32_t>(side_.size());
      const std::uint32_t first = side_[to] + all - (heard_ - 1) / 2;
      return (side_[from] + 2 * all - first) % all >= heard_;
    }
  }
  return false;
}

}  // namespace feira::sim
