// clock-condition, causal-delivery, grant-order and bounded-bypass.

#include "tests/sim/check/trace_builder.hpp"

namespace feira::check {
namespace {

// --- clock-condition

TEST(ClockCondition, HoldsWhenClocksFollowTheMessages) {
  TraceBuilder trace;
  trace.durable_interest(bia, 1, clock_of({{bia, 1}}));
  trace.pass(bia, caio);
  trace.durable_interest(caio, 1, clock_of({{bia, 1}, {caio, 1}}));
  trace.durable_interest(davi, 1, clock_of({{davi, 1}}));
  expect_holds(trace, Property::clock_condition);
  EXPECT_EQ(trace.verdict(Property::clock_condition).checked, 3U);
}

TEST(ClockCondition, IsViolatedWhenAReceivedClockWasNotMerged) {
  TraceBuilder trace;
  const std::uint64_t a = trace.durable_interest(bia, 1, clock_of({{bia, 1}}));
  trace.pass(bia, caio);
  const std::uint64_t b = trace.durable_interest(caio, 1, clock_of({{caio, 1}}));
  expect_violated(trace, Property::clock_condition, "bia#1 happened before caio#1, yet its clock is not less", {a, b});
}

TEST(ClockCondition, IsViolatedWhenAClockClaimsWhatDidNotHappenBefore) {
  TraceBuilder trace;
  const std::uint64_t a = trace.durable_interest(bia, 1, clock_of({{bia, 1}}));
  const std::uint64_t b = trace.durable_interest(caio, 1, clock_of({{bia, 1}, {caio, 1}}));
  expect_violated(trace, Property::clock_condition, "bia#1 did not happen before caio#1, yet its clock is less",
                  {a, b});
}

TEST(ClockCondition, IsViolatedWhenTheClaimedInterestIsMadeOnlyLater) {
  TraceBuilder trace;
  trace.durable_interest(caio, 1, clock_of({{bia, 1}, {caio, 1}}));
  EXPECT_TRUE(trace.verdict(Property::clock_condition).holds);  // nothing contradicts it yet
  trace.durable_interest(bia, 1, clock_of({{bia, 1}}));
  EXPECT_FALSE(trace.verdict(Property::clock_condition).holds);
}

TEST(ClockCondition, IsViolatedWhenNumbersDoNotCount) {
  TraceBuilder trace;
  trace.durable_interest(bia, 1, clock_of({{bia, 1}}));
  trace.durable_interest(bia, 3, clock_of({{bia, 3}}));
  EXPECT_FALSE(trace.verdict(Property::clock_condition).holds);
}

TEST(ClockCondition, DatesASendAtTheStepThatMadeItAndNotAtItsDeparture) {
  TraceBuilder trace;
  const std::uint64_t message = trace.held_back(bia, caio);
  trace.durable_interest(bia, 1, clock_of({{bia, 1}}));
  trace.depart(message);
  trace.receive(caio, message, true);
  trace.durable_interest(caio, 1, clock_of({{caio, 1}}));
  expect_holds(trace, Property::clock_condition);
}

TEST(ClockCondition, StartsARecoveredMarketplaceFromItsLastRecord) {
  TraceBuilder trace;
  trace.durable_interest(bia, 1, clock_of({{bia, 1}}));
  trace.record(caio, FrontierMarked{});
  trace.durable(caio);
  trace.pass(bia, caio);  // volatile: no record holds it
  trace.crash(caio, 1);
  trace.recover(caio);
  trace.durable_interest(caio, 1, clock_of({{caio, 1}}));
  expect_holds(trace, Property::clock_condition);
}

TEST(ClockCondition, AllowsANumberAgainThatACrashTookBack) {
  TraceBuilder trace;
  trace.interest(bia, 1, clock_of({{bia, 1}}));
  trace.crash(bia, 0);
  trace.recover(bia);
  trace.pass(caio, bia);
  trace.durable_interest(bia, 1, clock_of({{bia, 1}}));
  expect_holds(trace, Property::clock_condition);
}

TEST(ClockCondition, IsViolatedWhenARecoveredMarketplaceForgetsWhatItsRecordKnew) {
  TraceBuilder trace;
  trace.durable_interest(bia, 1, clock_of({{bia, 1}}));
  trace.pass(bia, caio);
  trace.record(caio, FrontierMarked{});
  trace.crash(caio, 1);
  trace.recover(caio);
  trace.durable_interest(caio, 1, clock_of({{caio, 1}}));
  EXPECT_FALSE(trace.verdict(Property::clock_condition).holds);
}

TEST(ClockCondition, CountsACarriedTokenAsHappensBefore) {
  TraceBuilder trace;
  trace.durable_interest(bia, 1, clock_of({{bia, 1}}));
  const std::uint64_t first = trace.buy(bia, 1);
  trace.answer(bia, first, Pending{});
  Invocation second;
  second.product = umbrella;
  second.token_from = {first};
  trace.ask(caio, second);
  trace.durable_interest(caio, 1, clock_of({{bia, 1}, {caio, 1}}));
  expect_holds(trace, Property::clock_condition);
  EXPECT_EQ(trace.count(Situation::token_carried), 1U);
}

TEST(ClockCondition, DatesATokenAtTheStepThatMadeTheReply) {
  TraceBuilder trace;
  const std::uint64_t first = trace.buy(bia, 1);
  trace.record(bia, FrontierMarked{});  // the reply waits for this
  const std::uint64_t made = trace.last();
  trace.durable_interest(caio, 1, clock_of({{caio, 1}}));
  trace.pass(caio, bia);
  trace.durable(bia);
  trace.answer(bia, first, Pending{}, made);
  Invocation second;
  second.product = umbrella;
  second.token_from = {first};
  trace.ask(davi, second);
  trace.durable_interest(davi, 1, clock_of({{davi, 1}}));
  expect_holds(trace, Property::clock_condition);
}

TEST(ClockCondition, IsViolatedWhenATokenIsIgnored) {
  TraceBuilder trace;
  trace.durable_interest(bia, 1, clock_of({{bia, 1}}));
  const std::uint64_t first = trace.buy(bia, 1);
  trace.answer(bia, first, Pending{});
  Invocation second;
  second.product = umbrella;
  second.token_from = {first};
  trace.ask(caio, second);
  trace.durable_interest(caio, 1, clock_of({{caio, 1}}));
  EXPECT_FALSE(trace.verdict(Property::clock_condition).holds);
}

// --- causal-delivery and grant-order: bia#1 happened before caio#1

class Ordered : public ::testing::Test {
 protected:
  Ordered() {
    trace.durable_interest(bia, 1, clock_of({{bia, 1}}));
    trace.pass(bia, caio);
    trace.durable_interest(caio, 1, clock_of({{bia, 1}, {caio, 1}}));
    trace.durable_interest(davi, 1, clock_of({{davi, 1}}));
  }
  TraceBuilder trace;
};

using CausalDelivery = Ordered;
using GrantOrder = Ordered;
using BoundedBypass = Ordered;

TEST_F(CausalDelivery, HoldsForAnyOrderOfConcurrentOnes) {
  trace.deliver(ana, bia, 1);
  trace.deliver(ana, davi, 1);
  trace.deliver(ana, caio, 1);
  trace.deliver(davi, davi, 1);
  trace.deliver(davi, bia, 1);
  trace.deliver(davi, caio, 1);
  expect_holds(trace, Property::causal_delivery);
}

TEST_F(CausalDelivery, HoldsWhenAPredecessorIsNeverDelivered) {
  trace.deliver(ana, caio, 1);
  expect_holds(trace, Property::causal_delivery);
}

TEST_F(CausalDelivery, IsViolatedWhenAPredecessorComesAfter) {
  trace.deliver(ana, caio, 1);
  const std::uint64_t early = trace.last();
  trace.deliver(ana, bia, 1);
  expect_violated(trace, Property::causal_delivery, "bia#1 happened before caio#1, yet ana delivered caio#1 first",
                  {early, trace.last()});
}

TEST_F(CausalDelivery, IsViolatedWhenOneOriginsInterestsAreSwapped) {
  trace.durable_interest(bia, 2, clock_of({{bia, 2}}));
  trace.deliver(ana, bia, 2);
  trace.deliver(ana, bia, 1);
  EXPECT_FALSE(trace.verdict(Property::causal_delivery).holds);
}

TEST_F(CausalDelivery, AllowsDeliveryAnewAfterACrashTookTheFirstBack) {
  trace.deliver(ana, bia, 1);
  trace.deliver(ana, caio, 1);
  trace.crash(ana, 0);
  trace.recover(ana);
  trace.deliver(ana, bia, 1);
  trace.deliver(ana, caio, 1);
  expect_holds(trace, Property::causal_delivery);
}

TEST_F(CausalDelivery, RemembersWhatTheLastRecordsFrontierCovers) {
  trace.deliver(ana, caio, 1);
  trace.record(ana, FrontierMarked{}, clock_of({{caio, 1}}));
  trace.deliver(ana, davi, 1);
  trace.crash(ana, 1);
  trace.recover(ana);
  trace.deliver(ana, davi, 1);
  EXPECT_TRUE(trace.verdict(Property::causal_delivery).holds);
  trace.deliver(ana, bia, 1);
  EXPECT_FALSE(trace.verdict(Property::causal_delivery).holds);
}

TEST_F(CausalDelivery, SeesAnOwnDeliveryThatComesBeforeItsRecordInTheStep) {
  trace.deliver(caio, caio, 2);
  trace.durable_interest(caio, 2, clock_of({{bia, 1}, {caio, 2}}));
  trace.deliver(caio, caio, 1);
  EXPECT_FALSE(trace.verdict(Property::causal_delivery).holds);
}

TEST_F(GrantOrder, HoldsInTheOrderOfHappensBefore) {
  trace.send(ana, davi, TraceBuilder::grant_to(davi, 1));
  trace.send(ana, bia, TraceBuilder::grant_to(bia, 1));
  trace.send(ana, caio, TraceBuilder::grant_to(caio, 1));
  trace.send(ana, bia, TraceBuilder::grant_to(bia, 1));  // sent again
  expect_holds(trace, Property::grant_order);
}

TEST_F(GrantOrder, HoldsWhenTheEarlierIsNeverGranted) {
  trace.send(ana, caio, TraceBuilder::grant_to(caio, 1));
  expect_holds(trace, Property::grant_order);
}

TEST_F(GrantOrder, IsViolatedWhenTheLaterIsGrantedFirst) {
  trace.send(ana, caio, TraceBuilder::grant_to(caio, 1));
  const std::uint64_t early = trace.last();
  trace.send(ana, bia, TraceBuilder::grant_to(bia, 1));
  expect_violated(trace, Property::grant_order, "bia#1 happened before caio#1, yet caio#1 was granted first",
                  {early, trace.last()});
}

TEST_F(GrantOrder, TreatsProductsAsIndependent) {
  trace.durable_interest(caio, 2, clock_of({{bia, 1}, {caio, 2}}), lamp);
  trace.send(ana, caio, TraceBuilder::grant_to(caio, 2, lamp));
  trace.send(ana, bia, TraceBuilder::grant_to(bia, 1));
  expect_holds(trace, Property::grant_order);
}

TEST_F(GrantOrder, CountsAGrantWhenItHasDeparted) {
  const std::uint64_t grant = trace.held_back(ana, caio, TraceBuilder::grant_to(caio, 1));
  trace.crash(ana, 0);  // took it back
  trace.recover(ana);
  trace.send(ana, bia, TraceBuilder::grant_to(bia, 1));
  const std::uint64_t again = trace.held_back(ana, caio, TraceBuilder::grant_to(caio, 1));
  trace.depart(again);
  EXPECT_NE(grant, again);
  expect_holds(trace, Property::grant_order);
  EXPECT_EQ(trace.verdict(Property::grant_order).checked, 2U);
}

TEST_F(GrantOrder, IsViolatedWhenTheLaterCommitIsAcceptedFirst) {
  trace.register_product(umbrella, 9);
  trace.durably_decide(umbrella, {sold(2)}, 8, FencingToken{1, 1}, InterestId{caio, 1});
  const std::uint64_t early = trace.last() - 1;
  trace.durably_decide(umbrella, {sold(1)}, 7, FencingToken{1, 2}, InterestId{bia, 1});
  expect_violated(trace, Property::grant_order, "bia#1 happened before caio#1, yet caio#1 was committed first",
                  {early, trace.last() - 1});
}

TEST_F(BoundedBypass, HoldsWhenEachOtherPassesOnce) {
  trace.deliver(ana, bia, 1);
  trace.deliver(ana, davi, 1);
  trace.deliver(ana, caio, 1);
  trace.send(ana, davi, TraceBuilder::grant_to(davi, 1));
  trace.send(ana, caio, TraceBuilder::grant_to(caio, 1));
  trace.send(ana, bia, TraceBuilder::grant_to(bia, 1));
  expect_holds(trace, Property::bounded_bypass);
  EXPECT_EQ(trace.count(Situation::contended_grant), 2U);
}

TEST_F(BoundedBypass, IsViolatedWhenOneMarketplacePassesTwice) {
  trace.durable_interest(davi, 2, clock_of({{davi, 2}}));
  trace.deliver(ana, bia, 1);
  const std::uint64_t since = trace.last();
  trace.deliver(ana, davi, 1);
  trace.send(ana, davi, TraceBuilder::grant_to(davi, 1));
  trace.deliver(ana, davi, 2);
  trace.send(ana, davi, TraceBuilder::grant_to(davi, 2));
  expect_violated(trace, Property::bounded_bypass,
                  "bia#1 waits for ana/1 while a second later interest of davi, davi#2, is granted",
                  {since, trace.last()});
}

TEST_F(BoundedBypass, DoesNotCountThoseDeliveredEarlier) {
  trace.durable_interest(davi, 2, clock_of({{davi, 2}}));
  trace.deliver(ana, davi, 1);
  trace.deliver(ana, davi, 2);
  trace.deliver(ana, bia, 1);
  trace.send(ana, davi, TraceBuilder::grant_to(davi, 1));
  trace.send(ana, davi, TraceBuilder::grant_to(davi, 2));
  expect_holds(trace, Property::bounded_bypass);
}

TEST_F(BoundedBypass, StopsAtTheLastWordAndAtTheOwnersCrash) {
  trace.durable_interest(davi, 2, clock_of({{davi, 2}}));
  trace.deliver(ana, bia, 1);
  trace.deliver(ana, caio, 1);
  trace.deliver(ana, davi, 1);
  trace.send(ana, davi, TraceBuilder::grant_to(davi, 1));
  trace.send(ana, bia, TraceBuilder::last_word(bia, 1, true));
  trace.restart(ana);
  trace.deliver(ana, davi, 2);
  trace.send(ana, davi, TraceBuilder::grant_to(davi, 2));
  expect_holds(trace, Property::bounded_bypass);
}

/// bia#1 waits at ana, whose disk stalls: what she grants meanwhile leaves later, or never.
class BypassAtAStalledDisk : public BoundedBypass {
 protected:
  BypassAtAStalledDisk() {
    trace.durable_interest(davi, 2, clock_of({{davi, 2}}));
    trace.deliver(ana, bia, 1);
    since = trace.last();
    trace.deliver(ana, davi, 1);
    first = trace.held_back(ana, davi, TraceBuilder::grant_to(davi, 1));
    trace.held_back(ana, davi, TraceBuilder::last_word(davi, 1, true));
    trace.deliver(ana, davi, 2);
  }
  std::uint64_t since = 0;
  std::uint64_t first = 0;
};

TEST_F(BypassAtAStalledDisk, DoesNotCountAGrantWhoseInterestIsClosedWhenItLeaves) {
  const std::uint64_t second = trace.held_back(ana, davi, TraceBuilder::grant_to(davi, 2));
  trace.depart(first);
  trace.depart(second);
  trace.send(ana, bia, TraceBuilder::grant_to(bia, 1));
  expect_holds(trace, Property::bounded_bypass);
  EXPECT_EQ(trace.verdict(Property::bounded_bypass).summary, "3 queued, 1 passed by another");
}

TEST_F(BypassAtAStalledDisk, IsViolatedByTheSecondGrantThatLeaves) {
  trace.durable_interest(davi, 3, clock_of({{davi, 3}}));
  trace.deliver(ana, davi, 3);
  const std::uint64_t second = trace.held_back(ana, davi, TraceBuilder::grant_to(davi, 2));
  const std::uint64_t third = trace.held_back(ana, davi, TraceBuilder::grant_to(davi, 3));
  EXPECT_TRUE(trace.verdict(Property::bounded_bypass).holds) << "none has left";
  trace.depart(second);
  EXPECT_TRUE(trace.verdict(Property::bounded_bypass).holds);
  trace.depart(third);
  expect_violated(trace, Property::bounded_bypass,
                  "bia#1 waits for ana/1 while a second later interest of davi, davi#3, is granted",
                  {since, trace.last()});
}

TEST_F(BypassAtAStalledDisk, ForgetsWhatACrashTakesBack) {
  trace.held_back(ana, davi, TraceBuilder::grant_to(davi, 2));
  trace.restart(ana);
  trace.deliver(ana, bia, 1);
  trace.deliver(ana, davi, 2);
  trace.send(ana, davi, TraceBuilder::grant_to(davi, 2));
  expect_holds(trace, Property::bounded_bypass);
}

}  // namespace
}  // namespace feira::check
