#include "sim/search/shrink/ddmin.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>
#include <vector>

namespace feira::search {
namespace {

using Selections = std::vector<std::vector<int>>;

std::vector<int> up_to(int last) {
  std::vector<int> items(static_cast<std::size_t>(last));
  std::iota(items.begin(), items.end(), 1);
  return items;
}

/// Fails when all of `needed` are there.
FirstFailing<int> needs(const std::vector<int>& needed, int* rounds = nullptr) {
  return [=](const Selections& selections) -> std::optional<std::size_t> {
    if (rounds != nullptr) ++*rounds;
    for (std::size_t i = 0; i < selections.size(); ++i) {
      const auto has = [&](int each) { return std::ranges::find(selections[i], each) != selections[i].end(); };
      if (std::ranges::all_of(needed, has)) return i;
    }
    return std::nullopt;
  };
}

TEST(Ddmin, FindsTheOneItemThatFails) {
  for (int culprit = 1; culprit <= 37; ++culprit) {
    EXPECT_EQ(ddmin(up_to(37), needs({culprit})), std::vector{culprit});
  }
}

TEST(Ddmin, FindsItemsThatFailTogetherInTheirOrder) {
  EXPECT_EQ(ddmin(up_to(100), needs({3, 50, 98})), (std::vector{3, 50, 98}));
  EXPECT_EQ(ddmin(up_to(8), needs({1, 2, 3, 4, 5, 6, 7, 8})), up_to(8));
  EXPECT_EQ(ddmin(up_to(2), needs({2})), std::vector{2});
  EXPECT_EQ(ddmin(up_to(1), needs({1})), std::vector{1});
}

TEST(Ddmin, LeavesNothingWhereNothingIsNeeded) {
  EXPECT_TRUE(ddmin(up_to(50), needs({})).empty());
  EXPECT_TRUE(ddmin(std::vector<int>{}, needs({})).empty());
}

TEST(Ddmin, NeedsFewRoundsForFewCulprits) {
  int rounds = 0;
  EXPECT_EQ(ddmin(up_to(1024), needs({700}, &rounds)), std::vector{700});
  EXPECT_LE(rounds, 12);
}

/// Not monotone: fails with an odd number of items only. The result is one from which no single item can be taken.
TEST(Ddmin, EndsAtSomethingFromWhichNothingCanBeTaken) {
  const auto odd = [](const Selections& selections) -> std::optional<std::size_t> {
    const auto found = std::ranges::find_if(selections, [](const auto& each) { return each.size() % 2 == 1; });
    return found == selections.end() ? std::nullopt
                                     : std::optional(static_cast<std::size_t>(found - selections.begin()));
  };
  EXPECT_EQ(ddmin<int>(up_to(31), odd).size(), 1U);
}

TEST(Ddmin, PartsCoverAllItemsOnce) {
  for (std::size_t count = 1; count <= 10; ++count) {
    const auto parts = parts_of(up_to(10), count);
    std::vector<int> all;
    for (const auto& part : parts) all.insert(all.end(), part.begin(), part.end());
    EXPECT_EQ(all, up_to(10));
    EXPECT_EQ(parts.size(), count);
    const auto complements = complements_of(parts);
    for (std::size_t i = 0; i < count; ++i) {
      EXPECT_EQ(complements[i].size() + parts[count - 1 - i].size(), 10U);
    }
  }
}

}  // namespace
}  // namespace feira::search
