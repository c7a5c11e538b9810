// Configurations of the search, and sets of them that keep only those which no other one dominates.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "sim/linearizability/bits.hpp"

namespace feira::linearizability {

/// No trail is kept, or its beginning.
inline constexpr std::uint32_t no_trail = UINT32_MAX;

/// One way in which the history so far can have come about: the state it led to, and where each open operation stands.
///
///   not done, ready        it must still take effect before it returns
///   done, not ready        it has taken effect
///   done and ready         free: it need not take effect any more, and still may. Its outcome is unknown; or it may
///                          have taken effect earlier without leaving a trace, just before it was overwritten
///   not done, not ready    (reads and refusals only) it must still see a state that suits it
///
/// A configuration *dominates* another one of the same state if all that is done or ready in the other one is so in it
/// as well: whatever can follow the other one can follow it, for it owes less and can do more.
template <class State, std::size_t Words>
struct Configuration {
  State state{};
  Bits<Words> done;
  Bits<Words> ready;
  std::uint32_t trail = no_trail;

  [[nodiscard]] bool dominates(const Configuration& other) const {
    return done.includes(other.done) && ready.includes(other.ready);
  }
};

/// In the order inserted. Those that turn out to be dominated are skipped by whoever walks over the set.
template <class Item, class Hash>
class ConfigurationSet {
 public:
  void clear() {
    for (const Item& item : items_) heads_[place(item.state)] = no_item;
    items_.clear();
    live_.clear();
    next_.clear();
    alive_ = 0;
  }

  [[nodiscard]] std::size_t size() const { return items_.size(); }
  [[nodiscard]] std::size_t alive() const { return alive_; }
  [[nodiscard]] bool is_alive(std::size_t i) const { return live_[i] != 0; }
  [[nodiscard]] const Item& operator[](std::size_t i) const { return items_[i]; }
  [[nodiscard]] std::size_t bytes() const {
    return items_.capacity() * sizeof(Item) + live_.capacity() + (next_.capacity() + heads_.capacity()) * 4;
  }

  /// Returns how many members it was compared with.
  std::size_t insert(const Item& item) {
    if (items_.size() * 2 >= heads_.size()) grow();
    std::uint32_t* link = &heads_[place(item.state)];
    std::size_t compared = 0;
    while (*link != no_item && compared < compared_max) {
      const std::uint32_t at = *link;
      if (items_[at].state == item.state) {
        ++compared;
        if (items_[at].dominates(item)) return compared;
        if (item.dominates(items_[at])) {
          live_[at] = 0;
          --alive_;
          *link = next_[at];
          continue;
        }
      }
      link = &next_[at];
    }
    add(item);
    return compared + 1;
  }

 private:
  static constexpr std::uint32_t no_item = UINT32_MAX;
  /// To leave a dominated one in costs time later, never the answer; so the look around is bounded.
  static constexpr std::size_t compared_max = 256;

  template <class State>
  [[nodiscard]] std::size_t place(const State& state) const {
    return Hash()(state) & (heads_.size() - 1);
  }

  void add(const Item& item) {
    std::uint32_t& head = heads_[place(item.state)];
    next_.push_back(head);
    head = static_cast<std::uint32_t>(items_.size());
    items_.push_back(item);
    live_.push_back(1);
    ++alive_;
  }

  void grow() {
    heads_.assign(heads_.empty() ? 32 : heads_.size() * 2, no_item);
    for (std::size_t i = 0; i < items_.size(); ++i) {
      if (live_[i] == 0) continue;
      std::uint32_t& head = heads_[place(items_[i].state)];
      next_[i] = head;
      head = static_cast<std::uint32_t>(i);
    }
  }

  std::vector<Item> items_;
  std::vector<std::uint8_t> live_;
  std::vector<std::uint32_t> next_;
  std::vector<std::uint32_t> heads_;
  std::size_t alive_ = 0;
};

}  // namespace feira::linearizability
