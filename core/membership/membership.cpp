#include "core/membership/membership.hpp"

#include <algorithm>
#include <array>

namespace feira {

const char* name(Standing standing) {
  static constexpr std::array<const char*, 3> names{"present", "left", "evicted"};
  return names[static_cast<std::size_t>(standing)];
}

void Membership::reset(const Config& config) {
  me_ = config.me;
  members_.clear();
  const bool founder = config.sponsor == MarketplaceId{};
  for (const Member& member : config.members) {
    members_.push_back({member.id, member.name, Standing::present, founder});
  }
  count();
}

bool Membership::take(const MemberEntry& told, const Ablations& ablations) {
  const auto at = std::lower_bound(members_.begin(), members_.end(), told.id,
                                   [](const MemberEntry& m, MarketplaceId id) { return m.id < id; });
  if (at == members_.end() || at->id != told.id) {
    members_.insert(at, told);
  } else {
    const bool falls = ablations.has(Ablation::membership_only_grows) && told.standing < at->standing;
    if (told.standing <= at->standing && !falls) return false;
    at->standing = told.standing;
  }
  count();
  return true;
}

const MemberEntry* Membership::find(MarketplaceId id) const {
  const auto at = std::lower_bound(members_.begin(), members_.end(), id,
                                   [](const MemberEntry& m, MarketplaceId wanted) { return m.id < wanted; });
  return at != members_.end() && at->id == id ? &*at : nullptr;
}

Standing Membership::standing(MarketplaceId id) const {
  const MemberEntry* member = find(id);
  return member == nullptr ? Standing::present : member->standing;
}

void Membership::count() {
  version_ = members_.size();
  changes_.clear();
  others_ = 0;
  any_gone_ = false;
  for (const MemberEntry& member : members_) {
    version_ += static_cast<std::uint64_t>(member.standing);
    if (!member.founder || member.standing != Standing::present) changes_.push_back(member);
    if (member.standing != Standing::present) {
      any_gone_ = true;
    } else if (member.id != me_) {
      ++others_;
    }
  }
}

}  // namespace feira
