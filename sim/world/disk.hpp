// One marketplace's journal on its disk: append-only, written asynchronously, in order.
//
// At most one write is under way; what is appended meanwhile waits and goes together in the next (group commit). A
// crash may come between any two records: of the write under way any number of leading records may have reached the
// disk, what was not yet handed over has not. Or it comes in the middle of a record, which then stands there in part:
// as a frame of the wire codec, whose checksum is what tells a recovery that the journal ends before it.
//
//      1 .. acknowledged | acknowledged + 1 .. handed | handed + 1 .. appended
//          durable       |      write under way       |       waiting
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "core/journal/record.hpp"
#include "sim/scenario/scenario.hpp"

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

  /// Leaves what `keeps` says, where that leaves a choice by `cut`, 64 fair bits. Returns the last record that
  /// survives. Of a torn record a part is left whose length is drawn by `tear`.
  RecordNumber crash(scenario::Keeps keeps, std::uint64_t cut, std::uint64_t tear);
  /// What the last crash left behind the last record that survives: the beginning of a record's frame, or nothing.
  [[nodiscard]] const std::string& torn() const { return torn_; }

  /// The disk holds its first `records` records, as a backup taken then would, or none. Precondition: nothing is under
  /// way.
  void restore(RecordNumber records);

  /// Flips one bit of the frame of one record at rest, both drawn by 64 fair bits. Precondition: nothing is under way,
  /// and this disk keeps its records, one at least.
  void flip_bit(std::uint64_t which_record, std::uint64_t which_bit);
  [[nodiscard]] bool flipped() const { return flipped_record_ != 0; }
  /// How many leading records can be read from the journal's bytes, frame by frame. Precondition: as for `journal`.
  [[nodiscard]] RecordNumber intact_records() const;

  /// What a recovering marketplace finds. Precondition: this disk keeps its records.
  [[nodiscard]] std::span<const Record> journal() const;

 private:
  std::vector<Record> records_;
  RecordNumber appended_ = 0;
  RecordNumber handed_ = 0;
  RecordNumber acknowledged_ = 0;
  std::uint64_t writes_ = 0;
  bool keeps_records_;
  std::string torn_;
  /// The record whose frame has a flipped bit, or 0, and that frame as it is now.
  RecordNumber flipped_record_ = 0;
  std::string flipped_frame_;
};

}  // namespace feira::sim
