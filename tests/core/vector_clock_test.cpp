#include "core/clock/vector_clock.hpp"

#include <gtest/gtest.h>
// After gtest.
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "core/identity.hpp"

namespace feira {
namespace {

/// The slow and obvious clock that the real one is compared with.
using Model = std::map<std::uint32_t, Count>;

VectorClock clock_of(const Model& model) {
  VectorClock clock;
  for (const auto& [marketplace, count] : model) clock.set({marketplace}, count);
  return clock;
}

Count at(const Model& model, std::uint32_t marketplace) {
  const auto found = model.find(marketplace);
  return found == model.end() ? 0 : found->second;
}

bool at_least(const Model& a, const Model& b) {
  return std::ranges::all_of(b, [&](const auto& entry) { return at(a, entry.first) >= entry.second; });
}

std::partial_ordering order(const Model& a, const Model& b) {
  if (at_least(a, b)) return at_least(b, a) ? std::partial_ordering::equivalent : std::partial_ordering::greater;
  return at_least(b, a) ? std::partial_ordering::less : std::partial_ordering::unordered;
}

Model maximum(const Model& a, const Model& b) {
  Model result = a;
  for (const auto& [marketplace, count] : b) result[marketplace] = std::max(at(a, marketplace), count);
  return result;
}

/// Few marketplaces and low counts, so that clocks often compare; up to twenty, so that they outgrow the object.
Model some_model() {
  const auto marketplaces = *rc::gen::element<std::uint32_t>(2, 4, 8, 9, 20);
  const auto highest = *rc::gen::element<Count>(2, 3, 1000);
  Model model;
  for (std::uint32_t m = 1; m <= marketplaces; ++m) {
    const Count count = *rc::gen::inRange<Count>(0, highest);
    if (count != 0) model[m * 0x01000193U] = count;
  }
  return model;
}

struct OrderCase {
  std::string name;
  Model a;
  Model b;
  std::partial_ordering order;
};

class VectorClockOrder : public ::testing::TestWithParam<OrderCase> {};

TEST_P(VectorClockOrder, IsHappensBefore) {
  const auto& [name, a, b, expected] = GetParam();
  EXPECT_TRUE((clock_of(a) <=> clock_of(b)) == expected);
  EXPECT_EQ(clock_of(a) == clock_of(b), expected == std::partial_ordering::equivalent);
}

INSTANTIATE_TEST_SUITE_P(
    Table, VectorClockOrder,
    ::testing::Values(
        OrderCase{"BothAreEmpty", {}, {}, std::partial_ordering::equivalent},
        OrderCase{"SameEvent", {{1, 1}, {2, 2}}, {{1, 1}, {2, 2}}, std::partial_ordering::equivalent},
        OrderCase{"EmptyComesFirst", {}, {{7, 1}}, std::partial_ordering::less},
        OrderCase{"OneCountLower", {{1, 1}, {2, 2}}, {{1, 2}, {2, 2}}, std::partial_ordering::less},
        OrderCase{"OneCountHigher", {{1, 3}, {2, 2}}, {{1, 2}, {2, 2}}, std::partial_ordering::greater},
        OrderCase{"NeitherSawTheOther", {{1, 1}}, {{2, 1}}, std::partial_ordering::unordered},
        OrderCase{"EachSawMoreOfOne", {{1, 2}, {2, 1}}, {{1, 1}, {2, 2}}, std::partial_ordering::unordered},
        OrderCase{"ANewcomerIsZeroBefore", {{1, 1}}, {{1, 1}, {9, 1}}, std::partial_ordering::less},
        OrderCase{"MissingInTheMiddle", {{1, 1}, {3, 1}}, {{1, 1}, {2, 1}, {3, 1}}, std::partial_ordering::less},
        OrderCase{"SameSizeOtherMembers", {{1, 1}, {2, 1}}, {{1, 1}, {3, 1}}, std::partial_ordering::unordered}),
    [](const auto& test) { return test.param.name; });

TEST(VectorClock, CountsZeroForAnybodyUnknown) {
  const VectorClock clock = clock_of({{3, 5}});
  EXPECT_EQ(clock[{2}], 0U);
  EXPECT_EQ(clock[{3}], 5U);
  EXPECT_EQ(clock[{4}], 0U);
}

TEST(VectorClock, KeepsNoZeroEntry) {
  VectorClock clock = clock_of({{1, 1}, {2, 2}});
  clock.set({1}, 0);
  clock.set({5}, 0);
  EXPECT_FALSE(clock.raise({6}, 0));
  EXPECT_EQ(clock, clock_of({{2, 2}}));
  EXPECT_EQ(clock.entries().size(), 1U);
}

TEST(VectorClock, TickCountsFromOne) {
  VectorClock clock;
  EXPECT_EQ(clock.tick({4}), 1U);
  EXPECT_EQ(clock.tick({4}), 2U);
  EXPECT_EQ(clock[{4}], 2U);
}

TEST(VectorClock, RaiseNeverLowers) {
  VectorClock clock = clock_of({{1, 5}});
  EXPECT_FALSE(clock.raise({1}, 4));
  EXPECT_FALSE(clock.raise({1}, 5));
  EXPECT_EQ(clock[{1}], 5U);
  EXPECT_TRUE(clock.raise({1}, 6));
  EXPECT_TRUE(clock.raise({2}, 1));
  EXPECT_EQ(clock, clock_of({{1, 6}, {2, 1}}));
}

TEST(VectorClock, EqualClocksAreEqualInWhateverOrderTheyWereMade) {
  VectorClock forwards;
  VectorClock backwards;
  for (std::uint32_t m = 1; m <= 12; ++m) forwards.set({m}, m);
  for (std::uint32_t m = 12; m >= 1; --m) backwards.set({m}, m);
  EXPECT_EQ(forwards, backwards);
  EXPECT_EQ(forwards.sum(), 78U);
}

TEST(VectorClock, UpToEightMarketplacesNeedNoAllocation) {
  VectorClock clock;
  for (std::uint32_t m = 1; m <= 8; ++m) clock.tick({m});
  const auto* begin = reinterpret_cast<const std::byte*>(&clock);
  const auto* entries = reinterpret_cast<const std::byte*>(clock.entries().data());
  EXPECT_TRUE(entries >= begin && entries < begin + sizeof(clock));
}

RC_GTEST_PROP(VectorClockLaws, ComponentsAreThoseOfTheModel, ()) {
  const Model model = some_model();
  const VectorClock clock = clock_of(model);
  RC_ASSERT(clock.entries().size() == model.size());
  Count sum = 0;
  for (const auto& [marketplace, count] : model) {
    RC_ASSERT(clock[{marketplace}] == count);
    RC_ASSERT(clock[{marketplace - 1}] == at(model, marketplace - 1));
    sum += count;
  }
  RC_ASSERT(clock.sum() == sum);
  RC_ASSERT(std::ranges::is_sorted(clock.entries(), {}, &VectorClock::Entry::marketplace));
}

RC_GTEST_PROP(VectorClockLaws, OrderIsComponentWise, ()) {
  const Model a = some_model();
  const Model b = some_model();
  RC_ASSERT((clock_of(a) <=> clock_of(b)) == order(a, b));
  RC_ASSERT(clock_of(a).covers(clock_of(b)) == at_least(a, b));
}

RC_GTEST_PROP(VectorClockLaws, OrderTurnsRoundWithItsSides, ()) {
  const VectorClock a = clock_of(some_model());
  const VectorClock b = clock_of(some_model());
  RC_ASSERT((a < b) == (b > a));
  RC_ASSERT(((a <=> b) == std::partial_ordering::unordered) == ((b <=> a) == std::partial_ordering::unordered));
}

RC_GTEST_PROP(VectorClockLaws, MergeIsTheLeastUpperBound, ()) {
  const Model a = some_model();
  const Model b = some_model();
  VectorClock merged = clock_of(a);
  const bool grew = merged.merge(clock_of(b));
  RC_ASSERT(merged == clock_of(maximum(a, b)));
  RC_ASSERT(grew == (merged != clock_of(a)));
  RC_ASSERT(merged.covers(clock_of(a)) && merged.covers(clock_of(b)));
  // Least: whatever covers both covers the merged one, and one less anywhere is no bound.
  Model above = maximum(maximum(a, b), some_model());
  RC_ASSERT(clock_of(above).covers(merged));
  for (const auto& entry : merged.entries()) {
    VectorClock lower = merged;
    lower.set(entry.marketplace, entry.count - 1);
    RC_ASSERT(!lower.covers(clock_of(a)) || !lower.covers(clock_of(b)));
  }
}

RC_GTEST_PROP(VectorClockLaws, MergeIsCommutativeAssociativeAndIdempotent, ()) {
  const VectorClock a = clock_of(some_model());
  const VectorClock b = clock_of(some_model());
  const VectorClock c = clock_of(some_model());
  const auto join = [](VectorClock x, const VectorClock& y) {
    x.merge(y);
    return x;
  };
  RC_ASSERT(join(a, b) == join(b, a));
  RC_ASSERT(join(join(a, b), c) == join(a, join(b, c)));
  RC_ASSERT(join(a, a) == a);
}

RC_GTEST_PROP(VectorClockLaws, TheSumExtendsHappensBefore, ()) {
  const Model a = some_model();
  const Model b = maximum(a, some_model());
  if (clock_of(a) < clock_of(b)) RC_ASSERT(clock_of(a).sum() < clock_of(b).sum());
}

RC_GTEST_PROP(VectorClockLaws, RaisingEachComponentIsMerging, ()) {
  const VectorClock a = clock_of(some_model());
  const VectorClock b = clock_of(some_model());
  VectorClock merged = a;
  VectorClock raised = a;
  merged.merge(b);
  for (const auto& entry : b.entries()) raised.raise(entry.marketplace, entry.count);
  RC_ASSERT(merged == raised);
}

}  // namespace
}  // namespace feira
