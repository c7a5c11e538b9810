#include "sim/world/disk.hpp"

#include <string_view>
#include <utility>
#include <variant>

#include "core/wire/frame.hpp"
#include "core/wire/wire.hpp"
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

namespace {

std::string frame_of(const Record& record) {
  std::string frame;
  wire::frame_to(wire::encode(record), frame);
  return frame;
}

/// A beginning of the record's frame: of one byte up to all but one.
std::string part_of(const Record& record, std::uint64_t bits) {
  std::string frame = frame_of(record);
  frame.resize(1 + chance::below(bits, frame.size() - 1));
  return frame;
}

}  // namespace

RecordNumber Disk::crash(scenario::Keeps keeps, std::uint64_t cut, std::uint64_t tear) {
  const RecordNumber under_way = handed_ - acknowledged_;
  torn_.clear();
  switch (keeps) {
    case scenario::Keeps::any:
      acknowledged_ += chance::below(cut, under_way + 1);
      break;
    case scenario::Keeps::all:
      acknowledged_ = appended_;
      break;
    case scenario::Keeps::synced:
      break;
    case scenario::Keeps::torn:
      if (under_way == 0) break;
      acknowledged_ += chance::below(cut, under_way);
      if (keeps_records_) torn_ = part_of(records_[acknowledged_], tear);
      break;
  }
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

void Disk::flip_bit(std::uint64_t which_record, std::uint64_t which_bit) {
  require(idle() && keeps_records_ && appended_ > 0, "a bit flips at rest, where there is one");
  const std::uint64_t place = chance::below(which_record, appended_);
  flipped_record_ = place + 1;
  flipped_frame_ = frame_of(records_[place]);
  const std::uint64_t bit = chance::below(which_bit, flipped_frame_.size() * 8);
  char& byte = flipped_frame_[bit / 8];
  byte = static_cast<char>(static_cast<unsigned char>(byte) ^ (1U << bit % 8));
}

RecordNumber Disk::intact_records() const {
  require(keeps_records_, "only a kept journal can be read");
  std::string bytes;
  for (RecordNumber number = 1; number <= appended_; ++number) {
    bytes += number == flipped_record_ ? flipped_frame_ : frame_of(records_[number - 1]);
  }
  RecordNumber intact = 0;
  for (std::string_view rest = bytes; !rest.empty(); ++intact) {
    const auto frame = wire::read_frame(rest);
    if (std::holds_alternative<wire::FrameDamage>(frame)) break;
    rest.remove_prefix(std::get<wire::Frame>(frame).size);
  }
  return intact;
}

std::span<const Record> Disk::journal() const {
  require(keeps_records_, "only a kept journal can be read");
  return records_;
}

}  // namespace feira::sim
