#include "sim/campaign/comparison.hpp"

#include <gtest/gtest.h>

namespace feira::campaign {
namespace {

std::optional<Mismatch> compared(const std::vector<std::string>& first, const std::vector<std::string>& second,
                                 std::uint64_t second_digest = 1) {
  Comparison comparison;
  for (const auto& event : first) comparison.add_first(event);
  for (const auto& event : second) comparison.add_second(event);
  return comparison.result(7, 1, second_digest);
}

TEST(Comparison, OfEqualRunsFindsNothing) {
  EXPECT_EQ(compared({"a", "", "b"}, {"a", "", "b"}), std::nullopt);
  EXPECT_EQ(compared({}, {}), std::nullopt);
}

TEST(Comparison, NamesTheFirstEventThatDiffersAndNoLaterOne) {
  EXPECT_EQ(compared({"a", "b", "c", "d"}, {"a", "x", "y", "d"}), (Mismatch{7, 2, "b", "x"}));
}

TEST(Comparison, NamesTheEventThatOnlyOneRunHas) {
  EXPECT_EQ(compared({"a", "b"}, {"a"}), (Mismatch{7, 2, "b", ""}));
  EXPECT_EQ(compared({"a"}, {"a", "b"}), (Mismatch{7, 2, "", "b"}));
}

TEST(Comparison, TellsEventsApartThatAreCutDifferently) {
  EXPECT_EQ(compared({"ab", "c"}, {"a", "bc"}), (Mismatch{7, 1, "ab", "a"}));
}

TEST(Comparison, NoticesFinalStatesThatDifferAfterEqualEvents) {
  EXPECT_EQ(compared({"a"}, {"a"}, 2), (Mismatch{7, 0, "", ""}));
}

}  // namespace
}  // namespace feira::campaign
