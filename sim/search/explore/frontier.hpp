// The states of one level, or those found for the next: packed one after the other in blocks, which are used again. A
// block is what a thread takes at a time.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <utility>
#include <vector>

#include "sim/search/explore/state.hpp"

namespace feira::explore {

/// Fingerprint (two words), length, words; again and again.
class Block {
 public:
  static constexpr std::size_t words_max = std::size_t{1} << 12U;
  static constexpr std::size_t header = 3;

  Block() { words_.reserve(words_max); }

  [[nodiscard]] bool fits(StateView state) const { return words_.size() + header + state.size() <= words_max; }
  [[nodiscard]] bool empty() const { return words_.empty(); }
  void clear() { words_.clear(); }
  void add(StateView state, std::uint64_t fingerprint) {
    words_.push_back(static_cast<Word>(fingerprint));
    words_.push_back(static_cast<Word>(fingerprint >> 32U));
    words_.push_back(static_cast<Word>(state.size()));
    words_.insert(words_.end(), state.begin(), state.end());
  }
  /// Calls `each(state, fingerprint)`.
  template <class Each>
  void for_each(Each&& each) const {
    for (std::size_t at = 0; at < words_.size();) {
      const std::uint64_t fingerprint = std::uint64_t{words_[at]} | std::uint64_t{words_[at + 1]} << 32U;
      const std::size_t size = words_[at + 2];
      each(StateView(words_.data() + at + header, size), fingerprint);
      at += header + size;
    }
  }

 private:
  std::vector<Word> words_;
};

class Frontier {
 public:
  /// An empty block to be filled.
  std::unique_ptr<Block> blank() {
    const std::scoped_lock lock(mutex_);
    if (free_.empty()) {
      ++blocks_;
      return std::make_unique<Block>();
    }
    std::unique_ptr<Block> block = std::move(free_.back());
    free_.pop_back();
    return block;
  }
  /// For the next level.
  void hand_in(std::unique_ptr<Block> block) {
    const std::scoped_lock lock(mutex_);
    next_.push_back(std::move(block));
  }
  void give_back(std::unique_ptr<Block> block) {
    block->clear();
    const std::scoped_lock lock(mutex_);
    free_.push_back(std::move(block));
  }
  /// A block of this level; null when there is none left.
  std::unique_ptr<Block> take() {
    const std::scoped_lock lock(mutex_);
    if (now_.empty()) return nullptr;
    std::unique_ptr<Block> block = std::move(now_.back());
    now_.pop_back();
    return block;
  }
  [[nodiscard]] bool level_taken() const {
    const std::scoped_lock lock(mutex_);
    return now_.empty();
  }
  void next_level() {
    const std::scoped_lock lock(mutex_);
    std::swap(now_, next_);
  }
  [[nodiscard]] std::size_t bytes() const {
    const std::scoped_lock lock(mutex_);
    return blocks_ * Block::words_max * sizeof(Word);
  }

 private:
  mutable std::mutex mutex_;
  std::vector<std::unique_ptr<Block>> now_;
  std::vector<std::unique_ptr<Block>> next_;
  std::vector<std::unique_ptr<Block>> free_;
  std::size_t blocks_ = 0;
};

}  // namespace feira::explore
