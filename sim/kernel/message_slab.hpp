// Messages in flight, each once, however many copies of it are under way: a broadcast is one message with many
// deliveries.
//
// A slot is made by `hold` with no copies. Each copy in flight and each `retain` counts one; when the count falls back
// to zero the slot is free for another message. A reference to a message stays valid while its slot is held, whatever
// else is put in: cells never move. A free cell keeps its old message, so that the next one can use its memory.
#pragma once

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "sim/kernel/require.hpp"

namespace feira::kernel {

/// Names a held message.
struct Slot {
  std::uint32_t index = 0;
  friend constexpr bool operator==(const Slot&, const Slot&) = default;
};

template <class Message>
class MessageSlab {
 public:
  /// A slot for a message, with no copies yet.
  template <class Value>
  Slot hold(Value&& message) {
    const Slot slot = acquire();
    cell(slot).message = std::forward<Value>(message);
    return slot;
  }

  /// As `hold`, with whatever message the cell held before: for who fills it in place.
  Slot acquire() {
    if (free_ == none) grow();
    const Slot slot{free_};
    Cell& taken = cell(slot);
    free_ = taken.next_free;
    taken.next_free = in_use;
    ++held_;
    return slot;
  }

  [[nodiscard]] Message& at(Slot slot) { return checked(slot).message; }
  [[nodiscard]] const Message& at(Slot slot) const { return checked(slot).message; }

  /// Copies in flight and retained references.
  [[nodiscard]] std::uint32_t copies(Slot slot) const { return checked(slot).copies; }

  /// One more copy.
  void retain(Slot slot) { ++checked(slot).copies; }

  /// One copy less; the slot stays held even at zero. Returns what is left.
  std::uint32_t take(Slot slot) {
    Cell& held = checked(slot);
    require(held.copies > 0, "a message is taken as often as it was sent");
    return --held.copies;
  }

  /// Frees the slot if no copies are left.
  void settle(Slot slot) {
    Cell& held = checked(slot);
    if (held.copies > 0) return;
    held.next_free = free_;
    free_ = slot.index;
    --held_;
  }

  [[nodiscard]] std::size_t held() const { return held_; }

 private:
  static constexpr std::uint32_t none = 0xFFFFFFFF;
  static constexpr std::uint32_t in_use = 0xFFFFFFFE;
  static constexpr unsigned chunk_bits = 6;
  static constexpr std::uint32_t chunk_size = 1U << chunk_bits;

  struct Cell {
    Message message{};
    std::uint32_t copies = 0;
    std::uint32_t next_free = none;
  };

  Cell& cell(Slot slot) { return chunks_[slot.index >> chunk_bits][slot.index & (chunk_size - 1)]; }

  Cell& checked(Slot slot) {
    Cell& found = cell(slot);
    require(found.next_free == in_use, "only held messages are spoken of");
    return found;
  }
  const Cell& checked(Slot slot) const {
    const Cell& found = chunks_[slot.index >> chunk_bits][slot.index & (chunk_size - 1)];
    require(found.next_free == in_use, "only held messages are spoken of");
    return found;
  }

  void grow() {
    const auto first = static_cast<std::uint32_t>(chunks_.size()) << chunk_bits;
    chunks_.emplace_back(chunk_size);
    for (std::uint32_t i = chunk_size; i-- > 0;) {  // so that low slots are used first
      chunks_.back()[i].next_free = free_;
      free_ = first + i;
    }
  }

  std::vector<std::vector<Cell>> chunks_;
  std::uint32_t free_ = none;
  std::size_t held_ = 0;
};

}  // namespace feira::kernel
