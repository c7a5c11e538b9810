// What a marketplace asks its driver to do: the contract.
//
//  1. `records` are appended to the journal in this order and made durable in this order, in the background.
//     `first_record` is the number of the first of them.
//  2. Each of `sends`, `replies` and `hooks` leaves the process only when all records up to its `after` are durable;
//     those of one list leave in their order. A crash before that takes it back.
//  3. A send whose `to` is the marketplace itself comes back at once, at no cost, as `MessageArrived`.
//     Since `after` also tells what was made before which record of the same step, observers can see the true order.
//  4. `deliveries` are what causal delivery handed to the application in this step: for observers, no action.
//  5. `timer`, when set, replaces the one wake-up: step with `TimerFired` when the local clock reaches it.
//  6. `stopped`, when set, says that this marketplace must not go on; `Marketplace::stopped_because` says why.
//
// The driver clears the object before each step; its memory is reused.
#pragma once

#include <cstdint>
#include <optional>
#include <variant>
#include <vector>

#include "core/clock/vector_clock.hpp"
#include "core/identity.hpp"
#include "core/journal/record.hpp"
#include "core/message.hpp"
#include "core/purchase/purchase.hpp"
#include "core/time.hpp"

namespace feira {

/// To one marketplace, or to all present members (`Marketplace::membership`, when it leaves) but `message.from` and
/// `except` when `to` is nobody.
struct Send {
  MarketplaceId to;
  MarketplaceId except;
  RecordNumber after = 0;
  /// Leaves without waiting for `after`: only ablations break the rule.
  bool at_once = false;
  Message message;
};

/// Sold or refused: the owner's decision.
struct Answered {
  Decision decision;
};
/// Not decided yet: ask again with the same key.
struct Pending {};
enum class NotAcceptedReason : std::uint8_t { unknown_product, queue_full, leaving, not_yet_a_member };
/// This marketplace could not pass the request on; nothing is decided.
struct NotAccepted {
  NotAcceptedReason reason = NotAcceptedReason::unknown_product;
};
/// The key was used before with another quantity or price.
struct Misuse {};
/// An operator's change is durable, as this version.
struct ChangeMade {
  ProductId product;
  Version version = 0;
};
enum class ChangeRefusal : std::uint8_t {
  not_the_owner,
  unknown_product,
  removed,
  invalid_quantity,
  not_enough_stock,
  leaving,
  not_yet_a_member,
};
struct ChangeRefused {
  ChangeRefusal reason = ChangeRefusal::unknown_product;
};
/// The product's owner has left or was evicted: whether it has decided this purchase, and how, nobody can be asked.
struct Unknown {};
/// An operator's word on a member is durable.
struct MemberNoted {
  MarketplaceId member;
};
using Answer = std::variant<Answered, Pending, NotAccepted, Misuse, ChangeMade, ChangeRefused, Unknown, MemberNoted>;

struct Reply {
  RequestId request;
  RecordNumber after = 0;
  Answer answer;
  /// The causality token: the marketplace's clock in the step that made the reply.
  VectorClock clock;
  /// As in `Send`.
  bool at_once = false;
};

/// Starts the hook for one purchase inside the critical section. The driver checks `until` against the local clock
/// again when it really starts it, and that the marketplace has not begun a new life since (its local clock went back,
/// and tells nothing about that lease any more); otherwise it does not, and says so with `HookSkipped`.
struct StartHook {
  ProductId product;
  Purchase purchase;
  FencingToken token;
  LocalTime until;
  RecordNumber after = 0;
  /// Of the marketplace that asks.
  Incarnation incarnation{};
};

struct Delivery {
  InterestId interest;
  ProductId product;
  /// The last record made before it.
  RecordNumber after = 0;
};

struct Effects {
  RecordNumber first_record = 0;
  std::vector<Record> records;
  std::vector<Send> sends;
  std::vector<Reply> replies;
  std::vector<StartHook> hooks;
  std::vector<Delivery> deliveries;
  std::optional<LocalTime> timer;
  bool stopped = false;

  void clear() {
    records.clear();
    sends.clear();
    replies.clear();
    hooks.clear();
    deliveries.clear();
    timer.reset();
    stopped = false;
  }
};

}  // namespace feira
