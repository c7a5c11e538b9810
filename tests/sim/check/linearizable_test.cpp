#include "tests/sim/check/trace_builder.hpp"

namespace feira::check {
namespace {

constexpr Property property = Property::linearizable;

feira::Answered decided(const Decision& decision) { return {decision}; }

// An umbrella of ana's with so many pieces, registered before anybody asks.
TraceBuilder market(std::int64_t stock) {
  TraceBuilder trace;
  const auto registration = trace.ask_change(ana, RegisterProduct{"umbrella", "", {}, stock});
  trace.register_product(umbrella, stock);
  trace.answer(ana, registration, ChangeMade{umbrella, trace.version(ana)});
  return trace;
}

TEST(Linearizable, HoldsWhenTheLastPieceIsSoldOnceAndTheOtherBuyerIsRefused) {
  TraceBuilder trace = market(1);
  const auto first = trace.buy(bia, 1);
  const auto second = trace.buy(caio, 2);
  trace.durably_decide(umbrella, {sold(2), refused(1)}, 0);
  trace.answer(bia, first, decided(refused(1)));
  trace.answer(caio, second, decided(sold(2)));
  trace.finish();
  expect_holds(trace, property);
  EXPECT_EQ(trace.verdict(property).summary, "3 operations in order");
}

TEST(Linearizable, IsViolatedWhenMoreIsSoldThanThereIs) {
  TraceBuilder trace = market(1);
  const auto first = trace.buy(bia, 1);
  const auto second = trace.buy(caio, 2);
  const std::uint64_t second_asked = trace.last();
  trace.decide(umbrella, {sold(1), sold(2)}, -1);
  const std::uint64_t made = trace.last();
  trace.durable(ana);
  trace.answer(bia, first, decided(sold(1)));
  const std::uint64_t told = trace.answer(caio, second, decided(sold(2)));
  trace.finish();
  expect_violated(trace, property,
                  "purchase " + text(key(2)) +
                      " of umbrella, told sold, fits in no order of what clients asked and were told until then",
                  {second_asked, made, told});
}

TEST(Linearizable, IsViolatedWhenABuyerIsRefusedThoughThereIsEnough) {
  TraceBuilder trace = market(3);
  const auto request = trace.buy(bia, 1);
  trace.durably_decide(umbrella, {refused(1)}, 3);
  trace.answer(bia, request, decided(refused(1)));
  trace.finish();
  EXPECT_FALSE(trace.verdict(property).holds);
}

TEST(Linearizable, IsViolatedByAnAnswerFromAStaleReplica) {
  TraceBuilder trace = market(0);
  const auto restock = trace.ask_change(ana, Restock{umbrella, 5});
  trace.change(ChangeKind::restocked, umbrella, 5, 5);
  trace.answer(ana, restock, ChangeMade{umbrella, trace.version(ana)});
  // The owner never hears of this one.
  const auto request = trace.buy(bia, 1);
  trace.answer(bia, request, decided(refused(1)));
  trace.finish();
  EXPECT_FALSE(trace.verdict(property).holds);
}

TEST(Linearizable, HoldsWhenTheRestockIsStillUnderWay) {
  TraceBuilder trace = market(0);
  const auto restock = trace.ask_change(ana, Restock{umbrella, 5});
  const auto request = trace.buy(bia, 1);
  trace.durably_decide(umbrella, {refused(1)}, 0);
  trace.change(ChangeKind::restocked, umbrella, 5, 5);
  trace.answer(ana, restock, ChangeMade{umbrella, trace.version(ana)});
  trace.answer(bia, request, decided(refused(1)));
  trace.finish();
  expect_holds(trace, property);
}

TEST(Linearizable, TakesOneThatNobodyWasToldOfAsMaybeDecided) {
  TraceBuilder trace = market(1);
  trace.buy(bia, 1, /*may_give_up=*/true);
  const auto second = trace.buy(caio, 2);
  trace.durably_decide(umbrella, {sold(1)}, 0);
  trace.durably_decide(umbrella, {refused(2)}, 0);
  trace.answer(caio, second, decided(refused(2)));
  trace.finish();
  expect_holds(trace, property);
}

TEST(Linearizable, IsViolatedWhenAPurchaseDecidedTwiceLeavesNothingForAnother) {
  TraceBuilder trace = market(2);
  const auto first = trace.buy(bia, 1);
  trace.durably_decide(umbrella, {sold(1)}, 1);
  trace.answer(bia, first, decided(sold(1)));
  trace.durably_decide(umbrella, {sold(1)}, 0);
  const auto second = trace.buy(caio, 2);
  trace.durably_decide(umbrella, {refused(2)}, 0);
  trace.answer(caio, second, decided(refused(2)));
  trace.finish();
  EXPECT_FALSE(trace.verdict(property).holds);
}

TEST(Linearizable, IsViolatedWhenASaleThatWasToldIsLostAndThePieceSoldAgain) {
  for (const std::int64_t stock : {1, 2}) {
    TraceBuilder trace = market(stock);
    const auto first = trace.buy(bia, 1);
    trace.decide(umbrella, {sold(1)}, stock - 1);
    trace.answer(bia, first, decided(sold(1)));
    trace.crash(ana, 1);
    trace.recover(ana);
    const auto second = trace.buy(caio, 2);
    trace.durably_decide(umbrella, {sold(2)}, stock - 1);
    trace.answer(caio, second, decided(sold(2)));
    trace.finish();
    // With two pieces nobody can tell.
    EXPECT_EQ(trace.verdict(property).holds, stock == 2);
    EXPECT_EQ(trace.verdict(property).summary, "1 operation in order, 1 product searched");
  }
}

TEST(Linearizable, AnAnswerBeforeTheDecisionIsSearchedForAndMayBeRight) {
  TraceBuilder trace = market(2);
  const auto first = trace.buy(bia, 1);
  trace.answer(bia, first, decided(sold(1)));
  trace.durably_decide(umbrella, {sold(1)}, 1);
  trace.finish();
  EXPECT_TRUE(trace.verdict(property).holds);
  EXPECT_NE(trace.verdict(property).summary.find("1 product searched"), std::string::npos);
}

TEST(Linearizable, IsViolatedByTwoAnswersToOnePurchase) {
  TraceBuilder trace = market(2);
  const auto first = trace.buy(bia, 1);
  const std::uint64_t asked = trace.last();
  trace.durably_decide(umbrella, {sold(1)}, 1);
  const std::uint64_t told = trace.answer(bia, first, decided(sold(1)));
  const auto again = trace.buy(caio, 1);
  const std::uint64_t told_again = trace.answer(caio, again, decided(refused(1)));
  expect_violated(
      trace, property,
      "purchase " + text(key(1)) +
          " of umbrella was told sold and then refused: sold out: no order of all operations gives both answers",
      {asked, told, told_again});
}

TEST(Linearizable, RetriesOfOnePurchaseAreOneOperation) {
  TraceBuilder trace = market(1);
  const auto first = trace.buy(bia, 1);
  trace.answer(bia, first, Pending{});
  trace.durably_decide(umbrella, {sold(1)}, 0);
  const auto other = trace.buy(davi, 2);
  trace.durably_decide(umbrella, {refused(2)}, 0);
  trace.answer(davi, other, decided(refused(2)));
  // Asked for when nothing is left; it was asked for before.
  const auto again = trace.buy(caio, 1);
  trace.answer(caio, again, decided(sold(1)));
  trace.finish();
  expect_holds(trace, property);
}

TEST(Linearizable, RefusalsForOtherReasonsSayNothingOfTheStock) {
  for (const Outcome outcome : {Outcome::refused_cancelled, Outcome::refused_declined, Outcome::refused_invalid,
                                Outcome::refused_price_changed}) {
    TraceBuilder trace = market(1);
    const auto first = trace.buy(bia, 1);
    trace.durably_decide(umbrella, {refused(1, outcome)}, 1);
    trace.answer(bia, first, decided(refused(1, outcome)));
    trace.told(caio, refused(2, outcome));
    trace.finish();
    EXPECT_TRUE(trace.verdict(property).holds) << text(outcome);
    EXPECT_EQ(trace.verdict(property).summary, "1 operation in order");
  }
}

TEST(Linearizable, RemovedIsToldOnlyWhenThereIsNoProduct) {
  for (const bool removed : {true, false}) {
    TraceBuilder trace = market(1);
    if (removed) {
      const auto removal = trace.ask_change(ana, RemoveProduct{umbrella});
      trace.change(ChangeKind::removed, umbrella, 1, 0);
      trace.answer(ana, removal, ChangeMade{umbrella, trace.version(ana)});
    }
    const auto first = trace.buy(bia, 1);
    trace.durably_decide(umbrella, {refused(1, Outcome::refused_removed)}, 0);
    trace.answer(bia, first, decided(refused(1, Outcome::refused_removed)));
    trace.finish();
    EXPECT_EQ(trace.verdict(property).holds, removed);
  }
}

TEST(Linearizable, AnOwnerThatLeavesRemovesItsProducts) {
  for (const bool leaves : {true, false}) {
    TraceBuilder trace = market(1);
    if (leaves) trace.leave(ana);
    const auto first = trace.buy(bia, 1);
    trace.change(ChangeKind::removed, umbrella, 1, 0);
    trace.durably_decide(umbrella, {refused(1, Outcome::refused_removed)}, 0);
    trace.answer(bia, first, decided(refused(1, Outcome::refused_removed)));
    trace.finish();
    EXPECT_EQ(trace.verdict(property).holds, leaves);
    EXPECT_EQ(trace.verdict(property).summary,
              leaves ? "3 operations in order" : "3 operations in order, 1 product searched");
  }
}

TEST(Linearizable, IsViolatedWhenARemovedProductIsSold) {
  TraceBuilder trace = market(3);
  const auto removal = trace.ask_change(ana, RemoveProduct{umbrella});
  trace.change(ChangeKind::removed, umbrella, 3, 0);
  trace.answer(ana, removal, ChangeMade{umbrella, trace.version(ana)});
  const auto first = trace.buy(bia, 1);
  trace.durably_decide(umbrella, {sold(1)}, 0);
  trace.answer(bia, first, decided(sold(1)));
  trace.finish();
  EXPECT_FALSE(trace.verdict(property).holds);
}

TEST(Linearizable, AWithdrawalIsRefusedOnlyWhenThereIsTooLittle) {
  for (const bool bought : {true, false}) {
    TraceBuilder trace = market(3);
    const auto withdrawal = trace.ask_change(ana, Withdraw{umbrella, 3});
    if (bought) {
      const auto first = trace.buy(bia, 1);
      trace.durably_decide(umbrella, {sold(1)}, 2);
      trace.answer(bia, first, decided(sold(1)));
    }
    trace.answer(ana, withdrawal, ChangeRefused{ChangeRefusal::not_enough_stock});
    trace.finish();
    EXPECT_EQ(trace.verdict(property).holds, bought);
  }
}

TEST(Linearizable, AWithdrawalThatWasNotAnsweredMayHaveBeenMade) {
  TraceBuilder trace = market(3);
  trace.ask_change(ana, Withdraw{umbrella, 3});
  trace.change(ChangeKind::withdrawn, umbrella, 3, 0);
  trace.restart(ana);
  const auto first = trace.buy(bia, 1);
  trace.durably_decide(umbrella, {refused(1)}, 0);
  trace.answer(bia, first, decided(refused(1)));
  trace.finish();
  expect_holds(trace, property);
}

TEST(Linearizable, IsViolatedWhenStockGoesThatNobodyTookAway) {
  TraceBuilder trace = market(3);
  trace.change(ChangeKind::withdrawn, umbrella, 3, 0);
  const auto first = trace.buy(bia, 1);
  trace.durably_decide(umbrella, {refused(1)}, 0);
  trace.answer(bia, first, decided(refused(1)));
  trace.finish();
  EXPECT_FALSE(trace.verdict(property).holds);
}

TEST(Linearizable, IsViolatedWhenARestockIsAnsweredThatWasNotMade) {
  TraceBuilder trace = market(0);
  const auto restock = trace.ask_change(ana, Restock{umbrella, 5});
  trace.answer(ana, restock, ChangeMade{umbrella, 2});
  const auto first = trace.buy(bia, 1);
  trace.durably_decide(umbrella, {refused(1)}, 0);
  trace.answer(bia, first, decided(refused(1)));
  trace.finish();
  EXPECT_FALSE(trace.verdict(property).holds);
}

TEST(Linearizable, ProductsAreJudgedOneByOne) {
  TraceBuilder trace = market(1);
  trace.register_product(lamp, 0);
  Invocation invocation;
  invocation.product = lamp;
  invocation.purchase = purchase(1);
  const auto lamp_asked = trace.ask(bia, invocation);
  const auto umbrella_asked = trace.buy(bia, 1);
  trace.durably_decide(lamp, {refused(1)}, 0);
  trace.durably_decide(umbrella, {sold(1)}, 0);
  trace.answer(bia, lamp_asked, decided(refused(1)));
  trace.answer(bia, umbrella_asked, decided(sold(1)));
  trace.finish();
  expect_holds(trace, property);
}

TEST(Linearizable, ASearchThatIsGivenUpIsNoViolation) {
  TraceBuilder trace = market(1'000'000);
  // Which of these were decided nobody knows; a refusal needs some sum of them.
  for (std::uint32_t i = 0; i < 40; ++i) trace.buy_pieces(bia, 100 + i, 10'007 + 977 * i);
  const auto request = trace.buy(caio, 1);
  trace.answer(caio, request, decided(refused(1)));
  trace.finish();
  EXPECT_TRUE(trace.verdict(property).holds);
  EXPECT_EQ(trace.verdict(property).summary, "1 operation in order, 1 product searched, 1 of them given up");
}

}  // namespace
}  // namespace feira::check
