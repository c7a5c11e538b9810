#include "sim/scenario/membership_plan.hpp"

#include <algorithm>

#include "sim/chance/chance.hpp"
#include "sim/chance/draw.hpp"
#include "sim/scenario/stable_order.hpp"
#include "sim/scenario/units.hpp"

namespace feira::scenario {

namespace {

using Kind = MembershipSpec::Kind;
using chance::Chance;
using chance::Stream;

constexpr std::uint8_t choice_of_who = 0;
constexpr std::uint8_t choice_of_with = 1;

/// Whoever has joined may leave or be evicted only this much later: a marketplace that has hardly come is a dull case.
constexpr Duration settling_in = seconds(1);

/// One moment at which something random is to happen.
struct Tick {
  Duration at;
  Kind kind = Kind::join;
  std::uint64_t ordinal = 0;
};

void add_ticks(std::vector<Tick>& ticks, const Chance& chance, Kind kind, const std::optional<Duration>& every,
               Duration until) {
  if (!every) return;
  Duration at{};
  for (std::uint64_t ordinal = 1;; ++ordinal) {
    const std::uint64_t bits =
        chance.bits({.stream = Stream::membership_gap, .a = static_cast<std::uint32_t>(kind), .ordinal = ordinal});
    at = at + std::max(Duration{chance::exponential(bits, every->ns)}, milliseconds(1));
    if (at >= until) return;
    ticks.push_back({at, kind, ordinal});
  }
}

/// Who is there as the plan goes on.
class Register {
 public:
  explicit Register(std::size_t marketplaces) : since_(marketplaces), here_(marketplaces, false) {}

  void comes(MarketplaceIndex who, Duration at) {
    since_[who] = at;
    here_[who] = true;
  }
  void goes(MarketplaceIndex who) { here_[who] = false; }
  /// Those that are there and were at `since`.
  [[nodiscard]] std::vector<MarketplaceIndex> here(Duration since) const {
    std::vector<MarketplaceIndex> all;
    for (MarketplaceIndex who = 0; who < here_.size(); ++who) {
      if (here_[who] && since_[who] <= since) all.push_back(who);
    }
    return all;
  }

 private:
  std::vector<Duration> since_;
  std::vector<bool> here_;
};

MarketplaceIndex drawn(const std::vector<MarketplaceIndex>& among, const Chance& chance, const Tick& tick,
                       std::uint8_t purpose) {
  const std::uint64_t bits = chance.bits({.stream = Stream::membership_choice,
                                          .a = static_cast<std::uint32_t>(tick.kind),
                                          .ordinal = tick.ordinal,
                                          .purpose = purpose});
  return among[chance::below(bits, among.size())];
}

void sort_by_time(std::vector<MembershipSpec>& plan) {
  sort_stably(plan, [](const MembershipSpec& spec) { return spec.at; });
}

/// The i-th newcomer comes at the i-th moment drawn, and no later than at half of the time of faults.
void add_newcomers(std::vector<MembershipSpec>& plan, const Scenario& scenario, const Chance& chance, Register& present,
                   const std::vector<Tick>& ticks) {
  const RandomMembershipSpec& random = scenario.random_membership;
  const Duration latest = scenario.run.faults_until / 2;
  std::size_t next = 0;
  for (auto who = random.founders.value_or(static_cast<std::uint32_t>(scenario.marketplaces.size()));
       who < scenario.marketplaces.size(); ++who) {
    while (next < ticks.size() && ticks[next].kind != Kind::join) ++next;
    const Tick tick{next < ticks.size() ? std::min(ticks[next].at, latest) : latest, Kind::join, who};
    if (next < ticks.size()) ++next;
    plan.push_back({tick.at, Kind::join, who, drawn(present.here(Duration{}), chance, tick, choice_of_with)});
  }
}

}  // namespace

std::vector<MembershipSpec> membership_plan(const Scenario& scenario, std::uint64_t seed) {
  std::vector<MembershipSpec> plan = scenario.membership;
  sort_by_time(plan);
  const RandomMembershipSpec& random = scenario.random_membership;
  if (!random.founders && !random.leave && !random.evict) return plan;
  const Chance chance(seed);
  const std::size_t count = scenario.marketplaces.size();
  std::vector<Tick> ticks;
  for (const auto& [kind, every] :
       {std::pair(Kind::join, random.join), std::pair(Kind::leave, random.leave), std::pair(Kind::evict, random.evict)})
    add_ticks(ticks, chance, kind, every, scenario.run.faults_until);
  sort_stably(ticks, [](const Tick& tick) { return tick.at; });

  Register present(count);
  std::vector<bool> later = newcomers(plan, count);
  for (MarketplaceIndex who = 0; who < count; ++who) {
    if (!later[who] && who < random.founders.value_or(static_cast<std::uint32_t>(count))) present.comes(who, {});
  }
  add_newcomers(plan, scenario, chance, present, ticks);
  sort_by_time(plan);
  const std::vector<MembershipSpec> given = plan;
  auto next = given.begin();
  for (const Tick& tick : ticks) {
    if (tick.kind == Kind::join) continue;
    for (; next != given.end() && next->at <= tick.at; ++next) {
      if (next->kind == Kind::join) {
        present.comes(next->who, next->at);
      } else {
        present.goes(next->who);
      }
    }
    const std::vector<MarketplaceIndex> settled = present.here(tick.at - settling_in);
    std::vector<MarketplaceIndex> others = present.here(tick.at);
    if (others.size() <= random.least || settled.empty()) continue;
    const MarketplaceIndex who = drawn(settled, chance, tick, choice_of_who);
    std::erase(others, who);
    present.goes(who);
    plan.push_back({tick.at, tick.kind, who,
                    tick.kind == Kind::evict ? drawn(others, chance, tick, choice_of_with) : MarketplaceIndex{}});
  }
  sort_by_time(plan);
  return plan;
}

std::vector<bool> newcomers(const std::vector<MembershipSpec>& plan, std::size_t marketplaces) {
  std::vector<bool> later(marketplaces, false);
  for (const MembershipSpec& change : plan) {
    if (change.kind == Kind::join) later[change.who] = true;
  }
  return later;
}

std::string describe(const MembershipSpec& change, const Scenario& scenario) {
  const std::string& who = scenario.marketplaces[change.who];
  const std::string at = ", " + text(change.at);
  switch (change.kind) {
    case Kind::join:
      return who + " joins, let in by " + scenario.marketplaces[change.with] + at;
    case Kind::leave:
      return who + " leaves" + at;
    case Kind::evict:
      return who + " is evicted at " + scenario.marketplaces[change.with] + at;
  }
  return {};
}

}  // namespace feira::scenario
