#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <numeric>
#include <vector>

#include "sim/chance/draw.hpp"

namespace feira::chance {
namespace {

std::vector<int> shuffled(int size, const Chance& chance, const Address& address) {
  std::vector<int> items(static_cast<std::size_t>(size));
  std::iota(items.begin(), items.end(), 0);
  shuffle(chance, address, std::span<int>(items));
  return items;
}

TEST(Shuffle, KeepsAllItems) {
  std::vector<int> items = shuffled(100, Chance(1), {.a = 1});
  EXPECT_FALSE(std::is_sorted(items.begin(), items.end()));
  std::sort(items.begin(), items.end());
  for (int i = 0; i < 100; ++i) EXPECT_EQ(items[static_cast<std::size_t>(i)], i);
}

TEST(Shuffle, LeavesNoneAndOneAlone) {
  EXPECT_TRUE(shuffled(0, Chance(1), {}).empty());
  EXPECT_EQ(shuffled(1, Chance(1), {}), std::vector<int>{0});
}

TEST(Shuffle, DependsOnSeedAndAddress) {
  const std::vector<int> order = shuffled(20, Chance(1), {.a = 1});
  EXPECT_EQ(shuffled(20, Chance(1), {.a = 1}), order);
  EXPECT_NE(shuffled(20, Chance(1), {.a = 2}), order);
  EXPECT_NE(shuffled(20, Chance(2), {.a = 1}), order);
}

TEST(Shuffle, MakesAllOrdersAlike) {
  std::map<std::vector<int>, int> orders;
  for (std::uint64_t i = 0; i < 24'000; ++i) ++orders[shuffled(4, Chance(12), {.ordinal = i})];
  EXPECT_EQ(orders.size(), 24U);
  for (const auto& [order, count] : orders) EXPECT_NEAR(count, 1'000, 150);
}

TEST(Shuffle, KeepsItsGoldenOrder) {
  EXPECT_EQ(shuffled(8, Chance(1), {.stream = Stream::identity}), (std::vector<int>{5, 7, 0, 1, 2, 6, 3, 4}));
}

}  // namespace
}  // namespace feira::chance
