// The future-event list: a queue that gives entries back in the exact order (time, sequence of pushing).
//
// Theory of operation. Time is cut into days of 2^k ns. The queue stands at one day, and keeps its entries in three
// places:
//
//   today   a heap: everything of this day and of any earlier one
//   ring    one unsorted list for each of the next N - 1 days, with a bit that tells whether it is empty
//   far     a heap: everything beyond the ring
//
// When today is used up, the queue moves to the next day that has entries, draws what has come within reach from far
// into the ring, and makes that day's list its new today. This is a calendar queue (Brown 1988) whose years never mix.
// With about two entries a day a push and a pop cost the same whatever is pending; and however badly the days fit (all
// entries at one time, or each years from the next, or pushed before the current day) the heaps keep both within O(log
// n).
//
// The days are fitted to the gap between the entries taken lately, the ring to how many are pending. Neither has any
// influence on the order. Memory is that of the most entries ever pending at once. A queue is a value and may be
// copied.
#pragma once

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "sim/kernel/require.hpp"

namespace feira::kernel {

template <class Payload>
class EventQueue {
 public:
  struct Popped {
    std::uint64_t time;
    Payload payload;
  };

  EventQueue() : days_(days_min, none), occupied_(days_min / 64) {}

  [[nodiscard]] bool empty() const { return size_ == 0; }
  [[nodiscard]] std::size_t size() const { return size_; }

  /// Adds an entry; the payload is filled in by the caller before it touches the queue again. It holds an old entry's
  /// value.
  Payload& push(std::uint64_t time) {
    const std::uint32_t index = acquire();
    Node& node = nodes_[index];
    node.entry = {time, sequence_++ << index_bits | index};
    ++size_;
    const std::uint64_t day = time >> shift_;
    if (day <= day_) {
      push_heap(today_, node.entry);
    } else if (day - day_ < days_.size()) {
      link(day, index);
    } else {
      push_heap(far_, node.entry);
    }
    return node.payload;
  }

  /// The time of the earliest entry. Precondition: not empty.
  [[nodiscard]] std::uint64_t next_time() {
    if (today_.empty()) advance();
    return today_.front().time;
  }

  /// Takes the earliest entry. Precondition: not empty.
  Popped pop() {
    if (today_.empty()) advance();
    const Entry earliest = pop_heap(today_);
    --size_;
    ++popped_;
    last_time_ = earliest.time;
    const auto index = static_cast<std::uint32_t>(earliest.key & index_mask);
    Node& node = nodes_[index];
    node.next = free_;
    free_ = index;
    return {earliest.time, node.payload};
  }

 private:
  static constexpr unsigned index_bits = 24;
  static constexpr std::uint64_t index_mask = (std::uint64_t{1} << index_bits) - 1;
  static constexpr std::uint64_t sequence_limit = std::uint64_t{1} << (64 - index_bits);
  static constexpr std::uint32_t none = 0xFFFFFFFF;
  static constexpr std::size_t days_min = 64;  // a whole word of `occupied_`
  static constexpr std::uint64_t pops_between_fits_min = 512;

  /// The key carries the sequence number above the node's index, so that (time, key) is the order and names the node.
  struct Entry {
    std::uint64_t time = 0;
    std::uint64_t key = 0;
  };
  struct Later {
    bool operator()(const Entry& a, const Entry& b) const { return a.time != b.time ? a.time > b.time : a.key > b.key; }
  };
  struct Node {
    Entry entry;
    Payload payload{};
    std::uint32_t next = none;  // in a day's list, or among the free
  };
  using Heap = std::vector<Entry>;

  static void push_heap(Heap& heap, const Entry& entry) {
    heap.push_back(entry);
    if (heap.size() > 1) std::push_heap(heap.begin(), heap.end(), Later{});
  }

  static Entry pop_heap(Heap& heap) {
    if (heap.size() > 1) std::pop_heap(heap.begin(), heap.end(), Later{});
    const Entry earliest = heap.back();
    heap.pop_back();
    return earliest;
  }

  std::uint32_t acquire() {
    require(sequence_ < sequence_limit, "fewer than 2^40 events in a run");
    if (free_ == none) {
      require(nodes_.size() <= index_mask, "at most 2^24 events pending at once");
      nodes_.emplace_back();
      return static_cast<std::uint32_t>(nodes_.size() - 1);
    }
    const std::uint32_t index = free_;
    free_ = nodes_[index].next;
    return index;
  }

  void link(std::uint64_t day, std::uint32_t index) {
    const std::size_t at = day & (days_.size() - 1);
    nodes_[index].next = days_[at];
    days_[at] = index;
    occupied_[at / 64] |= std::uint64_t{1} << at % 64;
    ++in_ring_;
  }

