// The states that have been seen, as fingerprints of 64 bits in a flat table with open addressing, and for each the
// state that it was first reached from.
//
// Any number of threads insert at once. A state belongs to the level (the number of choices from the first state) at
// which it was first inserted, and of several parents on the level before the one with the smallest fingerprint is
// kept: nothing depends on which thread came first, as long as no thread begins a level before the last one is done.
//
// A word holds the level in its upper 12 bits and the lower 52 bits of the parent's fingerprint; the smaller word wins.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace feira::explore {

class Visited {
 public:
  explicit Visited(std::size_t capacity) : slots_(capacity) {}

  static constexpr std::uint64_t levels_max = 4095;

  /// Whether it was not there. `level`: its own.
  bool insert(std::uint64_t fingerprint, std::uint64_t level, std::uint64_t parent) {
    const std::uint64_t word = level << 52U | (parent & parent_mask);
    for (std::size_t place = fingerprint & (slots_.size() - 1);; place = (place + 1) & (slots_.size() - 1)) {
      Slot& slot = slots_[place];
      std::uint64_t there = slot.fingerprint.load(std::memory_order_relaxed);
      const bool is_new =
          there == 0 && slot.fingerprint.compare_exchange_strong(there, fingerprint, std::memory_order_relaxed);
      if (!is_new && there != fingerprint) continue;
      lower(slot.origin, word);
      return is_new;
    }
  }

  /// The fingerprints from the first state to this one. Not while others insert.
  [[nodiscard]] std::vector<std::uint64_t> path_to(std::uint64_t fingerprint) const {
    std::vector<std::uint64_t> path;
    for (std::optional<Found> at = find(fingerprint); at; at = find(at->parent)) {
      path.insert(path.begin(), at->fingerprint);
      if (at->level == 0) break;
    }
    return path;
  }

  [[nodiscard]] std::size_t capacity() const { return slots_.size(); }
  [[nodiscard]] static constexpr std::size_t bytes(std::size_t capacity) { return capacity * sizeof(Slot); }

  /// Moves to a table of twice the size. Not while others insert.
  void grow() {
    std::vector<Slot> old(slots_.size() * 2);
    std::swap(old, slots_);
    for (const Slot& slot : old) {
      const std::uint64_t fingerprint = slot.fingerprint.load(std::memory_order_relaxed);
      if (fingerprint == 0) continue;
      std::size_t place = fingerprint & (slots_.size() - 1);
      while (slots_[place].fingerprint.load(std::memory_order_relaxed) != 0) place = (place + 1) & (slots_.size() - 1);
      slots_[place].fingerprint.store(fingerprint, std::memory_order_relaxed);
      slots_[place].origin.store(slot.origin.load(std::memory_order_relaxed), std::memory_order_relaxed);
    }
  }

 private:
  static constexpr std::uint64_t parent_mask = (std::uint64_t{1} << 52U) - 1;

  struct Slot {
    std::atomic<std::uint64_t> fingerprint{0};
    std::atomic<std::uint64_t> origin{UINT64_MAX};
  };
  struct Found {
    std::uint64_t fingerprint = 0;
    std::uint64_t level = 0;
    std::uint64_t parent = 0;
  };

  static void lower(std::atomic<std::uint64_t>& value, std::uint64_t to) {
    std::uint64_t now = value.load(std::memory_order_relaxed);
    while (to < now && !value.compare_exchange_weak(now, to, std::memory_order_relaxed)) {
    }
  }

  /// By its lower 52 bits, which also give its place.
  [[nodiscard]] std::optional<Found> find(std::uint64_t fingerprint) const {
    for (std::size_t place = fingerprint & (slots_.size() - 1);; place = (place + 1) & (slots_.size() - 1)) {
      const std::uint64_t there = slots_[place].fingerprint.load(std::memory_order_relaxed);
      if (there == 0) return std::nullopt;
      if ((there & parent_mask) != (fingerprint & parent_mask)) continue;
      const std::uint64_t origin = slots_[place].origin.load(std::memory_order_relaxed);
      return Found{there, origin >> 52U, origin & parent_mask};
    }
  }

  std::vector<Slot> slots_;
};

}  // namespace feira::explore
