// The interests that have been made, with their pasts: happens-before as it is rebuilt from what was sent and received,
// by an own count that travels beside each message; the core's clocks are never looked at for it.
#pragma once

#include <vector>

#include "core/delivery/interest.hpp"
#include "sim/search/explore/counts.hpp"
#include "sim/search/explore/finding.hpp"
#include "sim/search/explore/setting.hpp"

namespace feira::explore {

struct Made {
  InterestId id;
  /// As the core says.
  Counts clock;
  /// By origin, the latest interest that happened before it or is it.
  Counts past;
  bool durable = false;
  template <class Hasher>
  void hash_into(Hasher& hasher) const {
    hasher.add(id, clock, past, durable);
  }
};

class Book {
 public:
  [[nodiscard]] const Made* find(InterestId id) const;
  [[nodiscard]] const std::vector<Made>& all() const { return made_; }

  void add(const Made& made);
  /// A record of it is durable: it happened. Compares its clock with those of all others that did (clock-condition).
  void happened(InterestId id, const Setting& setting, Findings& findings);
  /// A crash has taken back what `origin` made that is not durable.
  void take_back(MarketplaceId origin);

  template <class Hasher>
  void hash_into(Hasher& hasher) const {
    hasher.add(made_);
  }

 private:
  std::vector<Made> made_;  // sorted by id
};

}  // namespace feira::explore
