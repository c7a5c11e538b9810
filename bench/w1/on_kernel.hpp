// W1 on feira's kernel, with a digest over every event: its time, what it was, between whom, and the clock it carried.
#pragma once

#include <cstdint>
#include <cstring>

#include "bench/w1/market.hpp"
#include "sim/kernel/digest.hpp"
#include "sim/kernel/kernel.hpp"
#include "sim/kernel/transit.hpp"

namespace feira::bench::w1 {

class OnKernel {
 public:
  explicit OnKernel(std::uint64_t seed) : travel_{Draws(seed)} {}

  Outcome run(std::uint64_t events) {
    for (Buyer buyer = 0; buyer < buyers; ++buyer) think(buyer);
    while (events-- > 0) kernel_.run_next(*this);
    return {market_.purchases, kernel_.now().ns, digest_.value()};
  }

 private:
  struct Message {
    Kind kind;
    Buyer buyer;
    Product product;
    Counts clock;  // of an interest
  };
  struct Timer {
    Kind kind;
    Buyer buyer;
    Product product;
  };
  /// Delay and chance of W1: each copy's travel is the next draw of the one stream.
  struct Travel {
    Draws draws;
    kernel::Span delay(kernel::ProcessIndex, kernel::ProcessIndex, const Message&) { return {draws.travel_ns()}; }
  };

 public:
  void on_message(kernel::ProcessIndex from, kernel::ProcessIndex to, kernel::Slot, const Message& message,
                  std::uint32_t, bool last) {
    note(message.kind, from, to, message.buyer, message.product, last);
    switch (message.kind) {
      case Kind::interest:
        digest_.add(message.clock.data(), sizeof message.clock);
        market_.merge(to, message.clock);
        return ask(to, message.buyer, message.product);
      case Kind::grant:
        return enter(message.buyer, message.product);
      case Kind::release:
        return release(message.product);
      case Kind::thought:
      case Kind::held:
        return;  // timers
    }
  }

  void on_timer(kernel::ProcessIndex owner, const Timer& timer) {
    note(timer.kind, owner, owner, timer.buyer, timer.product, true);
    if (timer.kind == Kind::thought) return make_interest(owner, timer.buyer);
    market_.leave(timer.product);
    if (owner_of(timer.product) == owner) {
      release(timer.product);
    } else {
      send({Kind::release, timer.buyer, timer.product, {}}, owner, owner_of(timer.product));
    }
    think(timer.buyer);
  }

 private:
  void note(Kind kind, Node from, Node to, Buyer buyer, Product product, bool last) {
    const std::uint64_t about = std::uint64_t{static_cast<std::uint8_t>(kind)} | std::uint64_t{buyer} << 8 |
                                std::uint64_t{product} << 16 | std::uint64_t{last} << 24 | std::uint64_t{from} << 32 |
                                std::uint64_t{to} << 48;
    digest_.add(static_cast<std::uint64_t>(kernel_.now().ns), about);
  }

  void make_interest(Node node, Buyer buyer) {
    const Product product = travel_.draws.product();
    const kernel::Slot slot = kernel_.hold(Message{Kind::interest, buyer, product, market_.tick(node)});
    kernel::broadcast(kernel_, travel_, node, nodes, slot);
    ask(node, buyer, product);
  }
  void ask(Node node, Buyer buyer, Product product) {
    if (owner_of(product) == node && market_.counters[product].ask(buyer)) grant(buyer, product);
  }
  void grant(Buyer buyer, Product product) {
    if (node_of(buyer) == owner_of(product)) {
      enter(buyer, product);
    } else {
      send({Kind::grant, buyer, product, {}}, owner_of(product), node_of(buyer));
    }
  }
  void enter(Buyer buyer, Product product) {
    market_.counters[product].enter();
    set_timer({Kind::held, buyer, product}, kernel::Span{hold_ns});
  }
  void release(Product product) {
    if (const Counter::Next next = market_.counters[product].release(); next.somebody) grant(next.buyer, product);
  }
  void think(Buyer buyer) { set_timer({Kind::thought, buyer, 0}, kernel::Span{travel_.draws.thinking_ns()}); }

  void send(const Message& message, Node from, Node to) {
    kernel::send(kernel_, travel_, from, to, kernel_.hold(message));
  }
  void set_timer(const Timer& timer, kernel::Span delay) {
    kernel_.set_timer(kernel_.now() + delay, node_of(timer.buyer), timer);
  }

  kernel::Kernel<Message, Timer> kernel_;
  Travel travel_;
  Market market_;
  kernel::Digest digest_;
};

}  // namespace feira::bench::w1
