// What a draw is about. Chance has addresses: a draw is a function of the seed and of its address, never "the next
// number of a stream", so that removing one message, buyer or fault moves no other draw.
//
// Two different addresses never share a draw: all fields are packed side by side into Philox's 128-bit counter.
#pragma once

#include <cstdint>

namespace feira::chance {

/// The question that a draw answers. Values are part of every golden digest: append, never renumber.
enum class Stream : std::uint8_t {
  // a message on a directed link: a = from, b = to, kind = message kind, ordinal of that kind on that link
  network_delay = 1,
  network_loss = 2,
  network_duplicate = 3,
  network_duplicate_delay = 4,
  network_late = 5,
  network_late_delay = 6,
  network_reorder = 7,
  network_reorder_delay = 8,
  network_corrupt = 9,
  network_corrupt_bit = 10,

  // a disk: a = marketplace, ordinal of the write or of the crash
  disk_write = 16,
  crash_cut = 17,

  // of a crash that tears a record, where: a = marketplace, ordinal of the crash
  crash_tear = 18,

  // a slow marketplace: a = marketplace, ordinal of the input that stands in its line
  slow_step = 20,

  // a clock: a = marketplace, ordinal = incarnation
  clock_origin = 24,
  clock_rate = 25,

  // a buyer: a = group, b = buyer in it, ordinal of the purchase; the repeats of one purchase by `Chance::about` it
  buyer_home = 32,
  buyer_arrival = 33,
  buyer_gap = 34,
  buyer_think = 35,
  buyer_product = 36,
  buyer_hot = 37,
  buyer_quantity = 38,
  buyer_marketplace = 39,
  buyer_cancel = 40,
  buyer_cancel_delay = 41,
  buyer_misuse = 42,

  // a hook: a, b, ordinal = the purchase's key; its token by `Chance::about` that
  hook_length = 56,
  hook_verdict = 57,

  // the fault plan: a = kind of fault, b = marketplace, ordinal of the spell
  fault_gap = 64,
  fault_length = 65,
  fault_choice = 66,

  // a given fault with something to draw: a, b = the low and high half of when it begins, kind = its kind
  given_fault_choice = 67,

  // a recipe: a, b = the low and high half of when it begins, kind = the recipe
  recipe = 68,

  // identities of marketplaces: a = marketplace, b = which of its ids, ordinal of the attempt
  identity = 72,

  // a swarm: a = kind of fault, or what else is drawn; purpose tells the draws about one apart
  swarm_switch = 80,
  swarm_weight = 81,
  swarm_shape = 82,

  // coming and going: a = marketplace, ordinal of the change
  membership_gap = 88,
  membership_choice = 89,
  // how much of its journal a restored backup holds: a = marketplace, ordinal of the crash
  backup_cut = 90,
  // which bit of its journal flips at rest: a = marketplace, ordinal of its life; purpose 0 the record, 1 the bit
  flipped_bit = 91,

  // the fresh seed of a run that is taken up in the middle: ordinal = which of its continuations
  continuation = 96,

  // for whoever puts another protocol on the kernel, and for tests
  other = 255,
};

/// The address of one draw. What the fields mean is said beside each stream.
struct Address {
  Stream stream = Stream::other;
  std::uint32_t a = 0;
  std::uint32_t b = 0;
  std::uint8_t kind = 0;
  /// Below 2^40: see `ordinal_limit`.
  std::uint64_t ordinal = 0;
  /// Tells several draws about one thing apart.
  std::uint8_t purpose = 0;

  friend constexpr bool operator==(const Address&, const Address&) = default;
};

/// One thing cannot be counted further than this: 10^12 messages of a kind on a link.
inline constexpr std::uint64_t ordinal_limit = std::uint64_t{1} << 40;

}  // namespace feira::chance
