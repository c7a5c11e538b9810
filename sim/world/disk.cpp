#include "sim/world/disk.hpp"

#include <utility>

#include "sim/chance/draw.hpp"
#include "sim/kernel/require.hpp"

namespace feira::sim {

using kernel::require;

void Disk::append(Record&& record) {
  ++appended_;
  if (keeps_records_) records_.push_back(std::move(record));
}

std::uint64_t Disk::begin_write() {
  require(!writing() && waiting(), "a write begins when none is under way and something waits");
  handed_ = appended_;
  return ++writes_;
}

RecordNumber Disk::end_write() {
  require(writing(), "only a write under way can end");
  acknowledged_ = handed_;
  return acknowledged_;
}

RecordNumber Disk::crash(std::uint64_t bits) {
  const std::uint64_t survivors = chance::below(bits, handed_ - acknowledged_ + 1);
  acknowledged_ += survivors;
  handed_ = acknowledged_;
  appended_ = acknowledged_;
  if (keeps_records_) records_.erase(records_.begin() + static_cast<std::ptrdiff_t>(appended_), records_.end());
  return acknowledged_;
}

void Disk::restore(RecordNumber records) {
  require(idle() && records <= appended_, "a disk is restored to an older state of itself, at rest");
  appended_ = handed_ = acknowledged_ = records;
  if (keeps_records_) records_.erase(records_.begin() + static_cast<std::ptrdiff_t>(records), records_.end());
}

std::span<const Record> Disk::journal() const {
  require(keeps_records_, "only a kept journal can be read");
  return records_;
}

}  // namespace feira::sim
