// A scenario as read from a file, checked and with every default filled in. Plain values, free of the simulator: the
// same scenario is to run against live processes too.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "core/config.hpp"
#include "core/identity.hpp"
#include "core/message.hpp"
#include "core/time.hpp"

namespace feira::scenario {

/// A share of one million; "1.5%" is 15,000.
struct Share {
  std::int64_t per_million = 0;
  friend constexpr auto operator<=>(const Share&, const Share&) = default;
};

/// A distribution of durations: an object with one key in the file.
struct Spread {
  enum class Shape : std::uint8_t {
    constant,     // {"constant": "5ms"}, or just "5ms": `low`
    uniform,      // {"uniform": ["1ms", "50ms"]}: from `low` to `high`, both included
    exponential,  // {"exponential": "10ms"}: mean `low`, cut at 32 means
    heavy_tail,   // {"heavy-tail": ["1ms", "10s"]}: Pareto of index 1 from `low`, cut at `high`
  };
  Shape shape = Shape::constant;
  Duration low;
  Duration high;
  friend bool operator==(const Spread&, const Spread&) = default;
};

/// Index into `Scenario::marketplaces`, `products`.
using MarketplaceIndex = std::uint32_t;
using ProductIndex = std::uint32_t;

struct ProductSpec {
  std::string id;  // kebab-case, unique in the file
  MarketplaceIndex owner = 0;
  std::int64_t stock = 0;
  Money price;  // "49.90 BRL"; default 10.00 BRL
  std::string sku;
  friend bool operator==(const ProductSpec&, const ProductSpec&) = default;
};

/// What a buyer wants: one product, any of them alike, or mostly a hot one.
struct WishSpec {
  std::vector<ProductIndex> products;  // drawn alike among these
  std::optional<ProductIndex> hot;     // {"hot": "umbrella", "share": "80%"}: this one with `hot_share`
  Share hot_share;
  /// "cart": true: each buyer wants these in turn, and names all of one round with the same key.
  bool cart = false;
  std::uint32_t quantity_min = 1;
  std::uint32_t quantity_max = 1;  // "quantity": 1, or [1, 3] for a uniform draw
  friend bool operator==(const WishSpec&, const WishSpec&) = default;
};

struct ArriveSpec {
  enum class Shape : std::uint8_t {
    burst,   // {"burst": "1s"}: each buyer once, uniformly within `window`
    open,    // {"open": {"every": {...}}}: an open loop, one buyer after the other with gaps from `gap`
    closed,  // {"closed": {"think": {...}, "times": 5}}: each buyer thinks, buys, waits for the answer, `times` times
  };
  Shape shape = Shape::burst;
  Duration window = seconds(1);
  Spread gap;
  std::uint32_t times = 1;
  friend bool operator==(const ArriveSpec&, const ArriveSpec&) = default;
};

/// What a buyer does who has no decision: asks again with the same key.
struct RetrySpec {
  bool enabled = true;  // "retry": "never" switches it off
  Duration after = milliseconds(500);
  bool elsewhere = false;       // "at": "same" (default) or "other": another marketplace each time
  std::uint32_t times_max = 0;  // 0: until decided
  friend bool operator==(const RetrySpec&, const RetrySpec&) = default;
};

struct BuyersSpec {
  std::uint32_t count = 1;
  std::vector<MarketplaceIndex> at;  // "any" (all of them) or names; each buyer's own is drawn
  WishSpec buy;
  Duration start = seconds(1);  // of the group
  ArriveSpec arrive;
  /// The buyer is told pending after this long; without it the buyer waits.
  std::optional<Duration> patience;
  RetrySpec retry;
  Share cancel;  // share of purchases that are cancelled `cancel_after` they were asked
  Spread cancel_after{Spread::Shape::uniform, Duration{}, milliseconds(500)};
  Share misuse;              // share of repeats that name another quantity
  bool carry_token = false;  // hands the causality token of its last answer on
  friend bool operator==(const BuyersSpec&, const BuyersSpec&) = default;
};

/// An owner's own change of a product at a given time: {"at": "2s", "restock": {"product": "umbrella", "quantity": 5}}
/// or "withdraw"; "reprice" with "price"; "remove" with only the product.
struct ChangeSpec {
  Duration at;
  enum class Kind : std::uint8_t { restock, withdraw, reprice, remove } kind = Kind::restock;
  ProductIndex product = 0;
  std::int64_t quantity = 0;
  Money price;
  friend bool operator==(const ChangeSpec&, const ChangeSpec&) = default;
};

/// One directed link with a delay of its own: {"from": "ana", "to": "bia", "delay": {...}}; "both-ways": true makes
/// two.
struct LinkSpec {
  MarketplaceIndex from = 0;
  MarketplaceIndex to = 0;
  Spread delay;
  friend bool operator==(const LinkSpec&, const LinkSpec&) = default;
};

/// Which kinds of message something concerns: all of them, if none is named.
class MessageKinds {
 public:
  void add(MessageKind kind) { bits_ |= bit(kind); }
  [[nodiscard]] bool all() const { return bits_ == 0; }
  [[nodiscard]] bool has(MessageKind kind) const { return all() || (bits_ & bit(kind)) != 0; }
  friend bool operator==(const MessageKinds&, const MessageKinds&) = default;

