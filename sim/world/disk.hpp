// One marketplace's journal on its disk: append-only, written asynchronously, in order.
//
// At most one write is under way; what is appended meanwhile waits and goes together in the next (group commit). A
// crash may come between any two records: of the write under way any number of leading records may have reached the
// disk, what was not yet handed over has not.
//
//      1 .. acknowledged | acknowledged + 1 .. handed | handed + 1 .. appended
//          durable       |      write under way       |       waiting
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/journal/record.hpp"

namespace feira::sim {

class Disk {
 public:
  /// A disk that is never read again need not keep its records.
  explicit Disk(bool keeps_records) : keeps_records_(keeps_records) {}

  void append(Record&& record);

  [[nodiscard]] RecordNumber appended() const { return appended_; }
  [[nodiscard]] RecordNumber acknowledged() const { return acknowledged_; }
  [[nodiscard]] bool writing() const { return handed_ > acknowledged_; }
  [[nodiscard]] bool waiting() const { return appended_ > handed_; }
  [[nodiscard]] bool idle() const { return appended_ == acknowledged_; }

  /// Hands over all that waits. Returns the number of this write, counted from 1 over the disk's whole life.
  /// Precondition: no write is under way, something waits.
  std::uint64_t begin_write();
  /// The write under way is done: all up to the returned record are durable.
  RecordNumber end_write();

  /// Cuts the write under way by 64 fair bits. Returns the last record that survives.
  RecordNumber crash(std::uint64_t bits);

  /// The disk holds its first `records` records, as a backup taken then would, or none. Precondition: nothing is under
  /// way.
  void restore(RecordNumber records);

  /// What a recovering marketplace finds. Precondition: this disk keeps its records.
  [[nodiscard]] std::span<const Record> journal() const;

 private:
  std::vector<Record> records_;
  RecordNumber appended_ = 0;
  RecordNumber handed_ = 0;
  RecordNumber acknowledged_ = 0;
  std::uint64_t writes_ = 0;
  bool keeps_records_;
};

}  // namespace feira::sim
