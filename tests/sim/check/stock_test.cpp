#include "tests/sim/check/trace_builder.hpp"

namespace feira::check {
namespace {

TEST(NoOversell, HoldsWhenTheLastPieceIsSoldOnce) {
  TraceBuilder trace;
  trace.register_product(umbrella, 1);
  trace.durably_decide(umbrella, {sold(1)}, 0);
  trace.durably_decide(umbrella, {refused(2)}, 0);
  expect_holds(trace, Property::no_oversell);
  expect_holds(trace, Property::conservation);
  EXPECT_EQ(trace.verdict(Property::no_oversell).summary, "1 of 1 umbrella sold, 1 refused");
}

TEST(NoOversell, IsViolatedWhenMoreIsSoldThanIsLeft) {
  TraceBuilder trace;
  trace.register_product(umbrella, 2);
  const std::uint64_t registered = trace.last() - 1;
  trace.decide(umbrella, {sold(1, 3)}, 0);
  const std::uint64_t broke = trace.last();
  trace.durable(ana);
  expect_violated(trace, Property::no_oversell, "3 of umbrella were sold of 2 left, and 0 are said to remain",
                  {registered, broke});
}

TEST(NoOversell, IsViolatedWhenMoreIsSaidToRemainThanIsLeft) {
  TraceBuilder trace;
  trace.register_product(umbrella, 2);
  trace.durably_decide(umbrella, {sold(1)}, 2);
  EXPECT_FALSE(trace.verdict(Property::no_oversell).holds);
}

TEST(NoOversell, IsViolatedWhenAWithdrawalTakesTheStockBelowZero) {
  TraceBuilder trace;
  trace.register_product(umbrella, 2);
  trace.change(ChangeKind::withdrawn, umbrella, 3, -1);
  EXPECT_FALSE(trace.verdict(Property::no_oversell).holds);
}

TEST(NoOversell, LooksOnlyAtWhatACrashDidNotTakeBack) {
  TraceBuilder trace;
  trace.register_product(umbrella, 1);
  trace.decide(umbrella, {sold(1)}, 0);
  trace.crash(ana, 1);
  trace.durably_decide(umbrella, {sold(2)}, 0);
  expect_holds(trace, Property::no_oversell);
}

TEST(NoOversell, LooksAtWhatSurvivedACrashWithoutEverBeingDurableBefore) {
  TraceBuilder trace;
  trace.register_product(umbrella, 1);
  const RecordNumber survives = trace.decide(umbrella, {sold(1)}, 0);
  trace.crash(ana, survives);
  trace.durably_decide(umbrella, {sold(2)}, 0);
  EXPECT_FALSE(trace.verdict(Property::no_oversell).holds);
}

TEST(Conservation, HoldsOverAWholeLife) {
  TraceBuilder trace;
  trace.register_product(umbrella, 5);
  trace.change(ChangeKind::restocked, umbrella, 10, 15);
  trace.durably_decide(umbrella, {sold(1, 4), refused(2)}, 11);
  trace.change(ChangeKind::withdrawn, umbrella, 1, 10);
  trace.change(ChangeKind::repriced, umbrella, 0, 10);
  trace.change(ChangeKind::removed, umbrella, 10, 0);
  expect_holds(trace, Property::conservation);
  expect_holds(trace, Property::no_oversell);
}

TEST(Conservation, HoldsWhenARemovedProductStillShowsWhatWasLeft) {
  TraceBuilder trace;
  trace.register_product(umbrella, 5);
  trace.change(ChangeKind::removed, umbrella, 5, 5);
  expect_holds(trace, Property::conservation);
}

TEST(Conservation, IsViolatedWhenAPieceIsLost) {
  TraceBuilder trace;
  trace.register_product(umbrella, 5);
  const std::uint64_t registered = trace.last() - 1;
  trace.decide(umbrella, {sold(1)}, 3);
  const std::uint64_t broke = trace.last();
  trace.durable(ana);
  expect_violated(trace, Property::conservation,
                  "umbrella: 5 registered and restocked, but 1 sold, 0 withdrawn and 3 left", {registered, broke});
  expect_holds(trace, Property::no_oversell);
}

TEST(Conservation, IsViolatedWhenARestockIsForgotten) {
  TraceBuilder trace;
  trace.register_product(umbrella, 5);
  trace.change(ChangeKind::restocked, umbrella, 10, 5);
  EXPECT_FALSE(trace.verdict(Property::conservation).holds);
}

TEST(Conservation, IsViolatedWhenARemovalNamesAnotherNumberThanWasLeft) {
  TraceBuilder trace;
  trace.register_product(umbrella, 5);
  trace.change(ChangeKind::removed, umbrella, 4, 0);
  EXPECT_FALSE(trace.verdict(Property::conservation).holds);
}

}  // namespace
}  // namespace feira::check
