// Which marketplaces have received a copy of each message in flight, to tell duplicates.
#pragma once

#include <cstddef>
#include <cstdint>

#include "sim/check/directory.hpp"
#include "sim/check/ring.hpp"

namespace feira::check {

class Copies {
 public:
  explicit Copies(std::uint32_t members) : members_(members), words_((members + 1 + 63) / 64) {}

  /// `first_in_flight`: what is known of messages below is forgotten.
  void sent(std::uint64_t id, bool broadcast, std::uint64_t first_in_flight) {
    for (; first_ < first_in_flight && !bits_.empty(); ++first_) {
      for (std::size_t i = 0; i < words_; ++i) bits_.pop_front();
    }
    if (bits_.empty()) first_ = id;
    while (first_ + bits_.size() / words_ <= id) {
      for (std::size_t i = 0; i < words_; ++i) bits_.push() = 0;
    }
    if (broadcast) set(id, members_);
  }

  /// Returns whether `process` had one already.
  bool received(std::uint64_t id, Dense process) { return known(id) && set(id, process); }

  [[nodiscard]] bool broadcast(std::uint64_t id) const {
    return known(id) && (bits_[(id - first_) * words_ + members_ / 64] >> members_ % 64 & 1) != 0;
  }

 private:
  [[nodiscard]] bool known(std::uint64_t id) const { return id >= first_ && (id - first_) * words_ < bits_.size(); }

  /// Returns whether the bit was set before.
  bool set(std::uint64_t id, std::uint32_t bit) {
    std::uint64_t& word = bits_[(id - first_) * words_ + bit / 64];
    const std::uint64_t mask = std::uint64_t{1} << bit % 64;
    const bool before = (word & mask) != 0;
    word |= mask;
    return before;
  }

  std::uint32_t members_;
  std::size_t words_;
  std::uint64_t first_ = 1;
  Ring<std::uint64_t> bits_;  // `words_` for each message: a bit for each member, and one that says broadcast
};

}  // namespace feira::check
