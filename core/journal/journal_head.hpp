// Where a marketplace stands in its journal.
#pragma once

#include "core/clock/vector_clock.hpp"
#include "core/journal/record.hpp"

namespace feira {

struct JournalHead {
  /// The last record made.
  RecordNumber made = 0;
  /// The last record that effects wait for: all kinds but replicas'.
  RecordNumber awaited = 0;
  /// What the driver last said is durable.
  RecordNumber durable = 0;
  /// The delivery frontier inside the last awaited record: a last word may be given on what it covers.
  VectorClock frontier;
  template <class Hasher>
  void hash_into(Hasher& hasher) const {
    hasher.add(made, awaited, durable, frontier);
  }
  friend bool operator==(const JournalHead&, const JournalHead&) = default;
};

}  // namespace feira
