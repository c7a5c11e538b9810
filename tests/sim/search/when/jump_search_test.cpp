#include "sim/search/when/jump_search.hpp"

#include <gtest/gtest.h>

#include <functional>

namespace feira::search {
namespace {

/// Looks wherever the search wants to, at this made-up share of a thousand.
std::size_t look(JumpSearch& search, const std::function<std::uint64_t(Cut)>& per_mille) {
  std::size_t looks = 0;
  for (auto cuts = search.wanted(); !cuts.empty(); cuts = search.wanted()) {
    for (const Cut cut : cuts) {
      search.take({cut, {per_mille(cut), 1000}});
      ++looks;
    }
  }
  return looks;
}

TEST(JumpSearch, FindsASingleStepWhereverItIs) {
  for (Cut at = 1; at <= 300; ++at) {
    JumpSearch search(300, 40);
    const std::size_t looks = look(search, [&](Cut cut) { return cut < at ? 120U : 1000U; });
    ASSERT_TRUE(search.greatest());
    EXPECT_TRUE(search.greatest()->of_one_step());
    EXPECT_EQ(search.greatest()->after.cut, at);
    EXPECT_EQ(search.certain_from(), at);
    EXPECT_LE(looks, 17U + 5U);
  }
}

TEST(JumpSearch, FindsItAmongAMillionWithFewLooks) {
  JumpSearch search(1'000'000, 40);
  EXPECT_LE(look(search, [](Cut cut) { return cut < 765'432 ? 10U : 990U; }), 17U + 16U);
  EXPECT_EQ(search.greatest()->after.cut, 765'432U);
  EXPECT_FALSE(search.certain_from());
}

TEST(JumpSearch, FindsTheGreatestOfSeveral) {
  JumpSearch search(1000, 60);
  look(search, [](Cut cut) { return cut < 100 ? 0U : cut < 500 ? 300U : cut < 900 ? 350U : 900U; });
  EXPECT_EQ(search.greatest()->after.cut, 900U);
  EXPECT_EQ(search.greatest()->per_mille(), 550);
}

/// The stretch that rises most may hold no great step, and luck may go again.
TEST(JumpSearch, TurnsToAnotherStretchWhenARiseProvesGradual) {
  JumpSearch search(1600, 60);
  look(search, [](Cut cut) {
    if (cut < 800) return cut / 2;  // 0 to 400, by and by
    return cut < 1'111 ? std::uint64_t{400} : cut < 1'500 ? std::uint64_t{750} : std::uint64_t{700};
  });
  EXPECT_TRUE(search.greatest()->of_one_step());
  EXPECT_EQ(search.greatest()->after.cut, 1'111U);
}

TEST(JumpSearch, KnowsWhenNothingRises) {
  JumpSearch level(500, 40);
  EXPECT_LE(look(level, [](Cut) { return 1000U; }), 17U);
  EXPECT_FALSE(level.greatest());
  EXPECT_EQ(level.certain_from(), 0U);
}

TEST(JumpSearch, KeepsToItsPoints) {
  JumpSearch search(1'000'000, 20);
  EXPECT_LE(look(search, [](Cut cut) { return cut < 3 ? 0U : 1000U; }), 20U);
  EXPECT_FALSE(search.greatest()->of_one_step());
  JumpSearch least(1'000'000, 2);
  EXPECT_EQ(look(least, [](Cut) { return 0U; }), 2U);
}

TEST(JumpSearch, LooksAtBothEndsOfWhatIsShort) {
  for (Cut last = 0; last < 40; ++last) {
    JumpSearch search(last, 40);
    const auto cuts = search.wanted();
    EXPECT_EQ(cuts.front(), 0U);
    EXPECT_EQ(cuts.back(), last);
    for (std::size_t i = 1; i < cuts.size(); ++i) EXPECT_LT(cuts[i - 1], cuts[i]);
  }
}

}  // namespace
}  // namespace feira::search
