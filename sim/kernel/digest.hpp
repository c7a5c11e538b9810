// A running hash over everything that is added: XXH3 with 64 bits. Two runs with equal digests did the same.
//
// The value depends on the bytes alone, not on how they were cut into calls. Small additions are gathered into blocks,
// so that adding an event of a few words costs a few nanoseconds. Add words rather than structs: padding has no value.
#pragma once

#define XXH_STATIC_LINKING_ONLY  // for the state as a value
#include <xxhash.h>

#include <array>
#include <bit>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <cstring>

namespace feira::kernel {

class Digest {
  static_assert(std::endian::native == std::endian::little, "digests are defined over little-endian words");

 public:
  Digest() { XXH3_64bits_reset(&state_); }

  void add(const void* data, std::size_t size) {
    if (size > block_.size() - filled_) [[unlikely]] {
      add_in_parts(static_cast<const unsigned char*>(data), size);
      return;
    }
    if (size > 0) std::memcpy(block_.data() + filled_, data, size);
    filled_ += size;
  }

  /// Adds 64-bit words.
  template <std::convertible_to<std::uint64_t>... Words>
    requires(sizeof...(Words) > 0)
  void add(Words... words) {
    const std::array<std::uint64_t, sizeof...(Words)> all{static_cast<std::uint64_t>(words)...};
    add(all.data(), sizeof all);
  }

  /// The hash of all that was added so far; more may be added afterwards.
  [[nodiscard]] std::uint64_t value() const {
    Digest whole = *this;
    whole.flush();
    return XXH3_64bits_digest(&whole.state_);
  }

 private:
  void add_in_parts(const unsigned char* data, std::size_t size) {
    flush();
    if (size >= block_.size()) {
      XXH3_64bits_update(&state_, data, size);
      return;
    }
    std::memcpy(block_.data(), data, size);
    filled_ = size;
  }

  void flush() {
    XXH3_64bits_update(&state_, block_.data(), filled_);
    filled_ = 0;
  }

  XXH3_state_t state_;
  std::size_t filled_ = 0;
  std::array<unsigned char, 4096> block_;
};

}  // namespace feira::kernel
