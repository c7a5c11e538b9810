#include "sim/scenario/nearest.hpp"

#include <gtest/gtest.h>

#include <array>
#include <string>
#include <string_view>

namespace feira::scenario {
namespace {

TEST(EditDistance, CountsInsertionsDeletionsReplacementsAndSwaps) {
  EXPECT_EQ(edit_distance("", ""), 0U);
  EXPECT_EQ(edit_distance("loss", "loss"), 0U);
  EXPECT_EQ(edit_distance("los", "loss"), 1U);
  EXPECT_EQ(edit_distance("losss", "loss"), 1U);
  EXPECT_EQ(edit_distance("lost", "loss"), 1U);
  EXPECT_EQ(edit_distance("crahs", "crash"), 1U);
  EXPECT_EQ(edit_distance("", "late"), 4U);
  EXPECT_EQ(edit_distance("kitten", "sitting"), 3U);
  EXPECT_EQ(edit_distance("ca", "abc"), 3U);  // optimal string alignment, not the unrestricted distance 2
}

constexpr std::array<std::string_view, 4> words{"delay", "duplicate", "late", "late-after"};

TEST(Nearest, IsTheFirstWordWithTheFewestEdits) {
  EXPECT_EQ(nearest("dealy", words), "delay");
  EXPECT_EQ(nearest("duplicates", words), "duplicate");
  EXPECT_EQ(nearest("late_after", words), "late-after");
}

TEST(Nearest, IsEmptyWhenNothingIsNear) {
  EXPECT_EQ(nearest("umbrella", words), "");
  EXPECT_EQ(nearest("", words), "");
  EXPECT_EQ(nearest("x", {}), "");
  EXPECT_EQ(nearest(std::string(100'000, 'x'), words), "");
}

}  // namespace
}  // namespace feira::scenario
