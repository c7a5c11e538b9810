// What a marketplace is told once: who it is, the numbers of the protocol, and which mechanisms are switched off.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/identity.hpp"
#include "core/time.hpp"

namespace feira {

/// One member of the consortium; the name is for people.
struct Member {
  MarketplaceId id;
  std::string name;
  friend bool operator==(const Member&, const Member&) = default;
};

/// Mechanisms that can be ablated by name, to show which properties rest on them. A set bit switches one OFF.
enum class Ablation : std::uint8_t {
  causal_delivery,
  own_interests_wait,
  clock_merge,
  leave_at_commit,
  idempotency,
  durable_decision,
  lease_on_holder_clock,
  fencing,
};
inline constexpr std::size_t ablation_count = 8;

const char* name(Ablation ablation);

class Ablations {
 public:
  void add(Ablation ablation) { bits_ |= std::uint64_t{1} << static_cast<unsigned>(ablation); }
  [[nodiscard]] bool has(Ablation ablation) const { return (bits_ >> static_cast<unsigned>(ablation) & 1U) != 0; }
  friend bool operator==(const Ablations&, const Ablations&) = default;

 private:
  std::uint64_t bits_ = 0;
};

/// The numbers of the protocol. All durations are on the marketplace's local clock.
struct Options {
  Duration heartbeat = milliseconds(100);
  /// A member is suspected after this many heartbeats without a word from it.
  int suspect_after_heartbeats = 4;
  /// The first lease of each marketplace; it adapts between five heartbeats and `lease_cap`.
  Duration lease = seconds(1);
  Duration lease_cap = seconds(8);
  /// The bound on clock drift rho, in parts per million; at most 400,000.
  std::int64_t drift_ppm = 10'000;
  /// How long an unanswered interest, question or wish waits before it is sent again.
  Duration retransmit = milliseconds(250);
  /// How long a missing interest is asked for before it may be voided.
  Duration void_timeout = seconds(2);
  /// Delivered interests kept for repair, for each other marketplace.
  std::uint32_t kept_interests = 64;
  /// Purchases in one interest at most.
  std::uint32_t batch_max = 256;
  /// Buyers that may wait at one marketplace for one product before it answers `NotAccepted`.
  std::uint32_t queue_max = 1'000'000;
  /// Tombstones that a marketplace keeps of one owner before it drops the oldest.
  std::uint32_t tombstones_max = 64;
  friend bool operator==(const Options&, const Options&) = default;
};

struct Config {
  MarketplaceId me;
  /// The founders, `me` among them, sorted by id; of a newcomer, itself alone.
  std::vector<Member> members;
  Options options;
  Ablations ablations;
  /// Whom a newcomer asks to let it in; nobody for a founder.
  MarketplaceId sponsor = {};
  friend bool operator==(const Config&, const Config&) = default;
};

}  // namespace feira
