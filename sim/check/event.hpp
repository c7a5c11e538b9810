// The trace: what was observed at the drivers' boundary, one event after the other. Checkers, digests, the JSON-lines
// writer and the situation counters are all fed with these events and with nothing else, so that a live driver can be
// judged by the same checkers.
//
// Pointers are valid during the call that hands the event over.
#pragma once

#include <cstdint>
#include <string_view>

#include "core/effect.hpp"
#include "core/identity.hpp"
#include "core/input.hpp"
#include "core/journal/record.hpp"
#include "core/message.hpp"
#include "core/time.hpp"

namespace feira::check {

/// The driver's time: nanoseconds since the run began. No marketplace ever sees it.
struct GlobalTime {
  std::int64_t ns = 0;
  friend constexpr auto operator<=>(const GlobalTime&, const GlobalTime&) = default;
};

enum class EventKind : std::uint8_t {
  start,        // `process` starts for the first time (incarnation 1)
  send,         // a step of `process` made `message` for `peer`; id: message id. `departed`: it left at once
  depart,       // message id, held back until now for durability, has left
  receive,      // `process` took `message` from `peer`; `last`: no copy of this message id is in flight any more
  drop,         // a copy of message id from `peer` to `process` was lost; `last` as above; `label`: why
  record,       // a step of `process` made `record`; id: its record number
  durable,      // all records of `process` up to id are durable
  hook_start,   // `hook` really starts; `lease_end`: when the lease ends in global time
  hook_end,     // the hook for (hook->product, hook->purchase.key) has answered; `confirmed`
  hook_skip,    // the hook was not started: its lease had ended
  deliver,      // causal delivery of `delivery` at `process`
  invoke,       // a buyer or operator asks; `invocation`, id: request number
  answer,       // a reply has left; `reply`, id: request number
  crash,        // `process` crashes; records up to id survive, later ones and all that was held back are gone
  recover,      // `process` starts again from the records that survived
  pause,        // `process` stops taking steps
  resume,       // and goes on
  fault,        // `label`: a fault of the plan begins
  heal,         // `label`: it ends
  calm,         // the safety phase is over: every fault has been healed, liveness is demanded from here
  detain,       // a copy of message id from `peer` to `process` has to wait on its way; `label`: why
  join,         // `process`, a newcomer, has made the record with which it is a member; `peer`: who let it in
  leave,        // the operator of `process` asks it to leave
  evict,        // the operator of `process` says that `peer` is evicted
  stop,         // `process` stops for good; `label`: "left", "evicted", or "lost-disk" when it noticed that
  struck,       // a fault made a difference to `process`; `label`: which, the name of a situation
  lease_moved,  // the clock of `process` was changed: the lease of `hook`, under way, ends at `lease_end` now
};
inline constexpr std::size_t event_kinds = 27;

/// In kebab-case, as in the JSON-lines trace.
const char* name(EventKind kind);

enum class InvocationKind : std::uint8_t { buy, cancel, change };

/// A question of the client history.
struct Invocation {
  InvocationKind kind = InvocationKind::buy;
  /// Who asks: a buyer's number, or an operator; never two open questions of one client.
  std::uint64_t client = 0;
  ProductId product;
  /// For a buy; of a cancel only the key.
  Purchase purchase;
  /// For a change.
  const Change* change = nullptr;
  /// The request whose answer's causality token is handed on; zero: none.
  RequestId token_from;
  /// This question will not be waited for to the end (an excuse for `answered`): the buyer gives up if undecided.
  bool may_give_up = false;
};

struct Event {
  std::uint64_t number = 0;  // 1, 2, 3, ... without gaps
  GlobalTime time;
  LocalTime local;  // `process`'s own clock
  EventKind kind = EventKind::start;
  MarketplaceId process;
  MarketplaceId peer;    // send: nobody means a broadcast to all members but `process` and `except`
  MarketplaceId except;  // send only
  /// Message id (1, 2, 3, ... in the order made, one for a whole broadcast), record number or request number.
  std::uint64_t id = 0;
  bool departed = false;
  bool last = false;
  bool confirmed = false;
  GlobalTime lease_end;
  /// answer: the number of the last event before the reply was made, so that its causality token can be dated at the
  /// step that made it and not at its release; zero: it was made just now.
  std::uint64_t made = 0;
  const Message* message = nullptr;
  const Record* record = nullptr;
  const Reply* reply = nullptr;
  const StartHook* hook = nullptr;
  const Delivery* delivery = nullptr;
  const Invocation* invocation = nullptr;
  std::string_view label;
};

}  // namespace feira::check
