// repair: nothing is voided that a member keeps and could be asked for.
#include "tests/sim/check/trace_builder.hpp"

namespace feira::check {
namespace {

InterestsWanted wanted(MarketplaceId origin, Count number) { return {origin, {{number, number}}}; }
InterestTold copy_of(MarketplaceId origin, Count number) {
  return {Interest{{origin, number}, umbrella, clock_of({{origin, number}}), {}, false}};
}
Voided voids(MarketplaceId origin, Count number) { return {origin, {number, number}}; }

/// davi has made an interest that bia has never seen; times in milliseconds, the void timeout is 2 s.
class LostInterest : public testing::Test {
 protected:
  LostInterest() { trace.durable_interest(davi, 1, clock_of({{davi, 1}})); }

  /// bia asks everybody for it three times in three seconds.
  void bia_asks_in_vain() {
    for (const std::int64_t at : {1000, 2000, 3000}) {
      trace.at(at);
      trace.broadcast(bia, wanted(davi, 1));
    }
    trace.at(3500);
  }
  void bia_voids() {
    trace.record(bia, voids(davi, 1));
    trace.durable(bia);
  }

  TraceBuilder trace;
};

TEST_F(LostInterest, MayBeVoidedWhenNobodyCouldBeAsked) {
  bia_asks_in_vain();
  bia_voids();
  expect_holds(trace, Property::repair);
  EXPECT_EQ(trace.verdict(Property::repair).summary, "1 interest voided, 0 questions for interests taken");
}

TEST_F(LostInterest, MayBeVoidedWhenTheAnswerWasLost) {
  bia_asks_in_vain();
  const std::uint64_t question = trace.broadcast(bia, wanted(davi, 1));
  trace.receive(davi, question, true);
  const std::uint64_t answer = trace.send(davi, bia, copy_of(davi, 1));
  trace.drop(bia, answer);
  bia_voids();
  expect_holds(trace, Property::repair);
}

TEST_F(LostInterest, MustNotBeVoidedWhenItsOriginTookTheQuestionAndSaidNothing) {
  const std::uint64_t made = 1;
  bia_asks_in_vain();
  const std::uint64_t question = trace.broadcast(bia, wanted(davi, 1));
  trace.receive(davi, question, true);
  const std::uint64_t taken = trace.last();
  trace.receive(davi, trace.send(ana, davi), true);
  trace.record(bia, voids(davi, 1));
  const std::uint64_t voided = trace.last();
  trace.durable(bia);
  expect_violated(trace, Property::repair, "bia voided davi#1, which davi kept and did not supply when asked",
                  {made, taken, voided});
}

TEST_F(LostInterest, MustNotBeVoidedWhenSomebodyWhoDeliveredItSaidNothing) {
  trace.pass(davi, caio, copy_of(davi, 1));
  trace.deliver(caio, davi, 1);
  bia_asks_in_vain();
  trace.receive(caio, trace.broadcast(bia, wanted(davi, 1)), true);
  trace.receive(caio, trace.send(ana, caio), true);
  bia_voids();
  EXPECT_FALSE(trace.verdict(Property::repair).holds);
}

TEST_F(LostInterest, MayBeVoidedWhenWhoDeliveredItHasForgottenItInACrash) {
  trace.pass(davi, caio, copy_of(davi, 1));
  trace.deliver(caio, davi, 1);
  trace.restart(caio);
  bia_asks_in_vain();
  trace.receive(caio, trace.broadcast(bia, wanted(davi, 1)), true);
  trace.receive(caio, trace.send(ana, caio), true);
  bia_voids();
  expect_holds(trace, Property::repair);
}

TEST_F(LostInterest, MustNotBeVoidedByWhoeverReceivedIt) {
  trace.pass(davi, bia, copy_of(davi, 1));
  bia_asks_in_vain();
  bia_voids();
  EXPECT_EQ(trace.verdict(Property::repair).violation->sentence, "bia voided davi#1, which it had received");
}

TEST_F(LostInterest, MayBeVoidedWhenACrashForgotThatItWasReceived) {
  trace.pass(davi, bia, copy_of(davi, 1));
  trace.restart(bia);
  bia_asks_in_vain();
  bia_voids();
  expect_holds(trace, Property::repair);
}

TEST_F(LostInterest, MayBeVoidedByANewcomerThatSawItBeforeItJoined) {
  trace.pass(davi, bia, copy_of(davi, 1));
  trace.record(bia, Joined{});
  bia_asks_in_vain();
  bia_voids();
  expect_holds(trace, Property::repair);
}

TEST_F(LostInterest, MustNotBeVoidedOnTheQuestionsOfALifeThatIsOver) {
  bia_asks_in_vain();
  trace.record(bia, Started{{2}});  // its clock went back
  bia_voids();
  EXPECT_FALSE(trace.verdict(Property::repair).holds);
}

TEST_F(LostInterest, MustNotBeVoidedAfterTwoRounds) {
  for (const std::int64_t at : {1000, 3000}) {
    trace.at(at);
    trace.broadcast(bia, wanted(davi, 1));
  }
  trace.at(3500);
  bia_voids();
  EXPECT_EQ(trace.verdict(Property::repair).violation->sentence,
            "bia voided davi#1 after asking everybody for it in 2 rounds, not three");
}

TEST_F(LostInterest, MustNotBeVoidedBeforeTheVoidTimeout) {
  for (const std::int64_t at : {1000, 1300, 1600}) {
    trace.at(at);
    trace.broadcast(bia, wanted(davi, 1));
  }
  trace.at(2900);
  bia_voids();
  EXPECT_EQ(trace.verdict(Property::repair).violation->sentence,
            "bia voided davi#1 before everybody had been asked for it all through the void timeout");
}

TEST_F(LostInterest, AQuestionToItsOriginAloneIsNoRound) {
  for (const std::int64_t at : {1000, 2000, 3000}) {
    trace.at(at);
    trace.send(bia, davi, wanted(davi, 1));
  }
  trace.at(3500);
  bia_voids();
  EXPECT_FALSE(trace.verdict(Property::repair).holds);
}

TEST_F(LostInterest, AVoidThatACrashTookBackDidNotHappen) {
  const RecordNumber voided = trace.record(bia, voids(davi, 1));
  trace.crash(bia, voided - 1);
  EXPECT_TRUE(trace.verdict(Property::repair).holds);
}

TEST_F(LostInterest, SettledAnswersAQuestionToo) {
  bia_asks_in_vain();
  trace.receive(davi, trace.broadcast(bia, wanted(davi, 1)), true);
  trace.drop(bia, trace.send(davi, bia, Settled{{{1, 1}}}));
  trace.receive(davi, trace.send(ana, davi), true);
  bia_voids();
  expect_holds(trace, Property::repair);
}

}  // namespace
}  // namespace feira::check
