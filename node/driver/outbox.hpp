// The effects that wait for records to become durable before they leave. They leave in the order in which they were
// made: `after` never falls from one effect to the next.
#pragma once

#include <cstddef>
#include <memory>
#include <utility>
#include <variant>
#include <vector>

#include "core/effect.hpp"
#include "node/driver/letter.hpp"

namespace feira::node {

struct HeldSend {
  MarketplaceId to;
  MarketplaceId except;
  std::shared_ptr<const Letter> letter;
};

class Outbox {
 public:
  using Effect = std::variant<HeldSend, Reply, StartHook>;

  void hold(RecordNumber after, Effect effect) { held_.push_back({after, std::move(effect)}); }

  /// Hands all effects whose records are durable to `leave`, which must not hold anything back here.
  template <class Leave>
  void release(RecordNumber durable, Leave&& leave) {
    std::size_t kept = 0;
    for (Held& held : held_) {
      if (held.after <= durable) {
        std::visit(leave, held.effect);
      } else {
        if (&held_[kept] != &held) held_[kept] = std::move(held);
        ++kept;
      }
    }
    held_.resize(kept);
  }

 private:
  struct Held {
    RecordNumber after = 0;
    Effect effect;
  };
  std::vector<Held> held_;
};

}  // namespace feira::node
