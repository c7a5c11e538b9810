// How much memory the bodies of all requests under way may take together. Small ones are not counted: there are no more
// of them than threads. A large body is let in only when there is room for all of it.
#pragma once

#include <atomic>
#include <cstddef>
#include <optional>

#include "node/http/request_head.hpp"

namespace feira::http {

class BodyBudget {
 public:
  /// Bodies up to this are not counted.
  static constexpr std::size_t small = std::size_t{64} << 10U;

  explicit BodyBudget(std::size_t bytes) : left_(bytes) {}

  /// Room that is given back when it goes.
  class Room {
   public:
    Room(BodyBudget& budget, std::size_t bytes) : budget_(budget), bytes_(budget.take(bytes)) {}
    ~Room() { budget_.left_.fetch_add(bytes_.value_or(0)); }
    Room(const Room&) = delete;
    Room& operator=(const Room&) = delete;
    [[nodiscard]] bool granted() const { return bytes_.has_value(); }

   private:
    BodyBudget& budget_;
    const std::optional<std::size_t> bytes_;
  };

  /// What a request's body may take: its length, or what its route allows when it comes in chunks.
  static std::size_t wanted(const RequestHead& head, std::size_t bytes_max) {
    return head.chunked ? bytes_max : static_cast<std::size_t>(head.content_length);
  }

 private:
  /// The bytes taken; nothing when there is no room.
  std::optional<std::size_t> take(std::size_t bytes) {
    if (bytes <= small) return 0;
    std::size_t left = left_.load();
    while (left >= bytes) {
      if (left_.compare_exchange_weak(left, left - bytes)) return bytes;
    }
    return std::nullopt;
  }

  std::atomic<std::size_t> left_;
};

}  // namespace feira::http
