// What a driver tells a marketplace. One input is one step.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <variant>

#include "core/clock/vector_clock.hpp"
#include "core/identity.hpp"
#include "core/journal/record.hpp"
#include "core/message.hpp"
#include "core/purchase/purchase.hpp"

namespace feira {

/// The message lives as long as the step.
struct MessageArrived {
  std::reference_wrapper<const Message> message;
};

/// A buyer asks to buy. `token` is the causality token that the buyer hands on, already authenticated by the driver.
struct BuyAsked {
  RequestId request;
  ProductId product;
  Purchase purchase;
  std::optional<VectorClock> token;
};

/// A buyer asks to cancel a purchase that may or may not have been asked for.
struct CancelAsked {
  RequestId request;
  ProductId product;
  IdempotencyKey key;
  std::optional<VectorClock> token;
};

/// The buyer will not wait any longer: the request is answered `Pending` if it has had no answer.
struct PatienceEnded {
  RequestId request;
};

struct RegisterProduct {
  std::string name;
  std::string sku;
  Money price;
  std::int64_t stock = 0;
  friend bool operator==(const RegisterProduct&, const RegisterProduct&) = default;
};
struct Restock {
  ProductId product;
  std::int64_t quantity = 0;
  friend bool operator==(const Restock&, const Restock&) = default;
};
struct Withdraw {
  ProductId product;
  std::int64_t quantity = 0;
  friend bool operator==(const Withdraw&, const Withdraw&) = default;
};
struct Reprice {
  ProductId product;
  Money price;
  friend bool operator==(const Reprice&, const Reprice&) = default;
};
struct RemoveProduct {
  ProductId product;
  friend bool operator==(const RemoveProduct&, const RemoveProduct&) = default;
};
using Change = std::variant<RegisterProduct, Restock, Withdraw, Reprice, RemoveProduct>;

/// The operator changes an own product.
struct ChangeAsked {
  RequestId request;
  Change change;
};

/// The operator asks this marketplace to leave. It brings its interests to their last word, withdraws its products from
/// sale, tells the others and stops.
struct LeaveAsked {
  RequestId request;
};

/// The operator says that `member` is evicted. Not for the marketplace itself, which leaves instead.
struct EvictAsked {
  RequestId request;
  MarketplaceId member;
};

/// The hook that was started for (product, key) has answered.
struct HookEnded {
  ProductId product;
  IdempotencyKey key;
  FencingToken token;
  bool confirmed = true;
};

/// The hook for (product, key) was not started, because its lease had ended by the time it could be.
struct HookSkipped {
  ProductId product;
  IdempotencyKey key;
};

/// The time that the last `Effects::timer` asked for has come.
struct TimerFired {};

/// All records up to and including `through` are durable.
struct Durable {
  RecordNumber through = 0;
};

using Input = std::variant<MessageArrived, BuyAsked, CancelAsked, PatienceEnded, ChangeAsked, HookEnded, HookSkipped,
                           TimerFired, Durable, LeaveAsked, EvictAsked>;

}  // namespace feira
