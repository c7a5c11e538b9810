// Marketplaces come and go: newcomers start, leavers leave, operators evict, and whoever has lost its disk joins anew.

#include <algorithm>

#include "sim/kernel/require.hpp"
#include "sim/world/world.hpp"

namespace feira::sim {

using check::EventKind;
using scenario::MembershipSpec;

namespace {

/// How long an operator waits before it asks a marketplace again that took no connection.
constexpr Duration operators_wait = milliseconds(500);
/// From the moment a marketplace notices that its disk has lost records until its operator starts it anew.
constexpr Duration rejoins_after = milliseconds(500);
/// From then until somebody evicts its old id.
constexpr Duration evicted_after = seconds(2);

}  // namespace

void World::membership_changes(std::uint32_t change) {
  const MembershipSpec& due = nemesis_.membership()[change];
  const bool done = due.kind == MembershipSpec::Kind::join    ? start_newcomer(due.who, due.with)
                    : due.kind == MembershipSpec::Kind::leave ? ask_to_leave(due.who)
                                                              : evict(roster_.id(due.who), due.with, due.who);
  if (done) {
    --members_to_change_;
  } else {
    set_timer({now().ns + operators_wait.ns}, due.who, Timer{Timer::What::membership, false, change, 0, {}});
  }
}

bool World::is_member(MarketplaceIndex index) const {
  const Process& process = processes_[index];
  return !process.gone && process.core.takes_part() && !process.core.membership().gone(roster_.id(index));
}

std::optional<MarketplaceIndex> World::some_member(MarketplaceIndex wanted, MarketplaceIndex but) const {
  std::optional<MarketplaceIndex> down;
  for (MarketplaceIndex i = 0; i < size(); ++i) {
    const MarketplaceIndex index = (wanted + i) % size();
    if (index == but || processes_[index].life == 0 || !is_member(index)) continue;
    if (is_open(index)) return index;
    if (!down) down = index;
  }
  return down;
}

bool World::start_newcomer(MarketplaceIndex index, MarketplaceIndex sponsor) {
  const std::optional<MarketplaceIndex> lets_in = some_member(sponsor, index);
  Process& process = processes_[index];
  process.config.members = {{roster_.id(index), roster_.name(roster_.id(index))}};
  process.config.sponsor = lets_in ? roster_.id(*lets_in) : MarketplaceId{};
  process.core = Marketplace(process.config);
  boot(index);
  return true;
}

bool World::ask_to_leave(MarketplaceIndex index) {
  if (processes_[index].gone) return true;
  if (!is_open(index) || processes_[index].paused_until) return false;
  check::Event leaves = event(EventKind::leave, index);
  trace_.add(leaves, 0);
  step(index, LeaveAsked{});
  settle(index);
  return true;
}

/// Some member that is up, and that nobody who is up takes for gone, knows that `member` is gone.
bool World::is_noted_as_gone(MarketplaceId member) const {
  const auto knows = [](const Process& process, MarketplaceId whom) {
    return process.takes_inputs() && process.core.takes_part() && process.core.membership().gone(whom);
  };
  return std::ranges::any_of(processes_, [&](const Process& process) {
    const MarketplaceId me = process.config.me;
    return me != member && knows(process, member) &&
           std::ranges::none_of(processes_, [&](const Process& other) { return knows(other, me); });
  });
}

/// The operator looks later whether the word has stayed: it may be lost with the member that it was said to.
bool World::evict(MarketplaceId member, MarketplaceIndex by, MarketplaceIndex whose) {
  if (is_noted_as_gone(member)) return true;
  const std::optional<MarketplaceIndex> at = some_member(by, whose == by ? size() : whose);
  if (!at) return true;
  if (!is_open(*at) || processes_[*at].paused_until) return false;
  check::Event evicts = event(EventKind::evict, *at);
  evicts.peer = member;
  trace_.add(evicts, 0);
  step(*at, EvictAsked{RequestId{}, member});
  settle(*at);
  return false;
}

void World::stop(MarketplaceIndex index) {
  static constexpr std::string_view reasons[] = {{}, "lost-disk", "evicted", "left"};
  Process& process = processes_[index];
  const StopReason reason = process.core.stopped_because();
  check::Event stops = event(EventKind::stop, index);
  stops.label = reasons[static_cast<std::size_t>(reason)];
  trace_.add(stops, 0);
  process.stopped = true;
  process.outbox.crash([this](const HeldSend& send) { kernel_.release(send.slot); });
  while (own_taken_ < own_.size()) kernel_.release(own_[own_taken_++]);
  process.alarm.forget();
  process.gone = reason != StopReason::lost_disk || !roster_.can_renew(index);
  if (!process.gone) {
    set_timer({now().ns + rejoins_after.ns}, index, Timer{Timer::What::rejoin, false, 0, process.life, {}});
  }
  if (process.gone) look_for_sponsors(process.config.me);
  buyers_.connection_lost(index, now(), *this);
  operators_.connection_lost(index, now(), *this);
}

/// Whoever waits to be let in by somebody who is gone waits for ever: its operator notices.
void World::look_for_sponsors(MarketplaceId gone) {
  for (MarketplaceIndex index = 0; index < size(); ++index) {
    const Process& process = processes_[index];
    if (process.life == 0 || process.core.takes_part() || process.config.sponsor != gone) continue;
    set_timer({now().ns + operators_wait.ns}, index, Timer{Timer::What::sponsor, false, 0, 0, {}});
  }
}

/// The operator of a newcomer starts it again with another sponsor.
void World::change_sponsor(MarketplaceIndex index) {
  Process& process = processes_[index];
  if (process.gone || process.stopped || process.core.takes_part()) return;
  const std::optional<MarketplaceIndex> lets_in = some_member((index + 1) % size(), index);
  if (!lets_in) return;
  process.config.sponsor = roster_.id(*lets_in);
  if (!process.up) return;  // the fault that took it down starts it again
  crash(index);
  boot(index);
}

void World::rejoin(MarketplaceIndex index) {
  kernel::require(roster_.can_renew(index), "an id is left for a marketplace that joins anew");
  Process& process = processes_[index];
  const MarketplaceId old = roster_.id(index);
  operators_.take_archive(index, process.archive.empty() ? own_products(index) : process.archive);
  roster_.renew(index);
  const std::uint32_t life = process.life;
  Config config = process.config;
  config.me = roster_.id(index);
  process = Process(std::move(config), process.keeps_records);
  process.life = life;
  process.rejoins = true;
  own_.clear();
  own_taken_ = 0;
  ++members_to_change_;
  set_timer({now().ns + evicted_after.ns}, index, Timer{Timer::What::evict, false, old.value, 0, {}});
  start_newcomer(index, (index + 1) % size());
  operators_.register_anew(index, now(), *this);
}

void World::evict_old(MarketplaceIndex index, MarketplaceId old) {
  if (evict(old, (index + 1) % size(), index)) {
    --members_to_change_;
  } else {
    set_timer({now().ns + operators_wait.ns}, index, Timer{Timer::What::evict, false, old.value, 0, {}});
  }
}

std::vector<Product> World::own_products(MarketplaceIndex index) const {
  return processes_[index].core.own_catalogue().products();
}

/// Whom a broadcast of this marketplace goes to.
const std::vector<MarketplaceIndex>& World::audience(MarketplaceIndex index) {
  Process& process = processes_[index];
  const Membership& members = process.core.membership();
  if (process.audience_version == members.version()) return process.audience;
  process.audience_version = members.version();
  process.audience.clear();
  for (const MemberEntry& member : members.all()) {
    const MarketplaceIndex at = roster_.index(member.id);
    if (member.standing == Standing::present && at != index) process.audience.push_back(at);
  }
  // In one order for all; a marketplace that has joined anew has one address, though it may be known by both its ids.
  std::ranges::sort(process.audience);
  const auto twice = std::ranges::unique(process.audience);
  process.audience.erase(twice.begin(), twice.end());
  return process.audience;
}

}  // namespace feira::sim
