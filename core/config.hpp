// What a marketplace is told once: who it is, the numbers of the protocol, and which mechanisms are switched off.
#pragma once

#include <bitset>
#include <cstddef>
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
  clock_tick,
  clock_in_records,
  frontier_in_records,
  count_after_durable,
  durable_interest,
  durable_incarnation,
  durable_change,
  sticky_refusal,
  owner_alone_refuses,
  key_bound_to_product,
  misuse_check,
  cancel_recorded,
  drift_margin,
  recovery_wait,
  lease_bound,
  highest_told,
  highest_incarnation,
  grant_incarnation,
  newer_life_ends_grant,
  entry_check,
  hook_start_check,
  enter_once,
  commit_answered_again,
  release,
  hook_memory,
  epoch,
  one_undecided_interest,
  end_the_silent,
  last_word_covered,
  ask_anew_on_ended,
  grant_unchanged,
  queue_order,
  tie_break,
  own_change_turn,
  decided_head,
  voiding,
  void_patience,
  gap_repair,
  supply_by_anyone,
  settled_answers,
  own_settled_passed,
  kept_interests,
  purchases_with_commit,
  retransmission,
  lease_adapts,
  anti_entropy,
  push,
  version_check,
  tombstone_floor,
  batch,
  owner_check,
  attach,
  lost_disk_detection,
  clock_goes_back,
  one_record,
  welcome_frontier,
  membership_gossip,
  eviction_ends_no_lease,
  unknown_never_refused,
  later_welcomes_ignored,
  durable_void,
  membership_only_grows,
  durable_join,
};
inline constexpr std::size_t ablation_count = 71;

const char* name(Ablation ablation);

class Ablations {
 public:
  void add(Ablation ablation) { bits_.set(static_cast<std::size_t>(ablation)); }
  [[nodiscard]] bool has(Ablation ablation) const { return bits_[static_cast<std::size_t>(ablation)]; }
  [[nodiscard]] std::size_t count() const { return bits_.count(); }
  friend bool operator==(const Ablations&, const Ablations&) = default;

 private:
  std::bitset<ablation_count> bits_;
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
