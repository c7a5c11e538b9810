// What marketplaces say to one another.
//
// Every message carries its sender's clock as it stood in the step that made the message, its incarnation and its
// local time then; the receiver takes the component-wise maximum of the clocks. An interest's own clock travels inside
// it and is another thing.
#pragma once

#include <boost/container/small_vector.hpp>
#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include "core/catalogue/product.hpp"
#include "core/clock/vector_clock.hpp"
#include "core/delivery/interest.hpp"
#include "core/identity.hpp"
#include "core/membership/membership.hpp"
#include "core/purchase/purchase.hpp"
#include "core/time.hpp"

namespace feira {

/// Sent to all at each heartbeat: the catalogue versions that the sender holds, by owner, and what it knows of members
/// that differs from the founders, all present.
struct Heartbeat {
  VectorClock versions;
  MemberEntries members;
  friend bool operator==(const Heartbeat&, const Heartbeat&) = default;
};

/// An interest, from its origin or, as a copy without purchases, from anyone who has it.
struct InterestTold {
  Interest interest;
  friend bool operator==(const InterestTold&, const InterestTold&) = default;
};

/// Asks for interests of `origin` that the sender lacks.
struct InterestsWanted {
  MarketplaceId origin;
  CountRanges ranges;
  friend bool operator==(const InterestsWanted&, const InterestsWanted&) = default;
};

/// The sender's own interests in these ranges have had their last word; pass over them without delivering.
struct Settled {
  CountRanges ranges;
  friend bool operator==(const Settled&, const Settled&) = default;
};

/// Lets the origin of `interest` into the critical section of `product`.
struct Grant {
  InterestId interest;
  ProductId product;
  FencingToken token;
  /// The incarnation of the holder that the lease was measured for.
  Incarnation holder_incarnation;
  /// The end of the lease on the holder's own clock.
  LocalTime until;
  /// The length of the lease on the owner's clock, for the record.
  Duration lease;
  std::int64_t stock = 0;
  Money price;
  bool removed = false;
  /// Keys of the interest that are decided already.
  Keys decided;
  friend bool operator==(const Grant&, const Grant&) = default;
};

/// The holder's result: it has left the critical section.
struct Commit {
  Interest interest;
  FencingToken token;
  Keys confirmed;
  Keys declined;
  friend bool operator==(const Commit&, const Commit&) = default;
};

/// Gives a grant back that the holder has no use for.
struct Release {
  InterestId interest;
  ProductId product;
  FencingToken token;
  friend bool operator==(const Release&, const Release&) = default;
};

/// The owner's last word on an interest. `ended` false: every key of it has a decision, all are in `decisions`.
/// `ended` true: it will not be granted any more; `decisions` holds those of its keys that are decided.
struct LastWord {
  InterestId interest;
  ProductId product;
  bool ended = false;
  Decisions decisions;
  friend bool operator==(const LastWord&, const LastWord&) = default;
};

/// A buyer's wish to cancel, passed on to the owner.
struct Cancel {
  ProductId product;
  IdempotencyKey key;
  friend bool operator==(const Cancel&, const Cancel&) = default;
};

/// The owner's decision on a key that somebody wished to cancel.
struct CancelAnswer {
  ProductId product;
  Decision decision;
  friend bool operator==(const CancelAnswer&, const CancelAnswer&) = default;
};

/// Asks for the difference of `owner`'s catalogue above version `have`.
struct CatalogueWanted {
  MarketplaceId owner;
  Version have = 0;
  friend bool operator==(const CatalogueWanted&, const CatalogueWanted&) = default;
};

/// A newcomer asks to be let in.
struct Hello {
  std::string name;
  friend bool operator==(const Hello&, const Hello&) = default;
};

/// Lets a newcomer in: all members, and the whole catalogues that the sender holds. The sender's clock, on this message
/// as on any, is what the newcomer starts from.
struct Welcome {
  MemberEntries members;
  std::vector<CatalogueDifference> catalogues;
  friend bool operator==(const Welcome&, const Welcome&) = default;
};

using Body = std::variant<Heartbeat, InterestTold, InterestsWanted, Settled, Grant, Commit, Release, LastWord, Cancel,
                          CancelAnswer, CatalogueWanted, CatalogueDifference, Hello, Welcome>;

/// In the order of `Body`.
enum class MessageKind : std::uint8_t {
  heartbeat,
  interest,
  interests_wanted,
  settled,
  grant,
  commit,
  release,
  last_word,
  cancel,
  cancel_answer,
  catalogue_wanted,
  catalogue_difference,
  hello,
  welcome,
};
inline constexpr std::size_t message_kinds = std::variant_size_v<Body>;

/// The name in traces, scenarios and on the wire, in kebab-case.
const char* name(MessageKind kind);

struct Message {
  MarketplaceId from;
  Incarnation incarnation;
  /// The sender's local time in the step that made the message.
  LocalTime sent;
  VectorClock clock;
  Body body;

  [[nodiscard]] MessageKind kind() const { return static_cast<MessageKind>(body.index()); }
  friend bool operator==(const Message&, const Message&) = default;
};

}  // namespace feira
