// at-most-once, atomic and durable.

#include "tests/sim/check/trace_builder.hpp"

namespace feira::check {
namespace {

TEST(AtMostOnce, HoldsWhenARetryGetsTheFirstAnswer) {
  TraceBuilder trace;
  trace.register_product(umbrella, 9);
  trace.durably_decide(umbrella, {sold(1)}, 8);
  trace.told(bia, sold(1));
  trace.told(caio, sold(1));
  expect_holds(trace, Property::at_most_once);
}

TEST(AtMostOnce, TreatsTheSameKeyForAnotherProductAsAnotherPurchase) {
  TraceBuilder trace;
  trace.register_product(umbrella, 9);
  trace.register_product(lamp, 9);
  trace.durably_decide(umbrella, {sold(1)}, 8);
  trace.durably_decide(lamp, {sold(1)}, 8);
  expect_holds(trace, Property::at_most_once);
}

TEST(AtMostOnce, IsViolatedByASecondDecisionEvenAnEqualOne) {
  TraceBuilder trace;
  trace.register_product(umbrella, 9);
  trace.decide(umbrella, {refused(1)}, 9);
  const std::uint64_t decided = trace.last();
  trace.decide(umbrella, {refused(1)}, 9);
  const std::uint64_t broke = trace.last();
  trace.durable(ana);
  expect_violated(trace, Property::at_most_once,
                  "purchase 7.1 of umbrella was decided twice: refused: sold out, then refused: sold out",
                  {decided, broke});
}

TEST(AtMostOnce, AllowsADecisionAnewAfterACrashTookTheFirstBack) {
  TraceBuilder trace;
  trace.register_product(umbrella, 9);
  trace.decide(umbrella, {sold(1)}, 8);
  trace.crash(ana, 1);
  trace.durably_decide(umbrella, {refused(1)}, 9);
  expect_holds(trace, Property::at_most_once);
}

TEST(AtMostOnce, IsViolatedWhenAnswersDiffer) {
  TraceBuilder trace;
  trace.register_product(umbrella, 9);
  trace.durably_decide(umbrella, {sold(1)}, 8);
  trace.told(bia, sold(1));
  const std::uint64_t told = trace.last();
  trace.told(caio, refused(1, Outcome::refused_cancelled));
  expect_violated(trace, Property::at_most_once, "purchase 7.1 of umbrella was answered sold, later refused: cancelled",
                  {told, trace.last()});
}

TEST(AtMostOnce, IsViolatedWhenAnswersDifferInQuantity) {
  TraceBuilder trace;
  trace.register_product(umbrella, 9);
  trace.durably_decide(umbrella, {sold(1)}, 8);
  trace.told(bia, sold(1));
  trace.told(bia, sold(1, 2));
  EXPECT_FALSE(trace.verdict(Property::at_most_once).holds);
}

TEST(Atomic, HoldsWhenSalesAreDurableBeforeTheyAreTold) {
  TraceBuilder trace;
  trace.register_product(umbrella, 9);
  trace.durably_decide(umbrella, {sold(1), refused(2)}, 8);
  trace.told(bia, sold(1));
  trace.told(bia, refused(2));
  expect_holds(trace, Property::atomic);
}

TEST(Atomic, IsViolatedWhenASaleIsToldBeforeItIsDurable) {
  TraceBuilder trace;
  trace.register_product(umbrella, 9);
  trace.decide(umbrella, {sold(1)}, 8);
  const std::uint64_t decided = trace.last();
  trace.told(bia, sold(1));
  const std::uint64_t told = trace.last();
  trace.durable(ana);
  expect_violated(trace, Property::atomic,
                  "purchase 7.1 of umbrella was answered sold without a durable sale at the owner", {decided, told});
}

TEST(Atomic, IsViolatedWhenABuyerIsToldRefusedThoughItIsSold) {
  TraceBuilder trace;
  trace.register_product(umbrella, 9);
  trace.durably_decide(umbrella, {sold(1)}, 8);
  trace.told(bia, refused(1));
  EXPECT_FALSE(trace.verdict(Property::atomic).holds);
}

TEST(Atomic, IsViolatedWhenARefusedPurchaseIsSoldLater) {
  TraceBuilder trace;
  trace.register_product(umbrella, 9);
  trace.durably_decide(umbrella, {refused(1)}, 9);
  trace.told(bia, refused(1));
  const std::uint64_t told = trace.last();
  trace.decide(umbrella, {sold(1)}, 8);
  const std::uint64_t decided = trace.last();
  trace.durable(ana);
  expect_violated(trace, Property::atomic,
                  "purchase 7.1 of umbrella was sold after its buyer had been told refused: sold out", {told, decided});
}

TEST(Atomic, IsViolatedWhenTheDecisionIsOnAnotherQuantity) {
  TraceBuilder trace;
  trace.register_product(umbrella, 9);
  trace.durably_decide(umbrella, {sold(1, 1)}, 8);
  Invocation three;
  three.product = umbrella;
  three.purchase = purchase(1, 3);
  const std::uint64_t request = trace.ask(bia, three);
  const std::uint64_t asked = trace.last();
  trace.answer(bia, request, feira::Answered{sold(1, 1)});
  expect_violated(trace, Property::atomic,
                  "purchase 7.1 of umbrella was asked for with 3 pieces and answered with the decision on 1",
                  {asked, trace.last()});
}

TEST(Atomic, HoldsWhenACancellingIsAnsweredWithASale) {
  TraceBuilder trace;
  trace.register_product(umbrella, 9);
  trace.durably_decide(umbrella, {sold(1, 3)}, 6);
  Invocation cancel;
  cancel.kind = InvocationKind::cancel;
  cancel.product = umbrella;
  cancel.purchase.key = key(1);
  trace.answer(bia, trace.ask(bia, cancel), feira::Answered{sold(1, 3)});
  expect_holds(trace, Property::atomic);
}

TEST(Durable, HoldsWhenWhatWasToldSurvives) {
  TraceBuilder trace;
  trace.register_product(umbrella, 9);
  trace.durably_decide(umbrella, {sold(1)}, 8);
  trace.pass(ana, bia, TraceBuilder::last_word(bia, 1, false, {sold(1)}));
  trace.decide(umbrella, {sold(2)}, 7);
  trace.crash(ana, 2);
  expect_holds(trace, Property::durable);
}

TEST(Durable, HoldsWhenALastWordWasHeldBackAndWentWithTheCrash) {
  TraceBuilder trace;
  trace.register_product(umbrella, 9);
  trace.decide(umbrella, {sold(1)}, 8);
  trace.held_back(ana, bia, TraceBuilder::last_word(bia, 1, false, {sold(1)}));
  trace.crash(ana, 1);
  trace.durably_decide(umbrella, {sold(1)}, 8);
  trace.told(bia, sold(1));
  expect_holds(trace, Property::durable);
}

TEST(Durable, IsViolatedWhenALastWordLeftBeforeItsRecordWasDurable) {
  TraceBuilder trace;
  trace.register_product(umbrella, 9);
  trace.decide(umbrella, {sold(1)}, 8);
  const std::uint64_t decided = trace.last();
  const std::uint64_t word = trace.held_back(ana, bia, TraceBuilder::last_word(bia, 1, false, {sold(1)}));
  trace.depart(word);
  const std::uint64_t told = trace.last();
  trace.crash(ana, 1);
  expect_violated(trace, Property::durable,
                  "the decision on purchase 7.1 of umbrella was told and then lost in a crash of ana",
                  {decided, told, trace.last()});
}

TEST(Durable, HoldsWhenWhatLeftShowsOnlyWhatSurvives) {
  TraceBuilder trace;
  trace.durable_interest(bia, 1, clock_of({{bia, 1}}));
  trace.send(bia, ana);
  trace.interest(bia, 2, clock_of({{bia, 2}}));
  trace.held_back(bia, ana);
  trace.send(bia, bia);  // to itself: nobody else sees it
  trace.crash(bia, 1);
  EXPECT_TRUE(trace.verdict(Property::durable).holds);
}

TEST(Durable, IsViolatedWhenAMessageShowsACountThatIsLost) {
  TraceBuilder trace;
  trace.durable_interest(bia, 1, clock_of({{bia, 1}}));
  const std::uint64_t made = trace.interest(bia, 2, clock_of({{bia, 2}}));
  trace.send(bia, ana);
  const std::uint64_t left = trace.last();
  trace.crash(bia, 1);
  expect_violated(trace, Property::durable, "bia let out what shows its record 2, and lost that record in a crash",
                  {made, left, trace.last()});
}

TEST(Durable, HoldsWhenWhatWasShownTooEarlySurvivesAllTheSame) {
  TraceBuilder trace;
  trace.interest(bia, 1, clock_of({{bia, 1}}));
  trace.send(bia, ana);
  trace.crash(bia, 1);
  EXPECT_TRUE(trace.verdict(Property::durable).holds);
}

TEST(Durable, HoldsWhenAnInterestIsToldEndedAndTheNextOneIsGranted) {
  TraceBuilder trace;
  trace.durable_interest(bia, 1, clock_of({{bia, 1}}));
  trace.durable_interest(bia, 2, clock_of({{bia, 2}}));
  trace.send(ana, bia, TraceBuilder::grant_to(bia, 1));
  trace.send(ana, bia, TraceBuilder::last_word(bia, 1, true));
  trace.send(ana, bia, TraceBuilder::grant_to(bia, 2, umbrella, {1, 2}));
  EXPECT_TRUE(trace.verdict(Property::durable).holds);
}

TEST(Durable, HoldsWhenTheWordThatAnInterestHasEndedWentWithTheCrash) {
  TraceBuilder trace;
  trace.durable_interest(bia, 1, clock_of({{bia, 1}}));
  trace.held_back(ana, bia, TraceBuilder::last_word(bia, 1, true));
  trace.crash(ana, 0);
  trace.recover(ana);
  trace.send(ana, bia, TraceBuilder::grant_to(bia, 1, umbrella, {2, 1}));
  EXPECT_TRUE(trace.verdict(Property::durable).holds);
}

TEST(Durable, IsViolatedWhenAnInterestIsGrantedThatWasToldEnded) {
  TraceBuilder trace;
  trace.durable_interest(bia, 1, clock_of({{bia, 1}}));
  trace.send(ana, bia, TraceBuilder::last_word(bia, 1, true));
  const std::uint64_t told = trace.last();
  trace.restart(ana);
  trace.send(ana, bia, TraceBuilder::grant_to(bia, 1, umbrella, {2, 1}));
  expect_violated(trace, Property::durable, "bia#1 was granted ana/1 though it had been told ended",
                  {told, trace.last()});
}

TEST(Durable, CountsAWordThatWasHeldBackFromItsDeparture) {
  TraceBuilder trace;
  trace.durable_interest(bia, 1, clock_of({{bia, 1}}));
  const std::uint64_t word = trace.held_back(ana, bia, TraceBuilder::last_word(bia, 1, true));
  trace.depart(word);
  const std::uint64_t told = trace.last();
  trace.send(ana, bia, TraceBuilder::grant_to(bia, 1, umbrella, {1, 2}));
  expect_violated(trace, Property::durable, "bia#1 was granted ana/1 though it had been told ended",
                  {told, trace.last()});
}

TEST(Durable, IsViolatedWhenACancelAnswerIsLost) {
  TraceBuilder trace;
  trace.register_product(umbrella, 9);
  trace.decide(umbrella, {refused(1, Outcome::refused_cancelled)}, 9);
  trace.send(ana, bia, CancelAnswer{umbrella, refused(1, Outcome::refused_cancelled)});
  trace.crash(ana, 1);
  EXPECT_FALSE(trace.verdict(Property::durable).holds);
}

TEST(Durable, IsViolatedWhenAnAnswerWasNeverRecorded) {
  TraceBuilder trace;
  trace.register_product(umbrella, 9);
  trace.told(bia, refused(1));
  expect_violated(trace, Property::durable,
                  "a decision on purchase 7.1 of umbrella was told, but ana has no record of one", {trace.last()});
}

TEST(Durable, IsViolatedWhenAnAnsweredChangeIsLost) {
  TraceBuilder trace;
  trace.register_product(umbrella, 9);
  const std::uint64_t request = trace.ask_change(ana);
  trace.made_change(ChangeKind::restocked, umbrella, 1, 10);
  const std::uint64_t made = trace.last();
  const std::uint64_t told = trace.answer(ana, request, ChangeMade{umbrella, trace.version(ana)});
  trace.crash(ana, 1);
  expect_violated(trace, Property::durable, "a change of umbrella was told and then lost in a crash of ana",
                  {made, told, trace.last()});
}

TEST(Durable, IsViolatedWhenAnAnsweredChangeWasNeverMade) {
  TraceBuilder trace;
  trace.register_product(umbrella, 9);
  const std::uint64_t request = trace.ask_change(ana);
  trace.answer(ana, request, ChangeMade{umbrella, 2});
  EXPECT_FALSE(trace.verdict(Property::durable).holds);
}

}  // namespace
}  // namespace feira::check
