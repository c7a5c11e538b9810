// What has happened at this marketplace, for whoever watches: the last few thousand events, numbered, each told only
// when it is durable. Writers are one (the core's thread), readers many.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "core/catalogue/product.hpp"
#include "core/membership/membership.hpp"
#include "core/purchase/purchase.hpp"

namespace feira::node {

enum class HappeningKind : std::uint8_t {
  /// `product`: a product of ours or a replica is as told now (removed, too).
  product_changed,
  /// `id`, `decision`: we, its owner, have decided a purchase.
  purchase_decided,
  /// `member`: somebody has come, left or was evicted; also ourselves.
  member_changed,
  /// `member` has been silent for too long, or is heard again (`suspected` tells which).
  member_suspected,
};

/// In kebab-case, as event streams show it.
const char* name(HappeningKind kind);

struct Happening {
  /// From 1 in each life of the marketplace.
  std::uint64_t number = 0;
  /// Wall clock, milliseconds since 1970: for people.
  std::int64_t wall_ms = 0;
  HappeningKind kind = HappeningKind::product_changed;
  Product product;
  ProductId id;
  Decision decision;
  MemberEntry member;
  bool suspected = false;
};

class EventLog {
 public:
  explicit EventLog(std::size_t kept = 4096) : kept_max_(kept) {}

  /// Numbers and keeps it, and wakes those who wait.
  void add(Happening happening);
  /// No more will come: whoever waits goes on, and waits no more.
  void close();

  struct Page {
    std::vector<Happening> happenings;
    /// The oldest wanted ones are not kept any more.
    bool gap = false;
    bool closed = false;
  };
  /// Those after number `after`, at most `most`; waits up to `patience` when there are none.
  [[nodiscard]] Page after(std::uint64_t after, std::size_t most, std::chrono::milliseconds patience) const;
  /// The number of the newest, or 0.
  [[nodiscard]] std::uint64_t newest() const;

 private:
  const std::size_t kept_max_;
  mutable std::mutex mutex_;
  mutable std::condition_variable came_;
  std::deque<Happening> kept_;
  std::uint64_t made_ = 0;
  bool closed_ = false;
};

}  // namespace feira::node
