// bounded-bypass: while an interest stays in the owner's queue, at most one later interest of each other marketplace is
// first granted before it.
//
// In the queue: from its delivery at the owner until its first grant, its last word, or the owner's crash. Later:
// delivered later at the owner. The queues as observed are kept here; whether a grant was contended is read from them.
#pragma once

#include <cstdint>
#include <vector>

#include "sim/check/directory.hpp"
#include "sim/check/property.hpp"

namespace feira::check {

class BoundedBypass {
 public:
  explicit BoundedBypass(std::uint32_t members) : words_((members + 63) / 64) {}

  /// The owner delivered an interest in its product that has been neither granted nor closed.
  void queued(Moment now, Ware product, InterestRef interest);
  /// Its first grant left. Returns whether another interest was waiting.
  bool granted(Moment now, Ware product, InterestRef interest, const Directory& names);
  /// The owner made its last word.
  void closed(Ware product, InterestRef interest);
  void owner_crashed(Dense owner, const Directory& names);

  [[nodiscard]] const Findings& findings() const { return findings_; }
  [[nodiscard]] Verdict verdict() const;

 private:
  struct Queue {
    struct Waiting {
      InterestRef interest;
      std::uint64_t since = 0;
    };
    std::vector<Waiting> waiting;       // in the order delivered
    std::vector<std::uint64_t> passed;  // `words_` for each: a bit for each marketplace that has passed it once
  };

  Queue& queue(Ware product);
  void leave(Queue& queue, std::size_t place) const;
  [[nodiscard]] static std::size_t find(const Queue& queue, InterestRef interest);

  std::size_t words_;
  std::vector<Queue> products_;
  std::uint64_t queued_ = 0;
  std::uint64_t bypasses_ = 0;
  Findings findings_{Property::bounded_bypass};
};

}  // namespace feira::check
