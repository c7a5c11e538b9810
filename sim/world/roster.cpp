#include "sim/world/roster.hpp"

#include <algorithm>

namespace feira::sim {

namespace {

constexpr std::uint8_t of_itself = 0;
constexpr std::uint8_t of_its_double = 1;

}  // namespace

/// Draws an id that nobody has yet.
MarketplaceId Roster::add(MarketplaceIndex index, const std::string& name, const chance::Chance& chance,
                          std::uint32_t which, std::uint8_t purpose) {
  for (std::uint64_t attempt = 0;; ++attempt) {
    const std::uint64_t bits = chance.bits(
        {.stream = chance::Stream::identity, .a = index, .b = which, .ordinal = attempt, .purpose = purpose});
    const MarketplaceId id{static_cast<std::uint32_t>(bits)};
    if (id == MarketplaceId{} || std::ranges::find(members_, id, &Member::id) != members_.end()) continue;
    members_.push_back({id, name});
    sorted_.push_back({id, index});
    return id;
  }
}

Roster::Roster(const scenario::Scenario& scenario, const chance::Chance& chance,
               const std::vector<std::uint32_t>& renewals) {
  for (MarketplaceIndex index = 0; index < scenario.marketplaces.size(); ++index) {
    lives_.push_back({{add(index, scenario.marketplaces[index], chance, 0, of_itself)}, {}, 0});
  }
  for (MarketplaceIndex index = 0; index < renewals.size(); ++index) {
    const std::string& name = scenario.marketplaces[index];
    for (std::uint32_t which = 1; which <= renewals[index]; ++which) {
      const std::string next = name + "~" + std::to_string(which + 1);
      lives_[index].ids.push_back(add(index, next, chance, which, of_itself));
      const std::string last = which == 1 ? name : name + "~" + std::to_string(which);
      lives_[index].doubles.push_back(add(index, last + "?", chance, which, of_its_double));
    }
  }
  std::ranges::sort(members_, {}, &Member::id);
  std::ranges::sort(sorted_, {}, &Place::id);
  std::vector<std::uint32_t> registered(lives_.size(), 0);
  for (const scenario::ProductSpec& product : scenario.products) {
    products_.push_back({product.owner, ++registered[product.owner]});
  }
}

const std::string& Roster::name(MarketplaceId id) const {
  return std::ranges::lower_bound(members_, id, {}, &Member::id)->name;
}

std::vector<Member> Roster::founders(const std::vector<bool>& joins_later) const {
  std::vector<Member> founders;
  for (const Member& member : members_) {
    const MarketplaceIndex at = index(member.id);
    if (member.id == lives_[at].ids.front() && !joins_later[at]) founders.push_back(member);
  }
  return founders;
}

std::vector<ProductId> Roster::ids_of_product(ProductIndex index) const {
  std::vector<ProductId> all;
  for (const MarketplaceId owner : lives_[products_[index].owner].ids) all.push_back({owner, products_[index].local});
  return all;
}

}  // namespace feira::sim
