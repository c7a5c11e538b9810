#include "tests/sim/check/trace_builder.hpp"

namespace feira::check {
namespace {

constexpr FencingToken first{1, 1};
constexpr FencingToken second{1, 2};

TEST(MutualExclusion, HoldsWhenOneHolderLeavesBeforeTheNextEnters) {
  TraceBuilder trace;
  trace.hook_start(bia, first, 1000);
  trace.send(bia, ana, TraceBuilder::commit_of(bia, 1, first));
  trace.hook_start(caio, second, 1000);
  expect_holds(trace, Property::mutual_exclusion);
  EXPECT_EQ(trace.verdict(Property::mutual_exclusion).checked, 2U);
}

TEST(MutualExclusion, HoldsWhenTheCommitIsMadeButStillHeldBack) {
  TraceBuilder trace;
  trace.hook_start(bia, first, 1000);
  trace.held_back(bia, ana, TraceBuilder::commit_of(bia, 1, first));
  trace.hook_start(caio, second, 1000);
  expect_holds(trace, Property::mutual_exclusion);
}

TEST(MutualExclusion, HoldsWhenTheHolderReleasesItsGrant) {
  TraceBuilder trace;
  trace.hook_start(bia, first, 1000);
  trace.send(bia, ana, Release{{bia, 1}, umbrella, first});
  trace.hook_start(caio, second, 1000);
  expect_holds(trace, Property::mutual_exclusion);
}

TEST(MutualExclusion, HoldsWhenTheLeaseEndsFirst) {
  TraceBuilder trace;
  trace.hook_start(bia, first, 1000);
  trace.at(1000);
  trace.hook_start(caio, second, 2000);
  trace.finish();
  expect_holds(trace, Property::mutual_exclusion);
  EXPECT_EQ(trace.count(Situation::lease_ended_inside), 1U);
}

TEST(MutualExclusion, HoldsWhenTheHolderCrashesFirst) {
  TraceBuilder trace;
  trace.hook_start(bia, first, 1000);
  trace.crash(bia, 0);
  trace.hook_start(caio, second, 1000);
  expect_holds(trace, Property::mutual_exclusion);
}

TEST(MutualExclusion, CountsHooksOfOneTokenAsOneSection) {
  TraceBuilder trace;
  trace.hook_start(bia, first, 1000, 1);
  trace.hook_start(bia, first, 1000, 2);
  expect_holds(trace, Property::mutual_exclusion);
  EXPECT_EQ(trace.verdict(Property::mutual_exclusion).checked, 1U);
}

TEST(MutualExclusion, TreatsProductsAsIndependent) {
  TraceBuilder trace;
  trace.hook_start(bia, first, 1000, 1, umbrella);
  trace.hook_start(caio, second, 1000, 2, lamp);
  expect_holds(trace, Property::mutual_exclusion);
}

TEST(MutualExclusion, IsViolatedWhenTwoHoldersAreInside) {
  TraceBuilder trace;
  const std::uint64_t entered = trace.hook_start(bia, first, 1000);
  trace.at(999);
  const std::uint64_t broke = trace.hook_start(caio, second, 2000);
  expect_violated(trace, Property::mutual_exclusion,
                  "caio started a hook for ana/1 with token 1.2 while bia was inside with token 1.1", {entered, broke});
}

TEST(MutualExclusion, IsViolatedWhenOnlyTheCommitOfAnotherTokenWasMade) {
  TraceBuilder trace;
  trace.hook_start(bia, second, 1000);
  trace.send(bia, ana, TraceBuilder::commit_of(bia, 1, first));
  trace.hook_start(caio, {1, 3}, 1000);
  EXPECT_FALSE(trace.verdict(Property::mutual_exclusion).holds);
}

TEST(MutualExclusion, IsViolatedWhenAHookStartsAfterTheCommitWasMade) {
  TraceBuilder trace;
  trace.hook_start(bia, first, 1000, 1);
  trace.send(bia, ana, TraceBuilder::commit_of(bia, 1, first));
  trace.hook_start(bia, first, 1000, 2);
  trace.send(bia, ana, TraceBuilder::commit_of(bia, 1, first));  // a repeated commit does not end it
  trace.hook_start(caio, second, 1000);
  EXPECT_FALSE(trace.verdict(Property::mutual_exclusion).holds);
}

TEST(MutualExclusion, RemembersACommitThatCameBeforeAnyHook) {
  TraceBuilder trace;
  trace.send(bia, ana, TraceBuilder::commit_of(bia, 1, first));
  trace.hook_start(bia, first, 1000);
  trace.send(bia, ana, TraceBuilder::commit_of(bia, 1, first));
  trace.hook_start(caio, second, 1000);
  EXPECT_FALSE(trace.verdict(Property::mutual_exclusion).holds);
}

TEST(MutualExclusion, IsViolatedByAnOwnerThatWithdrawsWhileSomebodyIsInside) {
  TraceBuilder trace;
  trace.register_product(umbrella, 9);
  const std::uint64_t started = trace.hook_start(bia, {1, 1}, 500);
  trace.change(ChangeKind::restocked, umbrella, 1, 10);  // more does no harm
  trace.made_change(ChangeKind::withdrawn, umbrella, 2, 8);
  expect_violated(trace, Property::mutual_exclusion, "umbrella was changed while bia was inside with token 1.1",
                  {started, trace.last()});
}

TEST(MutualExclusion, LetsAnOwnerRemoveWhatNobodyIsInsideFor) {
  TraceBuilder trace;
  trace.register_product(umbrella, 9);
  trace.hook_start(bia, {1, 1}, 500, 1, lamp);
  trace.hook_start(caio, {1, 2}, 500);
  trace.at(600);
  trace.change(ChangeKind::removed, umbrella, 9, 0);
  expect_holds(trace, Property::mutual_exclusion);
}

TEST(MutualExclusion, HoldsWhenAMovedLeaseEndsBeforeTheNextEnters) {
  TraceBuilder trace;
  trace.hook_start(bia, first, 1000);
  trace.at(100);
  trace.lease_moved(bia, first, 500);
  trace.at(600);
  trace.hook_start(caio, second, 2000);
  expect_holds(trace, Property::mutual_exclusion);
}

TEST(MutualExclusion, IsViolatedWhenAMovedLeaseOutlastsTheNextHolder) {
  TraceBuilder trace;
  trace.hook_start(bia, first, 1000);
  trace.at(100);
  trace.lease_moved(bia, first, 3000);
  trace.at(1500);
  trace.hook_start(caio, second, 2500);
  EXPECT_FALSE(trace.verdict(Property::mutual_exclusion).holds);
}

TEST(Fencing, HoldsWhenTokensIncreaseOverARecovery) {
  TraceBuilder trace;
  trace.register_product(umbrella, 9);
  trace.durably_decide(umbrella, {sold(1)}, 8, FencingToken{1, 7});
  trace.durably_decide(umbrella, {sold(2)}, 7, FencingToken{2, 1});
  expect_holds(trace, Property::fencing);
}

TEST(Fencing, IsViolatedWhenAnOldTokenIsAccepted) {
  TraceBuilder trace;
  trace.register_product(umbrella, 9);
  trace.decide(umbrella, {sold(1)}, 8, FencingToken{1, 7});
  const std::uint64_t accepted = trace.last();
  trace.decide(umbrella, {sold(2)}, 7, FencingToken{1, 6});
  const std::uint64_t broke = trace.last();
  trace.durable(ana);
  expect_violated(trace, Property::fencing,
                  "a commit for umbrella with token 1.6 was decided on after one with token 1.7", {accepted, broke});
}

TEST(Fencing, IsViolatedWhenATokenIsAcceptedTwice) {
  TraceBuilder trace;
  trace.register_product(umbrella, 9);
  trace.durably_decide(umbrella, {sold(1)}, 8, FencingToken{1, 7});
  trace.durably_decide(umbrella, {sold(2)}, 7, FencingToken{1, 7});
  EXPECT_FALSE(trace.verdict(Property::fencing).holds);
}

TEST(Fencing, LooksOnlyAtWhatACrashDidNotTakeBack) {
  TraceBuilder trace;
  trace.register_product(umbrella, 9);
  trace.decide(umbrella, {sold(1)}, 8, FencingToken{1, 7});
  trace.crash(ana, 1);
  trace.recover(ana);
  trace.durably_decide(umbrella, {sold(1)}, 8, FencingToken{1, 6});
  expect_holds(trace, Property::fencing);
}

}  // namespace
}  // namespace feira::check
