// What a marketplace knows of the other members' lives and clocks.
//
// Leases are measured on the holder's own clock: of a member's highest incarnation the owner remembers the highest
// local time t that the member told, together with its own time r when that t first came. The member's clock read t
// before the owner's read r, so a hold that ends at t + L (1 - 2 rho) ends before r + L, whatever the delay was.
#pragma once

#include <vector>

#include "core/config.hpp"
#include "core/identity.hpp"
#include "core/membership/membership.hpp"
#include "core/message.hpp"
#include "core/time.hpp"

namespace feira {

struct Peer {
  MarketplaceId id;
  /// Zero until first heard of since our own start.
  Incarnation incarnation;
  /// t and r, as above; `told` is on the member's clock, `came` on ours. A late copy of an old message moves neither.
  /// Until something is heard, `came` is our own start.
  LocalTime told;
  LocalTime came;
  template <class Hasher>
  void hash_into(Hasher& hasher) const {
    hasher.add(id, incarnation, told, came);
  }
  friend bool operator==(const Peer&, const Peer&) = default;
};

class Peers {
 public:
  /// Forgets everything: at a start, at `now`, of marketplace `me`.
  void reset(const Membership& members, MarketplaceId me, LocalTime now);
  /// Somebody is spoken of, known before or not.
  void meet(MarketplaceId id, LocalTime now);

  /// Takes the header of a message. Returns true when it shows a newer life of a sender that was known before.
  bool hear(const Message& message, LocalTime now, const Ablations& ablations = {});

  /// Null for a stranger, and for ourselves.
  [[nodiscard]] const Peer* find(MarketplaceId id) const;
  /// How long nothing new came from a member; zero for a stranger or ourselves.
  [[nodiscard]] Duration silence(MarketplaceId id, LocalTime now) const;
  [[nodiscard]] bool suspects(MarketplaceId id, LocalTime now, const Options& options) const;
  [[nodiscard]] const std::vector<Peer>& all() const { return peers_; }

  template <class Hasher>
  void hash_into(Hasher& hasher) const {
    hasher.add(me_, peers_);
  }
  friend bool operator==(const Peers&, const Peers&) = default;

 private:
  MarketplaceId me_;
  std::vector<Peer> peers_;  // sorted by id
};

}  // namespace feira
