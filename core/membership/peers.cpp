#include "core/membership/peers.hpp"

#include <algorithm>

namespace feira {

void Peers::reset(const Membership& members, MarketplaceId me, LocalTime now) {
  me_ = me;
  peers_.clear();
  for (const MemberEntry& member : members.all()) {
    if (member.id != me) peers_.push_back(Peer{member.id, {}, {}, now});
  }
}

void Peers::meet(MarketplaceId id, LocalTime now) {
  if (id == me_) return;
  const auto at = std::lower_bound(peers_.begin(), peers_.end(), id,
                                   [](const Peer& p, MarketplaceId wanted) { return p.id < wanted; });
  if (at == peers_.end() || at->id != id) peers_.insert(at, Peer{id, {}, {}, now});
}

const Peer* Peers::find(MarketplaceId id) const {
  const auto at = std::lower_bound(peers_.begin(), peers_.end(), id,
                                   [](const Peer& p, MarketplaceId wanted) { return p.id < wanted; });
  return at != peers_.end() && at->id == id ? &*at : nullptr;
}

bool Peers::hear(const Message& message, LocalTime now, const Ablations& ablations) {
  const Peer* known = find(message.from);
  if (known == nullptr) return false;
  Peer& peer = peers_[static_cast<std::size_t>(known - peers_.data())];
  const bool earlier_life = message.incarnation < peer.incarnation;
  if (earlier_life && !ablations.has(Ablation::highest_incarnation)) return false;
  const bool reborn = peer.incarnation < message.incarnation;
  const bool stale = !reborn && !earlier_life && message.sent <= peer.told;
  if (stale && !ablations.has(Ablation::highest_told)) return false;
  const bool newer_life = reborn && peer.incarnation != Incarnation{};
  peer.incarnation = message.incarnation;
  peer.told = message.sent;
  peer.came = now;
  return newer_life;
}

Duration Peers::silence(MarketplaceId id, LocalTime now) const {
  const Peer* peer = find(id);
  return peer == nullptr ? Duration{} : now - peer->came;
}

bool Peers::suspects(MarketplaceId id, LocalTime now, const Options& options) const {
  return silence(id, now) > options.heartbeat * options.suspect_after_heartbeats;
}

}  // namespace feira
