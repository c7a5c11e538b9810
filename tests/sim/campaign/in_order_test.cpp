#include "sim/campaign/in_order.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <numeric>
#include <optional>
#include <set>
#include <stdexcept>
#include <string>

namespace feira::campaign {
namespace {

const std::atomic<bool> never_stop = false;

std::vector<std::uint64_t> merged_with(SeedRange range, unsigned jobs) {
  std::vector<std::uint64_t> order;
  run_in_order(
      range, jobs, never_stop,
      [](std::uint64_t seed) {
        // Every third seed is slow, so that the others overtake it.
        if (seed % 3 == 0) std::this_thread::sleep_for(std::chrono::microseconds(200));
        return std::optional(seed);
      },
      [&](std::uint64_t seed) { order.push_back(seed); });
  return order;
}

TEST(RunInOrder, MergesInTheOrderOfSeedsForAnyNumberOfJobs) {
  std::vector<std::uint64_t> expected(300);
  std::iota(expected.begin(), expected.end(), 5U);
  for (const unsigned jobs : {1U, 2U, 7U}) EXPECT_EQ(merged_with({5, 304}, jobs), expected) << jobs << " jobs";
}

TEST(RunInOrder, RunsTheLastSeedsThatThereAre) {
  EXPECT_EQ(merged_with({UINT64_MAX - 1, UINT64_MAX}, 2), (std::vector<std::uint64_t>{UINT64_MAX - 1, UINT64_MAX}));
}

TEST(RunInOrder, KeepsFewResultsWhileASlowSeedHoldsTheOthersUp) {
  std::atomic<std::uint64_t> begun = 0;
  std::uint64_t begun_meanwhile = 0;
  run_in_order(
      {1, 100'000}, 2, never_stop,
      [&](std::uint64_t seed) -> std::optional<int> {
        ++begun;
        if (seed == 1) {
          std::this_thread::sleep_for(std::chrono::milliseconds(100));
          begun_meanwhile = begun;
        }
        return 0;
      },
      [](int) {});
  EXPECT_EQ(begun, 100'000U);
  EXPECT_LT(begun_meanwhile, 200U);
}

TEST(RunInOrder, StopsBeginningSeedsWhenToldTo) {
  std::atomic<bool> stop = false;
  const auto merged = run_in_order(
      {1, 1'000'000'000}, 2, stop, [](std::uint64_t seed) { return std::optional(seed); },
      [&](std::uint64_t seed) { stop = seed >= 50; });
  EXPECT_GE(merged, 50U);
  EXPECT_LT(merged, 1000U);
}

TEST(RunInOrder, EndsWhereAResultIsMissing) {
  std::set<std::uint64_t> seen;
  run_in_order(
      {1, 1000}, 3, never_stop, [](std::uint64_t seed) { return seed == 20 ? std::nullopt : std::optional(seed); },
      [&](std::uint64_t seed) { seen.insert(seed); });
  EXPECT_FALSE(seen.contains(20));
  // What was merged is a beginning of the range without a gap.
  EXPECT_LT(seen.size(), 20U);
  EXPECT_EQ(seen.empty() ? 0 : *seen.rbegin(), seen.size());
}

TEST(RunInOrder, HandsAnExceptionOfTheWorkOn) {
  for (const unsigned jobs : {1U, 3U}) {
    EXPECT_THROW(run_in_order(
                     {1, 1000}, jobs, never_stop,
                     [](std::uint64_t seed) -> std::optional<int> {
                       if (seed == 20) throw std::runtime_error("broken");
                       return 0;
                     },
                     [](int) {}),
                 std::runtime_error);
  }
}

}  // namespace
}  // namespace feira::campaign
