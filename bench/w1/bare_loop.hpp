// W1 on plain structs: what one thread can do with no simulator around it. The measure that all others are held
// against, so it is written for speed: a calendar queue of 16-byte entries, a fixed slab of messages, no digest, no
// checks.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "bench/w1/market.hpp"

namespace feira::bench::w1 {

/// A plain calendar queue (Brown 1988): a ring of days, each an unsorted bucket that is searched for its earliest
/// entry; the days are fitted to the span of the pending entries whenever their number outgrows the ring.
class BareCalendar {
 public:
  struct Entry {
    std::uint64_t time;
    std::uint64_t key;
  };

  BareCalendar() { lay_out(64, 20); }

  void push(Entry entry) {
    bucket(entry.time).push_back(entry);
    if (entry.time < day_end_ - (std::uint64_t{1} << shift_)) turn_to(entry.time);
    if (++size_ > 2 * buckets_.size()) fit();
  }

  Entry pop() {
    for (std::size_t days_tried = 0;; ++days_tried) {
      std::vector<Entry>& day = buckets_[day_];
      const std::size_t earliest = earliest_today(day);
      if (earliest != day.size()) {
        const Entry entry = day[earliest];
        day[earliest] = day.back();
        day.pop_back();
        --size_;
        return entry;
      }
      day_ = (day_ + 1) & (buckets_.size() - 1);
      day_end_ += std::uint64_t{1} << shift_;
      if (days_tried == buckets_.size()) turn_to(earliest_of_all());
    }
  }

 private:
  __extension__ typedef unsigned __int128 Wide;
  static bool before(const Entry& a, const Entry& b) {
    return (Wide{a.time} << 64 | a.key) < (Wide{b.time} << 64 | b.key);
  }

  std::vector<Entry>& bucket(std::uint64_t time) { return buckets_[time >> shift_ & (buckets_.size() - 1)]; }

  std::size_t earliest_today(const std::vector<Entry>& day) const {
    std::size_t best = day.size();
    for (std::size_t i = 0; i < day.size(); ++i) {
      if (day[i].time < day_end_ && (best == day.size() || before(day[i], day[best]))) best = i;
    }
    return best;
  }

  std::uint64_t earliest_of_all() const {
    std::uint64_t time = UINT64_MAX;
    for (const auto& day : buckets_) {
      for (const Entry& entry : day) time = std::min(time, entry.time);
    }
    return time;
  }

  void turn_to(std::uint64_t time) {
    day_ = time >> shift_ & (buckets_.size() - 1);
    day_end_ = ((time >> shift_) + 1) << shift_;
  }

  void lay_out(std::size_t days, unsigned shift) {
    shift_ = shift;
    buckets_.assign(days, {});
    for (auto& day : buckets_) day.reserve(4);
    turn_to(0);
  }

  void fit() {
    std::vector<Entry> all;
    for (const auto& day : buckets_) all.insert(all.end(), day.begin(), day.end());
    const auto earlier = [](const Entry& a, const Entry& b) { return a.time < b.time; };
    const auto [first, last] = std::minmax_element(all.begin(), all.end(), earlier);
    const std::uint64_t gap = (last->time - first->time) / all.size();
    unsigned shift = 0;
    while (std::uint64_t{1} << shift < gap) ++shift;
    const std::uint64_t start = first->time;
    lay_out(2 * buckets_.size(), shift);
    for (const Entry& entry : all) bucket(entry.time).push_back(entry);
    turn_to(start);
  }

  std::vector<std::vector<Entry>> buckets_;
  std::size_t size_ = 0;
  std::size_t day_ = 0;
  std::uint64_t day_end_ = 0;
  unsigned shift_ = 0;
};

class BareLoop {
 public:
  explicit BareLoop(std::uint64_t seed) : draws_(seed) {
    for (std::uint32_t slot = slots; slot-- > 0;) free_.push_back(slot);
  }

  Outcome run(std::uint64_t events) {
    for (Buyer buyer = 0; buyer < buyers; ++buyer) think(buyer);
    while (events-- > 0) {
      const BareCalendar::Entry entry = queue_.pop();
      now_ns_ = static_cast<std::int64_t>(entry.time);
      const auto slot = static_cast<std::uint32_t>(entry.key & (slots - 1));
      const Message message = messages_[slot];
      free_.push_back(slot);
      handle(message);
    }
    return {market_.purchases, now_ns_, 0};
  }

 private:
  static constexpr std::uint32_t slots = 1024;

  struct Message {
    Kind kind;
    std::uint8_t to;
    Buyer buyer;
    Product product;
    Counts clock;  // of an interest
  };

  void handle(const Message& message) {
    switch (message.kind) {
      case Kind::thought:
        return make_interest(message.to, message.buyer);
      case Kind::interest:
        market_.merge(message.to, message.clock);
        return ask(message.to, message.buyer, message.product);
      case Kind::grant:
        return enter(message.buyer, message.product);
      case Kind::held:
        market_.leave(message.product);
        if (owner_of(message.product) == message.to) {
          release(message.product);
        } else {
          send(Kind::release, owner_of(message.product), message.buyer, message.product);
        }
        return think(message.buyer);
      case Kind::release:
        return release(message.product);
    }
  }

  void make_interest(Node node, Buyer buyer) {
    const Product product = draws_.product();
    const Counts& clock = market_.tick(node);
    for (Node to = 0; to < nodes; ++to) {
      if (to != node) send(Kind::interest, to, buyer, product).clock = clock;
    }
    ask(node, buyer, product);
  }
  void ask(Node node, Buyer buyer, Product product) {
    if (owner_of(product) == node && market_.counters[product].ask(buyer)) grant(buyer, product);
  }
  void grant(Buyer buyer, Product product) {
    if (node_of(buyer) == owner_of(product)) {
      enter(buyer, product);
    } else {
      send(Kind::grant, node_of(buyer), buyer, product);
    }
  }
  void enter(Buyer buyer, Product product) {
    market_.counters[product].enter();
    post(Kind::held, node_of(buyer), buyer, product, hold_ns);
  }
  void release(Product product) {
    if (const Counter::Next next = market_.counters[product].release(); next.somebody) grant(next.buyer, product);
  }
  void think(Buyer buyer) { post(Kind::thought, node_of(buyer), buyer, 0, draws_.thinking_ns()); }

  Message& send(Kind kind, Node to, Buyer buyer, Product product) {
    return post(kind, to, buyer, product, draws_.travel_ns());
  }
  Message& post(Kind kind, Node to, Buyer buyer, Product product, std::int64_t delay_ns) {
    const std::uint32_t slot = free_.back();
    free_.pop_back();
    queue_.push({static_cast<std::uint64_t>(now_ns_ + delay_ns), sequence_++ * slots | slot});
    Message& message = messages_[slot];
    message.kind = kind;
    message.to = static_cast<std::uint8_t>(to);
    message.buyer = buyer;
    message.product = product;
    return message;
  }

  BareCalendar queue_;
  std::vector<Message> messages_ = std::vector<Message>(slots);
  std::vector<std::uint32_t> free_;
  Market market_;
  Draws draws_;
  std::int64_t now_ns_ = 0;
  std::uint64_t sequence_ = 0;
};

}  // namespace feira::bench::w1
