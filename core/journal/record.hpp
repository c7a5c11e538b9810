// What a marketplace makes durable. Every record carries the clock and the delivery frontier as they stood when it was
// made; a recovering marketplace starts from those of its last record.
#pragma once

#include <cstdint>
#include <optional>
#include <variant>

#include "core/catalogue/product.hpp"
#include "core/clock/vector_clock.hpp"
#include "core/delivery/interest.hpp"
#include "core/identity.hpp"
#include "core/membership/membership.hpp"
#include "core/purchase/purchase.hpp"
#include "core/time.hpp"

namespace feira {

/// Numbers the records of one journal; the first is 1.
using RecordNumber = std::uint64_t;

/// A first start or a recovery: the incarnation that begins here.
struct Started {
  Incarnation incarnation;
  friend bool operator==(const Started&, const Started&) = default;
};

/// An own interest was made; `closes` names the one (number) that has had its last word and whose undecided keys, if it
/// ended, are taken over.
struct InterestMade {
  Interest interest;
  std::optional<Count> closes;
  friend bool operator==(const InterestMade&, const InterestMade&) = default;
};

/// An own interest has had its last word.
struct InterestClosed {
  Count number = 0;
  friend bool operator==(const InterestClosed&, const InterestClosed&) = default;
};

/// Interests of `origin` that could not be had are passed over.
struct Voided {
  MarketplaceId origin;
  CountRange range;
  friend bool operator==(const Voided&, const Voided&) = default;
};

/// Decisions on purchases of an own product, with the stock and version that follow. `token` and `interest` are those
/// of the accepted commit, and absent for a cancellation.
struct Decided {
  ProductId product;
  std::optional<FencingToken> token;
  std::optional<InterestId> interest;
  Decisions decisions;
  std::int64_t stock = 0;
  Version version = 0;
  friend bool operator==(const Decided&, const Decided&) = default;
};

enum class ChangeKind : std::uint8_t { registered, restocked, withdrawn, repriced, removed };

/// The owner changed its own product: the whole new state. `quantity` is what was registered, restocked, withdrawn or,
/// on removal, left.
struct ProductChanged {
  ChangeKind kind = ChangeKind::registered;
  std::int64_t quantity = 0;
  Product product;
  friend bool operator==(const ProductChanged&, const ProductChanged&) = default;
};

/// The longest lease that may be outstanding: how long a recovered owner waits before it grants.
struct LeaseBound {
  Duration longest;
  friend bool operator==(const LeaseBound&, const LeaseBound&) = default;
};

/// Nothing but the clock and frontier that every record carries.
struct FrontierMarked {
  friend bool operator==(const FrontierMarked&, const FrontierMarked&) = default;
};

/// A replica took a difference of another owner's catalogue. No effect waits for this record.
struct ReplicaAdvanced {
  CatalogueDifference difference;
  friend bool operator==(const ReplicaAdvanced&, const ReplicaAdvanced&) = default;
};

/// A newcomer was let in: these were the members. The record's clock and frontier, its sponsor's clock, are what it
/// starts from.
struct Joined {
  MemberEntries members;
  friend bool operator==(const Joined&, const Joined&) = default;
};

/// News of one member: it is present, has left (the marketplace itself, when it has) or was evicted.
struct MemberChanged {
  MemberEntry member;
  friend bool operator==(const MemberChanged&, const MemberChanged&) = default;
};

/// The operator asked this marketplace to leave; it goes on leaving after a crash.
struct LeaveBegun {
  friend bool operator==(const LeaveBegun&, const LeaveBegun&) = default;
};

using RecordBody = std::variant<Started, InterestMade, InterestClosed, Voided, Decided, ProductChanged, LeaseBound,
                                FrontierMarked, ReplicaAdvanced, Joined, MemberChanged, LeaveBegun>;

/// In the order of `RecordBody`.
enum class RecordKind : std::uint8_t {
  started,
  interest_made,
  interest_closed,
  voided,
  decided,
  product_changed,
  lease_bound,
  frontier_marked,
  replica_advanced,
  joined,
  member_changed,
  leave_begun,
};
inline constexpr std::size_t record_kinds = std::variant_size_v<RecordBody>;
const char* name(RecordKind kind);

struct Record {
  VectorClock clock;
  VectorClock frontier;
  RecordBody body;

  [[nodiscard]] RecordKind kind() const { return static_cast<RecordKind>(body.index()); }
  friend bool operator==(const Record&, const Record&) = default;
};

}  // namespace feira