 private:
  static constexpr std::uint32_t bit(MessageKind kind) { return std::uint32_t{1} << static_cast<unsigned>(kind); }
  static_assert(message_kinds <= 32);
  std::uint32_t bits_ = 0;
};

/// A share of the messages of these kinds travels for so much longer, so that others overtake them.
struct ReorderSpec {
  MessageKinds messages;
  Share share;
  Spread by{Spread::Shape::uniform, Duration{}, milliseconds(500)};
  friend bool operator==(const ReorderSpec&, const ReorderSpec&) = default;
};

/// A kind of message with a delay of its own, on every link.
struct KindDelaySpec {
  MessageKind kind = MessageKind::heartbeat;
  Spread delay;
  friend bool operator==(const KindDelaySpec&, const KindDelaySpec&) = default;
};

struct NetworkSpec {
  Spread delay{Spread::Shape::uniform, milliseconds(1), milliseconds(50)};
  Share loss;
  Share duplicate;  // a second copy with a delay of its own
  Share late;       // a copy that turns up after `late_after` more
  Spread late_after{Spread::Shape::uniform, seconds(1), seconds(10)};
  std::vector<LinkSpec> links;
  Share corrupt;  // of copies, damaged on their way
  std::optional<ReorderSpec> reorder;
  std::vector<KindDelaySpec> kinds;
  bool fifo = false;  // no message overtakes another one on its link
  friend bool operator==(const NetworkSpec&, const NetworkSpec&) = default;
};

/// One message: of those of its kind on its directed link the first is number 1. See sim/scenario/message_address.hpp.
struct MessageAddress {
  MarketplaceIndex from = 0;
  MarketplaceIndex to = 0;
  MessageKind kind = MessageKind::heartbeat;
  std::uint32_t ordinal = 1;
  friend auto operator<=>(const MessageAddress&, const MessageAddress&) = default;
};

/// {"message": "2nd interest from bia to ana", "delay": "40ms"}, or "lost": true, or "again-after": "1s" alone or
/// beside a delay: in place of all that would be drawn for this message.
struct MessageOverride {
  MessageAddress message;
  std::optional<Duration> delay;
  bool lost = false;
  /// One more copy, so much later than the message itself.
  std::optional<Duration> again_after;
  friend bool operator==(const MessageOverride&, const MessageOverride&) = default;
};

struct DiskSpec {
  /// From handing a batch of records over until it is durable.
  Spread write{Spread::Shape::constant, microseconds(200), {}};
  friend bool operator==(const DiskSpec&, const DiskSpec&) = default;
};

/// A marketplace's own clock. What is not given is drawn: any origin, a rate within the protocol's drift bound.
struct ClockSpec {
  std::optional<std::int64_t> drift_ppm;
  /// What it shows at the first start: "origin": "-3s".
  std::optional<LocalTime> origin;
  friend bool operator==(const ClockSpec&, const ClockSpec&) = default;
};

/// What a crash leaves of the records that were not known to be durable.
enum class Keeps : std::uint8_t {
  any,     // any leading part of the write under way, drawn; nothing that still waited for its turn
  all,     // every record that was made: the process dies, its machine and disk do not
  synced,  // nothing
  torn,    // a leading part of the write under way and the beginning of one record more, which does not count
};

/// How a partition parts the marketplaces. All but `groups` are drawn anew for each spell.
enum class PartitionShape : std::uint8_t {
  groups,           // as given, or a random group of at most half of them from the rest
  halves,           // two groups, as equal as can be
  minority,         // a group of less than half of them, and the rest
  one_isolated,     // one marketplace, and the rest
  bridge,           // two halves, and one marketplace that reaches both
  majorities_ring,  // each hears a majority, no two the same one
  one_way,          // what some send does not reach the others, while all of these are heard
};

/// {"at": "2s", "for": "3s", ...} and one of the kinds below.
struct Fault {
  enum class Kind : std::uint8_t {
    partition,   // "partition": [["ana","bia"],["caio"]]: messages between different groups are lost. Who is named in
                 // no group forms one more with the others that are not named
    cut,         // "cut": {"from": ["ana"], "to": ["bia"]}: one way only
    crash,       // "crash": "ana": volatile state is lost, what was not durable may be; restarts after `for`
    pause,       // "pause": "ana": takes no step (and its clock goes on)
    clog,        // "clog": {"from": ["ana"], "to": ["bia"]}: what arrives waits until it ends
    hold,        // "hold": {"from": ["ana"], "to": ["bia"], "kinds": ["grant"]}: as clog, of these kinds only
    lose_disk,   // "lose-disk": "ana": crashes, and comes back after `for` with an empty journal under its old id
    old_disk,    // "old-disk": "ana": likewise, with an older state of its journal, as from a backup
    suspend,     // "suspend": "ana": a pause in which the clock stands still unless it is said to go on
    slow,        // "slow": "ana": each input waits a while, in order, one at a time
    slow_disk,   // "slow-disk": "ana": writes that begin take a time of their own
    stall,       // "stall": "ana": nothing becomes durable
    full_disk,   // "full-disk": "ana": no write that begins succeeds before the end
    read_error,  // "read-error": "ana": a recovery fails, and is tried again at the end
    drift,       // "drift": "ana": the clock runs at another rate
    clock_step,  // "clock-step": "ana": the clock jumps; takes no time
    flip_bits,   // "flip-bits": "ana": crashes, and a bit of its journal flips while it is down
  };
  Duration at;
  Duration length;  // none: for ever (a crash), or at one moment (a step of the clock)
  Kind kind = Kind::partition;
  /// Partition: its groups; of a bridge the two sides, of a ring its order, one way {from, to}. Empty with a shape that
  /// is still to be drawn. Cut, clog and hold: {from, to}.
  std::vector<std::vector<MarketplaceIndex>> groups;
  MarketplaceIndex process = 0;  // all others
  PartitionShape shape = PartitionShape::groups;
  MessageKinds messages;     // partition, cut, clog, hold
  bool for_ever = false;     // crash: "for": "ever"
  Keeps keeps = Keeps::any;  // crash
  bool clock_stops = true;   // suspend: "clock": "stops" or "goes-on"
  Spread each;               // slow: "step", how long each input takes; slow_disk: "write", how long each write takes
  std::int64_t amount = 0;   // drift: "rate" in parts per million; clock_step: "by" in nanoseconds
  friend bool operator==(const Fault&, const Fault&) = default;
};

/// {"at": "2s", "for": "9s", "recipe": "swizzle"}: see sim/scenario/recipes.hpp.
struct RecipeSpec {
  Duration at;
  Duration length;
  std::size_t recipe = 0;            // in `recipes()`
  std::vector<std::int64_t> values;  // of its parameters, in their order
  friend bool operator==(const RecipeSpec&, const RecipeSpec&) = default;
};

/// "membership": who joins, leaves and is evicted while the run goes on. A marketplace that joins starts only then.
/// {"at": "2s", "join": "eva", "sponsor": "ana"}, {"at": "5s", "leave": "bia"}, {"at": "7s", "evict": "davi", "by":
/// "ana"}
struct MembershipSpec {
  enum class Kind : std::uint8_t { join, leave, evict };
  Duration at;
  Kind kind = Kind::join;
  MarketplaceIndex who = 0;
  /// The sponsor of a newcomer; at whom an eviction is noted first. Unused for a leaver.
  MarketplaceIndex with = 0;
  friend bool operator==(const MembershipSpec&, const MembershipSpec&) = default;
};

/// "random-membership": {"founders": 4, "join": "3s", "leave": "6s", "evict": "8s", "least": 3}: the marketplaces after
/// the first `founders` join one after the other. The durations are mean gaps, over the whole consortium; nobody leaves
/// or is evicted while only `least` are there.
struct RandomMembershipSpec {
  std::optional<std::uint32_t> founders;
  std::optional<Duration> join;
  std::optional<Duration> leave;
  std::optional<Duration> evict;
  std::uint32_t least = 2;
  friend bool operator==(const RandomMembershipSpec&, const RandomMembershipSpec&) = default;
};

/// "random-faults": {"crash": {"every": "3s", "for": {...}}, ...}. `every` is the mean gap between two spells: of each
/// marketplace, or of the whole network for partition, cut, clog and hold. Expanded into `Fault`s before the run.
struct RandomFaultSpec {
  Duration every;
  Spread length;
  std::vector<PartitionShape> shapes{};  // partition: one of these each time
  MessageKinds messages{};               // as in `Fault`; hold: one of these each time
  // As in `Fault`; amounts are drawn uniformly, both ends included.
  Keeps keeps = Keeps::any;
  bool clock_stops = true;
  Spread each;
  std::int64_t amount_min = 0;
  std::int64_t amount_max = 0;
  friend bool operator==(const RandomFaultSpec&, const RandomFaultSpec&) = default;
};
struct RandomFaultsSpec {
  std::optional<RandomFaultSpec> crash;
  std::optional<RandomFaultSpec> pause;
  std::optional<RandomFaultSpec> partition;
  std::optional<RandomFaultSpec> cut;
  std::optional<RandomFaultSpec> clog{};
  std::optional<RandomFaultSpec> hold{};
  std::optional<RandomFaultSpec> lose_disk{};
  std::optional<RandomFaultSpec> old_disk{};
  std::optional<RandomFaultSpec> suspend;
  std::optional<RandomFaultSpec> slow;
  std::optional<RandomFaultSpec> slow_disk;
  std::optional<RandomFaultSpec> stall;
  std::optional<RandomFaultSpec> full_disk;
  std::optional<RandomFaultSpec> read_error;
  std::optional<RandomFaultSpec> drift;
  std::optional<RandomFaultSpec> clock_step;
  std::optional<RandomFaultSpec> flip_bits{};
  friend bool operator==(const RandomFaultsSpec&, const RandomFaultsSpec&) = default;
};

struct RunSpec {
  /// Faults (network loss, duplication, late copies and the plan) end here.
  Duration faults_until = seconds(20);
  /// Liveness must hold within this long after that.
  Duration settle = seconds(60);
  std::uint64_t seeds = 1;
  friend bool operator==(const RunSpec&, const RunSpec&) = default;
};

struct Expectation {
  /// Empty: all properties hold. Otherwise exactly these are violated over the seeds of a campaign.
  std::vector<std::string> fails;
  friend bool operator==(const Expectation&, const Expectation&) = default;
};

/// {"situation": at least so often}; "reach": ["contended-grant"] asks for once.
struct ReachSpec {
  std::string situation;
  std::uint64_t at_least = 1;
  friend bool operator==(const ReachSpec&, const ReachSpec&) = default;
};

/// "explore": what `feira explore` may choose beside the order of what happens. `feira run` does not look at it.
struct ExploreSpec {
  std::uint32_t losses = 0;      // messages that are lost
  std::uint32_t duplicates = 0;  // messages that come twice
  std::uint32_t crashes = 0;     // crashes, each with a restart at once
  std::uint32_t timers = 0;      // wake-ups, each at the earliest time that anybody waits for
  friend bool operator==(const ExploreSpec&, const ExploreSpec&) = default;
};

struct Scenario {
  std::string name;  // the file's name without folder and ending, dashes as spaces
  std::string about;
  std::vector<std::string> marketplaces;
  std::vector<ProductSpec> products;
  std::vector<BuyersSpec> buyers;
  std::vector<ChangeSpec> changes;
  NetworkSpec network;
  std::vector<MessageOverride> messages;
  DiskSpec disk;
  std::vector<ClockSpec> clocks;  // one for each marketplace
  std::vector<MembershipSpec> membership;
  RandomMembershipSpec random_membership;
  std::vector<Fault> faults;
  std::vector<RecipeSpec> recipes;
  RandomFaultsSpec random_faults;
  /// From "protocol": the core's options and ablations.
  Options protocol;
  Ablations ablate;
  Spread hook{Spread::Shape::constant, milliseconds(5), {}};
  Share hook_declines;
  RunSpec run;
  std::vector<ReachSpec> reach;
  Expectation expect;
  /// Each seed draws its own faults out of these: see sim/scenario/swarm.hpp.
  bool swarm = false;
  /// Messages between marketplaces and records really pass through the wire codec and its checksum.
  bool encode = false;
  ExploreSpec explore;
  friend bool operator==(const Scenario&, const Scenario&) = default;
};

}  // namespace feira::scenario