  /// Moves to the next day that has entries. Precondition: today is empty, the queue is not.
  void advance() {
    if (fit_is_due()) fit();
    if (!today_.empty()) return;
    day_ = in_ring_ > 0 ? next_day_in_ring() : far_.front().time >> shift_;
    draw_from_far();
    open_today();
  }

  [[nodiscard]] std::uint64_t next_day_in_ring() const {
    const std::size_t start = (day_ + 1) & (days_.size() - 1);
    std::size_t word = start / 64;
    std::uint64_t bits = occupied_[word] & ~std::uint64_t{0} << start % 64;
    while (bits == 0) {
      word = (word + 1) & (occupied_.size() - 1);
      bits = occupied_[word];
    }
    const std::size_t at = word * 64 + static_cast<std::size_t>(std::countr_zero(bits));
    return day_ + 1 + ((at - start) & (days_.size() - 1));
  }

  void draw_from_far() {
    while (!far_.empty() && (far_.front().time >> shift_) - day_ < days_.size()) {
      const Entry near = pop_heap(far_);
      link(near.time >> shift_, static_cast<std::uint32_t>(near.key & index_mask));
    }
  }

  void open_today() {
    const std::size_t at = day_ & (days_.size() - 1);
    for (std::uint32_t index = days_[at]; index != none; index = nodes_[index].next) {
      today_.push_back(nodes_[index].entry);
      --in_ring_;
    }
    days_[at] = none;
    occupied_[at / 64] &= ~(std::uint64_t{1} << at % 64);
    if (today_.size() > 1) std::make_heap(today_.begin(), today_.end(), Later{});
  }

  // --- fitting days and ring --------------------------------------------------------------------------------------

  [[nodiscard]] bool fit_is_due() const {
    return size_ > days_.size() || popped_ >= std::max<std::uint64_t>(pops_between_fits_min, 2 * days_.size());
  }

  /// Looks whether other days or another ring would fit better, and if so sorts everything into them. Costs O(n), and
  /// comes after as many pushes or pops.
  void fit() {
    const unsigned shift = fitting_shift();
    const std::size_t days = std::max(days_min, std::bit_ceil(2 * size_));
    popped_ = 0;
    fitted_at_ = last_time_;
    const bool days_fit = shift <= shift_ + 1 && shift_ <= shift + 1;
    const bool ring_fits = days <= days_.size() && days_.size() <= 4 * days;
    if (!days_fit || !ring_fits) rebuild(shift, days);
  }

  /// A day is about as long as one entry takes to come by.
  [[nodiscard]] unsigned fitting_shift() {
    const bool known = popped_ >= pops_between_fits_min && last_time_ >= fitted_at_;
    const std::uint64_t gap = known ? (last_time_ - fitted_at_) / popped_ : pending_gap();
    return gap == 0 ? 0U : static_cast<unsigned>(std::bit_width(gap) - 1);
  }

  /// The mean gap between the earlier half of the pending entries: for when nothing has been taken yet.
  [[nodiscard]] std::uint64_t pending_gap() {
    std::vector<std::uint64_t> times;
    times.reserve(size_);
    for (const Entry& entry : far_) times.push_back(entry.time);
    for (std::uint32_t index : days_) {
      for (; index != none; index = nodes_[index].next) times.push_back(nodes_[index].entry.time);
    }
    const auto middle = times.begin() + static_cast<std::ptrdiff_t>(times.size() / 2);
    std::nth_element(times.begin(), middle, times.end());
    const std::uint64_t first = *std::min_element(times.begin(), middle + 1);
    return (*middle - first) / (times.size() / 2 + 1);
  }

  void rebuild(unsigned shift, std::size_t days) {
    for (std::uint32_t index : days_) {
      for (; index != none; index = nodes_[index].next) far_.push_back(nodes_[index].entry);
    }
    std::make_heap(far_.begin(), far_.end(), Later{});
    days_.assign(days, none);
    occupied_.assign(days / 64, 0);
    in_ring_ = 0;
    shift_ = shift;
    day_ = far_.front().time >> shift_;
    draw_from_far();
    open_today();
  }

  std::vector<Node> nodes_;
  std::uint32_t free_ = none;
  std::size_t size_ = 0;
  std::uint64_t sequence_ = 0;

  Heap today_;
  std::vector<std::uint32_t> days_;  // a power of two of them
  std::vector<std::uint64_t> occupied_;
  std::size_t in_ring_ = 0;
  Heap far_;
  std::uint64_t day_ = 0;
  unsigned shift_ = 20;  // about a millisecond, until something is known

  std::uint64_t popped_ = 0;  // since the last fit
  std::uint64_t fitted_at_ = 0;
  std::uint64_t last_time_ = 0;
};

}  // namespace feira::kernel
