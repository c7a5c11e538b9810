// The effects of one marketplace that wait for records to become durable before they leave.
//
// Effects leave in the order they were made, each as soon as its own record is durable. A crash takes back all that is
// still here.
#pragma once

#include <cstdint>
#include <utility>
#include <vector>

#include "core/effect.hpp"
#include "sim/kernel/message_slab.hpp"
#include "sim/world/pool.hpp"

namespace feira::sim {

/// A message on hold: it stands in the kernel's slab.
struct HeldSend {
  kernel::Slot slot;
  MarketplaceId to;
  MarketplaceId except;
};

/// An answer on hold, and the last event of the trace before it was made.
struct HeldReply {
  Reply reply;
  std::uint64_t made = 0;
};

class Outbox {
 public:
  void hold(RecordNumber after, const HeldSend& send) { push(after, Sort::send, sends_, send); }
  void hold(RecordNumber after, const HeldReply& reply) { push(after, Sort::reply, replies_, reply); }
  void hold(RecordNumber after, const StartHook& hook) { push(after, Sort::hook, hooks_, hook); }

  [[nodiscard]] bool empty() const { return order_.empty(); }
  [[nodiscard]] std::size_t size() const { return order_.size(); }

  /// Hands all effects whose records are durable to `leave`, an overloaded callable, and forgets them.
  /// `leave` must not hold anything back here.
  template <class Leave>
  void release(RecordNumber durable, Leave&& leave) {
    std::size_t kept = 0;
    for (const Entry& entry : order_) {
      if (entry.after > durable) {
        order_[kept++] = entry;
      } else {
        hand(entry, leave);
      }
    }
    order_.resize(kept);
  }

  /// Hands all messages to `drop` and forgets everything.
  template <class Drop>
  void crash(Drop&& drop) {
    for (const Entry& entry : order_) {
      if (entry.sort == Sort::send) drop(sends_[entry.place]);
    }
    order_.clear();
    sends_.clear();
    replies_.clear();
    hooks_.clear();
  }

 private:
  enum class Sort : std::uint8_t { send, reply, hook };
  struct Entry {
    RecordNumber after = 0;
    Sort sort = Sort::send;
    std::uint32_t place = 0;
  };

  template <class Effect>
  void push(RecordNumber after, Sort sort, Pool<Effect>& pool, const Effect& effect) {
    order_.push_back({after, sort, pool.put(effect)});
  }

  template <class Leave>
  void hand(const Entry& entry, Leave& leave) {
    switch (entry.sort) {
      case Sort::send:
        return take(entry, sends_, leave);
      case Sort::reply:
        return take(entry, replies_, leave);
      case Sort::hook:
        return take(entry, hooks_, leave);
    }
  }

  template <class Effect, class Leave>
  static void take(const Entry& entry, Pool<Effect>& pool, Leave& leave) {
    leave(std::as_const(pool)[entry.place]);
    pool.take(entry.place);
  }

  std::vector<Entry> order_;
  Pool<HeldSend> sends_;
  Pool<HeldReply> replies_;
  Pool<StartHook> hooks_;
};

}  // namespace feira::sim
