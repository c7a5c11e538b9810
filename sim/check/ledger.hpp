// Records that are made but not yet durable, with what checkers need of them. What becomes durable, or survives a
// crash, is handed out in the order made; what a crash takes back did not happen.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "core/journal/record.hpp"
#include "sim/check/directory.hpp"
#include "sim/check/ring.hpp"

namespace feira::check {

/// One record; which fields mean something depends on `kind`.
struct LedgerEntry {
  RecordNumber number = 0;
  std::uint64_t event = 0;  // that made it
  RecordKind kind = RecordKind::started;
  Ware product = none;                // decided, product_changed
  InterestRef interest;               // interest_made, interest_closed; of an accepted commit
  std::optional<FencingToken> token;  // decided
  bool closes = false;                // interest_made
  ChangeKind change = ChangeKind::registered;
  std::int64_t quantity = 0;
  std::int64_t stock = 0;
  Version version = 0;
  Decisions decisions;
};

class Ledger {
 public:
  explicit Ledger(std::uint32_t members) : journals_(members) {}

  /// A record was made. Returns where to note it down, or null if nobody will ask for a record of this kind.
  LedgerEntry* add(Dense process, RecordNumber number, std::uint64_t event, RecordKind kind);

  /// Hands out what is durable now.
  template <class Take>
  void durable(Dense process, RecordNumber through, Take&& take) {
    Journal& journal = journals_[process];
    journal.durable = through;
    for (; !journal.waiting.empty() && journal.waiting.front().number <= through; journal.waiting.pop_front()) {
      take(journal.waiting.front());
    }
  }

  /// Hands out what survives, then what does not. Returns whether a record was lost.
  template <class Take, class Lose>
  bool crash(Dense process, RecordNumber survives, Take&& take, Lose&& lose) {
    Journal& journal = journals_[process];
    const bool loses = journal.made > survives;
    durable(process, survives, take);
    for (; !journal.waiting.empty(); journal.waiting.pop_front()) lose(journal.waiting.front());
    journal.made = survives;
    return loses;
  }

  [[nodiscard]] RecordNumber durable_through(Dense process) const { return journals_[process].durable; }

 private:
  struct Journal {
    RecordNumber made = 0;
    RecordNumber durable = 0;
    Ring<LedgerEntry> waiting;
  };

  std::vector<Journal> journals_;
};

}  // namespace feira::check
