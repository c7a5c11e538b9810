#include "sim/world/disk.hpp"

#include <gtest/gtest.h>

#include <set>
#include <variant>

#include "core/wire/frame.hpp"
#include "sim/chance/chance.hpp"

namespace feira::sim {
namespace {

using scenario::Keeps;

Record record(std::uint32_t incarnation) { return {{}, {}, Started{{incarnation}}}; }

std::uint32_t incarnation(const Record& made) { return std::get<Started>(made.body).incarnation.value; }

void append(Disk& disk, std::uint32_t first, std::uint32_t last) {
  for (std::uint32_t i = first; i <= last; ++i) disk.append(record(i));
}

TEST(GroupCommit, TakesAllThatWaited) {
  Disk disk(true);
  append(disk, 1, 1);
  EXPECT_EQ(disk.begin_write(), 1U);
  append(disk, 2, 4);
  EXPECT_TRUE(disk.writing());
  EXPECT_TRUE(disk.waiting());
  EXPECT_EQ(disk.end_write(), 1U);
  EXPECT_EQ(disk.begin_write(), 2U);
  EXPECT_FALSE(disk.waiting());
  EXPECT_EQ(disk.end_write(), 4U);
  EXPECT_TRUE(disk.idle());
}

TEST(DiskCrash, CutsTheWriteUnderWayBetweenAnyTwoRecords) {
  const chance::Chance chance(3);
  std::set<RecordNumber> survivors;
  for (std::uint64_t trial = 0; trial < 200; ++trial) {
    Disk disk(true);
    append(disk, 1, 2);
    disk.begin_write();
    disk.end_write();
    append(disk, 3, 5);
    disk.begin_write();
    append(disk, 6, 9);  // waits: never survives
    const RecordNumber last = disk.crash(Keeps::any, chance.bits({.ordinal = trial}), 0);
    survivors.insert(last);
    ASSERT_EQ(disk.journal().size(), last);
    for (std::uint32_t i = 0; i < last; ++i) ASSERT_EQ(incarnation(disk.journal()[i]), i + 1);
    ASSERT_TRUE(disk.idle());
  }
  EXPECT_EQ(survivors, (std::set<RecordNumber>{2, 3, 4, 5}));
}

TEST(DiskCrash, TakesNothingBackWhenNoWriteIsUnderWay) {
  Disk disk(true);
  append(disk, 1, 2);
  disk.begin_write();
  disk.end_write();
  append(disk, 3, 3);
  EXPECT_EQ(disk.crash(Keeps::any, UINT64_MAX, 0), 2U);
}

/// Two durable records, three in a write under way, one that waits.
Disk busy_disk() {
  Disk disk(true);
  append(disk, 1, 2);
  disk.begin_write();
  disk.end_write();
  append(disk, 3, 5);
  disk.begin_write();
  append(disk, 6, 6);
  return disk;
}

TEST(DiskCrash, KeepsEveryRecordOrOnlyWhatWasDurable) {
  Disk all = busy_disk();
  EXPECT_EQ(all.crash(Keeps::all, 0, 0), 6U);
  EXPECT_EQ(all.journal().size(), 6U);
  Disk synced = busy_disk();
  EXPECT_EQ(synced.crash(Keeps::synced, UINT64_MAX, 0), 2U);
  EXPECT_TRUE(synced.torn().empty());
}

TEST(DiskCrash, TearsTheRecordAfterTheLastThatSurvives) {
  const chance::Chance chance(5);
  std::set<RecordNumber> survivors;
  for (std::uint64_t trial = 0; trial < 200; ++trial) {
    Disk disk = busy_disk();
    const RecordNumber last =
        disk.crash(Keeps::torn, chance.bits({.ordinal = trial}), chance.bits({.ordinal = trial, .purpose = 1}));
    survivors.insert(last);
    ASSERT_EQ(disk.journal().size(), last);
    ASSERT_FALSE(disk.torn().empty());
    const auto frame = wire::read_frame(disk.torn());
    ASSERT_EQ(std::get<wire::FrameDamage>(frame), wire::FrameDamage::torn);
  }
  EXPECT_EQ(survivors, (std::set<RecordNumber>{2, 3, 4}));
}

TEST(DiskCrash, TearsNothingWhenNoWriteIsUnderWay) {
  Disk disk(true);
  append(disk, 1, 1);
  EXPECT_EQ(disk.crash(Keeps::torn, UINT64_MAX, UINT64_MAX), 0U);
  EXPECT_TRUE(disk.torn().empty());
}

TEST(DiskAfterACrash, GoesOnFromTheLastSurvivor) {
  Disk disk(true);
  append(disk, 1, 3);
  disk.begin_write();
  const RecordNumber last = disk.crash(Keeps::any, UINT64_MAX / 2, 0);
  append(disk, 100, 100);
  EXPECT_EQ(disk.appended(), last + 1);
  EXPECT_EQ(disk.begin_write(), 2U);
  EXPECT_EQ(disk.end_write(), last + 1);
  EXPECT_EQ(incarnation(disk.journal().back()), 100U);
}

/// Five durable records.
Disk disk_at_rest() {
  Disk disk(true);
  append(disk, 1, 5);
  disk.begin_write();
  disk.end_write();
  return disk;
}

TEST(DiskAtRest, IsReadToItsEnd) {
  const Disk disk = disk_at_rest();
  EXPECT_FALSE(disk.flipped());
  EXPECT_EQ(disk.intact_records(), 5U);
  EXPECT_EQ(Disk(true).intact_records(), 0U);
}

TEST(FlippedBit, IsSeenInWhateverRecordItIsAndEndsTheJournalBeforeIt) {
  const chance::Chance chance(7);
  for (std::uint64_t place = 0; place < 5; ++place) {
    const std::uint64_t somewhere_in_it = UINT64_MAX / 5 * place + UINT64_MAX / 10;
    for (std::uint64_t trial = 0; trial < 500; ++trial) {
      Disk disk = disk_at_rest();
      disk.flip_bit(somewhere_in_it, chance.bits({.ordinal = trial}));
      ASSERT_TRUE(disk.flipped());
      ASSERT_EQ(disk.intact_records(), place) << "trial " << trial;
    }
  }
}

TEST(FlippedBit, NeedsAKeptRecordAtRest) {
  Disk empty(true);
  EXPECT_DEATH(empty.flip_bit(0, 0), "a bit flips at rest");
  Disk busy = busy_disk();
  EXPECT_DEATH(busy.flip_bit(0, 0), "a bit flips at rest");
  EXPECT_DEATH(static_cast<void>(Disk(false).intact_records()), "only a kept journal can be read");
}

TEST(DiskThatIsNeverReadAgain, CountsWithoutKeeping) {
  Disk disk(false);
  append(disk, 1, 3);
  disk.begin_write();
  EXPECT_EQ(disk.end_write(), 3U);
  EXPECT_DEATH(static_cast<void>(disk.journal()), "only a kept journal can be read");
}

TEST(DiskWrites, AreOneAtATime) {
  Disk disk(true);
  append(disk, 1, 1);
  disk.begin_write();
  append(disk, 2, 2);
  EXPECT_DEATH(disk.begin_write(), "a write begins when none is under way");
}

}  // namespace
}  // namespace feira::sim
