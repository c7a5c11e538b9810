#include "sim/world/disk.hpp"

#include <gtest/gtest.h>

#include <set>

#include "sim/chance/chance.hpp"

namespace feira::sim {
namespace {

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
    const RecordNumber last = disk.crash(chance.bits({.ordinal = trial}));
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
  EXPECT_EQ(disk.crash(UINT64_MAX), 2U);
}

TEST(DiskAfterACrash, GoesOnFromTheLastSurvivor) {
  Disk disk(true);
  append(disk, 1, 3);
  disk.begin_write();
  const RecordNumber last = disk.crash(UINT64_MAX / 2);
  append(disk, 100, 100);
  EXPECT_EQ(disk.appended(), last + 1);
  EXPECT_EQ(disk.begin_write(), 2U);
  EXPECT_EQ(disk.end_write(), last + 1);
  EXPECT_EQ(incarnation(disk.journal().back()), 100U);
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
