#include "sim/world/buyers.hpp"

#include <gtest/gtest.h>

#include <map>
#include <string>

namespace feira::sim {
namespace {

constexpr GlobalTime forever{seconds(1'000).ns};

scenario::BuyersSpec one_buyer_at(MarketplaceIndex at) {
  scenario::BuyersSpec group;
  group.at = {at};
  group.start = {};
  group.arrive.window = {};
  return group;
}

/// A street of three marketplaces, of which the first owns two products, and time that goes on to the next timer.
class Street final : public Desk {
 public:
  explicit Street(std::vector<scenario::BuyersSpec> groups, GlobalTime patient_from = forever)
      : scenario_(scenario_of(std::move(groups))),
        roster_(scenario_, chance::Chance(1)),
        buyers_(scenario_, roster_, patient_from, chance::Chance(1)) {
    buyers_.begin(*this);
  }

  /// Goes on to the next question, if one comes before `until`.
  std::optional<Question> next(GlobalTime until = forever) {
    while (!timers_.empty() && timers_.begin()->first <= until.ns) {
      now_ = {timers_.begin()->first};
      const BuyerTimer timer = timers_.begin()->second;
      timers_.erase(timers_.begin());
      if (std::optional<Question> question = buyers_.due(timer, now_, *this)) return question;
    }
    return std::nullopt;
  }

  void answer(const Question& question, Answer answer) {
    Reply reply;
    reply.request = question.request;
    reply.answer = std::move(answer);
    reply.clock.set({9}, question.request.value);
    buyers_.answered(asked_by_.at(question.request.value), question.hand, reply, now_, *this);
  }
  void sell(const Question& question) { answer(question, Answered{{question.purchase, Outcome::sold}}); }
  void crash(MarketplaceIndex at) { buyers_.connection_lost(at, now_, *this); }

  void close(MarketplaceIndex at, bool closed) { closed_[at] = closed; }
  void leave(MarketplaceIndex at) { gone_[at] = closed_[at] = true; }
  void pause(MarketplaceIndex at, std::optional<GlobalTime> until) { paused_[at] = until; }
  void show(Money price) { shown_ = price; }

  [[nodiscard]] GlobalTime now() const { return now_; }
  [[nodiscard]] const Buyers& buyers() const { return buyers_; }
  [[nodiscard]] const Roster& roster() const { return roster_; }

 private:
  static scenario::Scenario scenario_of(std::vector<scenario::BuyersSpec> groups) {
    scenario::Scenario scenario;
    scenario.marketplaces = {"ana", "bia", "caio"};
    scenario.products = {{"umbrella", 0, 10, {1'000, {}}, {}}, {"hat", 0, 10, {2'000, {}}, {}}};
    for (scenario::BuyersSpec& group : groups) {
      if (group.buy.products.empty()) group.buy.products = {0};
    }
    scenario.buyers = std::move(groups);
    return scenario;
  }

  [[nodiscard]] bool is_open(MarketplaceIndex at) const override { return !closed_[at]; }
  [[nodiscard]] bool is_gone(MarketplaceIndex at) const override { return gone_[at]; }
  [[nodiscard]] ProductId product(ProductIndex index) const override { return roster_.product(index); }
  [[nodiscard]] std::optional<GlobalTime> turn(MarketplaceIndex at, bool&) override { return paused_[at]; }
  [[nodiscard]] std::optional<Money> price(MarketplaceIndex, ProductId) const override { return shown_; }
  RequestId new_request(BuyerIndex buyer, Hand) override {
    asked_by_[++requests_] = buyer;
    return {requests_};
  }
  void set_timer(GlobalTime at, const BuyerTimer& timer) override { timers_.emplace(at.ns, timer); }

  scenario::Scenario scenario_;
  Roster roster_;
  bool gone_[3] = {};
  std::multimap<std::int64_t, BuyerTimer> timers_;
  std::map<std::uint64_t, BuyerIndex> asked_by_;
  std::uint64_t requests_ = 0;
  GlobalTime now_;
  bool closed_[3] = {};
  std::optional<GlobalTime> paused_[3];
  std::optional<Money> shown_;
  Buyers buyers_;
};

TEST(ABuyer, AsksOnceAndIsDoneWithADecision) {
  Street street({one_buyer_at(1)});
  const auto question = street.next();
  ASSERT_TRUE(question.has_value());
  EXPECT_EQ(question->at, 1U);
  EXPECT_EQ(question->product, street.roster().product(0));
  EXPECT_EQ(question->client, 1U);
  EXPECT_FALSE(question->may_give_up);
  EXPECT_EQ(question->token, nullptr);
  EXPECT_FALSE(street.buyers().done());
  street.sell(*question);
  EXPECT_TRUE(street.buyers().done());
  EXPECT_EQ(street.buyers().latencies().size(), 1U);
  EXPECT_FALSE(street.next().has_value());
}

TEST(ABuyer, OffersThePriceThatTheMarketplaceShows) {
  Street street({one_buyer_at(1)});
  street.show({1'234, {}});
  EXPECT_EQ(street.next()->purchase.price.minor, 1'234);
}

TEST(ABuyer, OffersTheScenariosPriceWhereTheProductIsUnknown) {
  Street street({one_buyer_at(1)});
  EXPECT_EQ(street.next()->purchase.price.minor, 1'000);
}

TEST(ABuyerWithACart, WantsAllThatIsInItWithOneKey) {
  scenario::BuyersSpec group = one_buyer_at(1);
  group.buy.products = {1, 0};
  group.buy.cart = true;
  group.arrive.shape = scenario::ArriveSpec::Shape::closed;
  group.arrive.times = 3;
  Street street({group});
  std::vector<Question> asked;
  while (const auto question = street.next()) {
    asked.push_back(*question);
    street.sell(*question);
  }
  ASSERT_EQ(asked.size(), 3U);
  EXPECT_EQ(asked[0].product, street.roster().product(1));
  EXPECT_EQ(asked[1].product, street.roster().product(0));
  EXPECT_EQ(asked[0].purchase.key, asked[1].purchase.key);
  EXPECT_EQ(asked[2].product, asked[0].product);
  EXPECT_NE(asked[2].purchase.key, asked[0].purchase.key);
}

TEST(ABuyerWithoutADecision, AsksAgainWithTheSameKeyAndPrice) {
  for (const Answer& undecided : {Answer(Pending{}), Answer(NotAccepted{})}) {
    Street street({one_buyer_at(1)});
    const auto first = street.next();
    street.show({77, {}});
    street.answer(*first, undecided);
    const auto again = street.next();
    ASSERT_TRUE(again.has_value());
    EXPECT_EQ(street.now().ns, milliseconds(500).ns);
    EXPECT_EQ(again->purchase, first->purchase);
    EXPECT_EQ(again->at, 1U);
    EXPECT_NE(again->request, first->request);
  }
}

TEST(ABuyerWhoseMarketplaceCrashes, AsksAgainAndIgnoresWhatComesTooLate) {
  Street street({one_buyer_at(1)});
  const auto first = street.next();
  street.crash(0);
  EXPECT_FALSE(street.next().has_value());
  street.crash(1);
  street.sell(*first);
  EXPECT_FALSE(street.buyers().done());
  EXPECT_EQ(street.next()->purchase, first->purchase);
}

TEST(ABuyerAtAClosedDoor, ComesBackUntilItOpens) {
  Street street({one_buyer_at(2)});
  street.close(2, true);
  EXPECT_FALSE(street.next({seconds(3).ns}).has_value());
  street.close(2, false);
  const auto question = street.next();
  ASSERT_TRUE(question.has_value());
  EXPECT_EQ(street.now().ns, milliseconds(3'500).ns);
  street.sell(*question);
  EXPECT_EQ(street.buyers().latencies().at(0), milliseconds(3'500));
}

TEST(ABuyerAtAPausedMarketplace, IsTakenWhenItGoesOn) {
  Street street({one_buyer_at(2)});
  street.pause(2, GlobalTime{seconds(2).ns});
  EXPECT_FALSE(street.next({seconds(2).ns - 1}).has_value());
  street.pause(2, std::nullopt);
  ASSERT_TRUE(street.next().has_value());
  EXPECT_EQ(street.now().ns, seconds(2).ns);
}

TEST(ABuyerThatGoesElsewhere, AsksAnotherMarketplaceEachTime) {
  scenario::BuyersSpec group = one_buyer_at(1);
  group.retry.elsewhere = true;
  Street street({group});
  MarketplaceIndex before = 1;
  std::map<MarketplaceIndex, int> visits;
  auto question = street.next();
  for (int i = 0; i < 60; ++i) {
    street.answer(*question, Pending{});
    question = street.next();
    ASSERT_TRUE(question.has_value());
    EXPECT_NE(question->at, before);
    before = question->at;
    ++visits[before];
  }
  EXPECT_EQ(visits.size(), 3U);
}

TEST(AnImpatientBuyer, EndsItsPatienceOnceAndOnlyWhileTheQuestionIsOpen) {
  scenario::BuyersSpec group = one_buyer_at(1);
  group.patience = milliseconds(100);
  Street street({group});
  const auto question = street.next();
  const auto ended = street.next();
  ASSERT_TRUE(ended.has_value());
  EXPECT_TRUE(ended->patience_ended);
  EXPECT_EQ(ended->request, question->request);
  EXPECT_EQ(street.now().ns, milliseconds(100).ns);
  street.answer(*ended, Pending{});
  const auto again = street.next();
  EXPECT_FALSE(again->patience_ended);
  street.sell(*again);
  EXPECT_FALSE(street.next().has_value());
}

TEST(AnImpatientBuyer, IsPatientOnceTheTimeOfFaultsIsOver) {
  scenario::BuyersSpec group = one_buyer_at(1);
  group.patience = milliseconds(100);
  Street street({group}, {milliseconds(50).ns});
  ASSERT_TRUE(street.next().has_value());
  EXPECT_FALSE(street.next().has_value());
}

TEST(ABuyerThatNeverRetries, GivesUpAndSaysSoBefore) {
  scenario::BuyersSpec group = one_buyer_at(1);
  group.retry.enabled = false;
  Street street({group});
  const auto question = street.next();
  EXPECT_TRUE(question->may_give_up);
  street.answer(*question, Pending{});
  EXPECT_TRUE(street.buyers().done());
  EXPECT_EQ(street.buyers().given_up(), 1U);
  EXPECT_TRUE(street.buyers().latencies().empty());
}

TEST(ABuyerWithLimitedRetries, AsksThatOftenAgain) {
  scenario::BuyersSpec group = one_buyer_at(1);
  group.retry.times_max = 3;
  Street street({group});
  int asked = 0;
  while (const auto question = street.next()) {
    ++asked;
    EXPECT_TRUE(question->may_give_up);
    street.answer(*question, Pending{});
  }
  EXPECT_EQ(asked, 4);
  EXPECT_TRUE(street.buyers().done());
}

TEST(AClosedLoop, MakesOnePurchaseAfterTheOtherEachWithItsKey) {
  scenario::BuyersSpec group = one_buyer_at(1);
  group.arrive.shape = scenario::ArriveSpec::Shape::closed;
  group.arrive.gap = {scenario::Spread::Shape::constant, milliseconds(200), {}};
  group.arrive.times = 3;
  Street street({group});
  for (std::uint64_t purchase = 1; purchase <= 3; ++purchase) {
    EXPECT_FALSE(street.buyers().done());
    const auto question = street.next();
    ASSERT_TRUE(question.has_value());
    EXPECT_EQ(street.now().ns, milliseconds(200).ns * static_cast<std::int64_t>(purchase));
    EXPECT_EQ(question->purchase.key.low, purchase);
    street.sell(*question);
  }
  EXPECT_TRUE(street.buyers().done());
  EXPECT_FALSE(street.next().has_value());
}

TEST(AnOpenLoop, BringsOneBuyerAfterTheOther) {
  scenario::BuyersSpec group = one_buyer_at(1);
  group.count = 4;
  group.start = seconds(1);
  group.arrive.shape = scenario::ArriveSpec::Shape::open;
  group.arrive.gap = {scenario::Spread::Shape::constant, milliseconds(10), {}};
  Street street({group});
  for (std::int64_t buyer = 1; buyer <= 4; ++buyer) {
    ASSERT_TRUE(street.next().has_value());
    EXPECT_EQ(street.now().ns, seconds(1).ns + buyer * milliseconds(10).ns);
  }
}

TEST(ABurst, BringsAllBuyersWithinItsWindow) {
  scenario::BuyersSpec group = one_buyer_at(1);
  group.count = 100;
  group.start = seconds(2);
  group.arrive.window = milliseconds(500);
  Street street({group});
  std::int64_t last = seconds(2).ns;
  for (int buyer = 0; buyer < 100; ++buyer) {
    ASSERT_TRUE(street.next().has_value());
    EXPECT_GE(street.now().ns, last);
    last = street.now().ns;
  }
  EXPECT_GT(last, seconds(2).ns + milliseconds(400).ns);
  EXPECT_LE(last, seconds(2).ns + milliseconds(500).ns);
}

TEST(AHotProduct, IsWantedByItsShare) {
  scenario::BuyersSpec group = one_buyer_at(1);
  group.count = 2'000;
  group.buy.products = {0};
  group.buy.hot = 1;
  group.buy.hot_share = {800'000};
  Street street({group});
  int hot = 0;
  while (const auto question = street.next()) hot += question->product == street.roster().product(1) ? 1 : 0;
  EXPECT_NEAR(hot, 1'600, 80);
}

TEST(Quantities, AreDrawnBetweenTheirEnds) {
  scenario::BuyersSpec group = one_buyer_at(1);
  group.count = 200;
  group.buy.quantity_min = 2;
  group.buy.quantity_max = 4;
  Street street({group});
  std::map<std::uint32_t, int> seen;
  while (const auto question = street.next()) ++seen[question->purchase.quantity];
  EXPECT_EQ(seen.size(), 3U);
  EXPECT_EQ(seen.begin()->first, 2U);
  EXPECT_EQ(seen.rbegin()->first, 4U);
}

TEST(ACancellingBuyer, AsksWithItsOtherHandAndIsDoneWhenBothHaveTheirAnswers) {
  scenario::BuyersSpec group = one_buyer_at(1);
  group.cancel = {1'000'000};
  group.cancel_after = {scenario::Spread::Shape::constant, milliseconds(20), {}};
  Street street({group});
  const auto buys = street.next();
  const auto cancels = street.next();
  ASSERT_TRUE(buys && cancels);
  EXPECT_EQ(street.now().ns, milliseconds(20).ns);
  EXPECT_EQ(cancels->hand, Hand::cancelling);
  EXPECT_EQ(cancels->purchase.key, buys->purchase.key);
  EXPECT_EQ(cancels->at, buys->at);
  EXPECT_NE(cancels->client, buys->client);
  street.answer(*cancels, Answered{{buys->purchase, Outcome::refused_cancelled}});
  EXPECT_FALSE(street.buyers().done());
  street.answer(*buys, Answered{{buys->purchase, Outcome::refused_cancelled}});
  EXPECT_TRUE(street.buyers().done());
  EXPECT_EQ(street.buyers().latencies().size(), 1U);
}

TEST(AMisusingBuyer, NamesAnotherQuantityOnARepeatAndGoesOn) {
  scenario::BuyersSpec group = one_buyer_at(1);
  group.misuse = {1'000'000};
  Street street({group});
  const auto first = street.next();
  street.answer(*first, Pending{});
  const auto repeat = street.next();
  EXPECT_EQ(repeat->purchase.quantity, first->purchase.quantity + 1);
  EXPECT_EQ(repeat->purchase.key, first->purchase.key);
  street.answer(*repeat, Misuse{});
  EXPECT_FALSE(street.buyers().done());
  EXPECT_TRUE(street.next().has_value());
}

TEST(AHonestBuyer, TakesMisuseForAFinalAnswer) {
  Street street({one_buyer_at(1)});
  street.answer(*street.next(), Misuse{});
  EXPECT_TRUE(street.buyers().done());
  EXPECT_TRUE(street.buyers().latencies().empty());
}

TEST(ATokenCarrier, HandsOnTheTokenOfItsLastAnswer) {
  scenario::BuyersSpec group = one_buyer_at(1);
  group.carry_token = true;
  Street street({group});
  const auto first = street.next();
  EXPECT_EQ(first->token, nullptr);
  EXPECT_EQ(first->token_from, RequestId{});
  street.answer(*first, Pending{});
  const auto second = street.next();
  ASSERT_NE(second->token, nullptr);
  EXPECT_EQ(second->token_from, first->request);
  EXPECT_EQ((*second->token)[{9}], first->request.value);
}

TEST(DrawsOfBuyers, AreNotMovedByOtherGroupsBehindThem) {
  scenario::BuyersSpec group = one_buyer_at(1);
  group.count = 30;
  group.at = {};
  group.arrive.window = seconds(1);
  group.buy.products = {0, 1};
  group.buy.quantity_max = 5;
  scenario::BuyersSpec later = group;
  later.start = seconds(100);
  Street alone({group});
  Street together({group, later});
  for (int i = 0; i < 30; ++i) {
    const auto a = alone.next();
    const auto b = together.next();
    ASSERT_TRUE(a && b);
    EXPECT_EQ(alone.now(), together.now());
    EXPECT_EQ(a->at, b->at);
    EXPECT_EQ(a->product, b->product);
    EXPECT_EQ(a->purchase, b->purchase);
  }
}

}  // namespace
}  // namespace feira::sim
