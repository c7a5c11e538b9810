#include "tests/sim/check/trace_builder.hpp"

namespace feira::check {
namespace {

TEST(Answered, HoldsWhenEverybodyHasADecision) {
  TraceBuilder trace;
  trace.register_product(umbrella, 9);
  trace.durably_decide(umbrella, {sold(1)}, 8);
  trace.told(bia, sold(1));
  trace.answer(bia, trace.buy(bia, 2), NotAccepted{});
  trace.answer(bia, trace.buy(bia, 1), Misuse{});
  trace.answer(ana, trace.ask_change(ana), ChangeRefused{});
  trace.calm();
  trace.finish();
  expect_holds(trace, Property::answered);
}

TEST(Answered, IsViolatedByAQuestionWithoutAnswer) {
  TraceBuilder trace;
  trace.register_product(umbrella, 9);
  trace.calm();
  trace.buy(bia, 1);
  const std::uint64_t asked = trace.last();
  trace.finish();
  expect_violated(trace, Property::answered,
                  "purchase 7.1 of umbrella, asked at bia, had no decision 60.0 s after the last fault", {asked});
}

TEST(Answered, IsViolatedByPendingAlone) {
  TraceBuilder trace;
  trace.calm();
  trace.answer(bia, trace.buy(bia, 1), Pending{});
  trace.finish();
  EXPECT_FALSE(trace.verdict(Property::answered).holds);
}

TEST(Answered, IsViolatedByAChangeWithoutAnswer) {
  TraceBuilder trace;
  trace.calm();
  trace.ask_change(ana);
  trace.finish();
  EXPECT_FALSE(trace.verdict(Property::answered).holds);
}

TEST(Answered, AcceptsTheAnswerToALaterQuestionAboutTheSamePurchase) {
  TraceBuilder trace;
  trace.register_product(umbrella, 9);
  trace.durably_decide(umbrella, {sold(1)}, 8);
  trace.buy(bia, 1);
  trace.told(caio, sold(1));
  trace.calm();
  trace.finish();
  expect_holds(trace, Property::answered);
}

TEST(Answered, DoesNotAcceptTheAnswerToAnEarlierQuestion) {
  TraceBuilder trace;
  trace.register_product(umbrella, 9);
  trace.durably_decide(umbrella, {sold(1)}, 8);
  trace.told(caio, sold(1));
  trace.buy(bia, 1);
  trace.calm();
  trace.finish();
  EXPECT_FALSE(trace.verdict(Property::answered).holds);
}

TEST(Answered, ExcusesThoseWhoGaveUpAndMarketplacesThatAreDown) {
  TraceBuilder trace;
  trace.buy(bia, 1, true);
  trace.buy(caio, 2);
  trace.ask_change(davi, lamp);
  trace.crash(davi, 0);
  trace.recover(davi);
  trace.calm();
  trace.finish({}, {caio});
  expect_holds(trace, Property::answered);
  EXPECT_EQ(trace.verdict(Property::answered).summary, "3 questions, 3 excused");
}

/// ana is down for good; the lamp is hers, and davi sells a hat of his own.
class OneDownForGood : public ::testing::Test {
 protected:
  void ask(MarketplaceId where, std::uint64_t number, ProductId product) {
    Invocation invocation;
    invocation.product = product;
    invocation.purchase = purchase(number);
    trace.ask(where, invocation);
  }
  void finish() {
    trace.crash(ana, 0);
    trace.calm();
    trace.finish({}, {ana}, {ana});
  }
  static constexpr ProductId hat{davi, 1};
  TraceBuilder trace;
};

TEST_F(OneDownForGood, ExcusesWhatIsAskedAtItOrAboutItsProductsAndSaysByWhichRule) {
  ask(ana, 1, hat);
  ask(bia, 2, lamp);
  finish();
  expect_holds(trace, Property::answered);
  EXPECT_EQ(trace.verdict(Property::answered).summary, "2 questions, 2 excused, ana is down for good");
}

TEST_F(OneDownForGood, DoesNotExcuseAQuestionAtALiveMarketplaceForALiveOwner) {
  ask(bia, 1, lamp);
  ask(bia, 2, hat);
  const std::uint64_t asked = trace.last();
  finish();
  expect_violated(trace, Property::answered,
                  "purchase 7.2 of davi/1, asked at bia, had no decision 60.0 s after the last fault", {asked});
}

TEST_F(OneDownForGood, DoesNotExcuseTheReplicasOfThoseWhoAreUp) {
  trace.calm();
  trace.finish({{bia, davi}}, {ana}, {ana});
  EXPECT_FALSE(trace.verdict(Property::convergence).holds);
  EXPECT_EQ(trace.verdict(Property::convergence).summary, "9 replicas compared, ana is down for good");
}

TEST(Answered, IsNotJudgedBeforeCalm) {
  TraceBuilder trace;
  trace.buy(bia, 1);
  trace.finish();
  EXPECT_TRUE(trace.verdict(Property::answered).holds);
  EXPECT_EQ(trace.verdict(Property::answered).checked, 0U);
}

TEST(Convergence, HoldsWhenNoReplicaDiffers) {
  TraceBuilder trace;
  trace.calm();
  trace.finish();
  expect_holds(trace, Property::convergence);
}

TEST(Convergence, IsViolatedByAReplicaThatDiffers) {
  TraceBuilder trace;
  trace.calm();
  trace.finish({{bia, ana}});
  expect_violated(trace, Property::convergence,
                  "bia's replica still differed from ana's catalogue 60.0 s after the last fault", {trace.last()});
}

}  // namespace
}  // namespace feira::check
