#include "node/driver/driver.hpp"

#include <gtest/gtest.h>

#include <atomic>

#include "tests/node/market.hpp"

namespace feira::node {
namespace {

Outcome outcome_of(const std::optional<Reply>& reply) {
  return std::get<Answered>(reply.value().answer).decision.outcome;
}

TEST(Driver, SellsAtTheOwnerAndRemembersTheKey) {
  Market market(1);
  const ProductId lamp = market.register_product(1, 1);
  EXPECT_EQ(outcome_of(market.buy(1, lamp, 7)), Outcome::sold);
  EXPECT_EQ(outcome_of(market.buy(1, lamp, 7)), Outcome::sold);
  EXPECT_EQ(outcome_of(market.buy(1, lamp, 8)), Outcome::refused_sold_out);
  EXPECT_FALSE(market.at(1).kept.gaps());
}

TEST(Driver, ReplicatesAndSellsThroughAnother) {
  Market market(3);
  const ProductId lamp = market.register_product(1, 2);
  ASSERT_TRUE(Market::soon([&] { return market.knows(3, lamp); }));
  EXPECT_EQ(outcome_of(market.buy(3, lamp, 1)), Outcome::sold);
  ASSERT_TRUE(Market::soon([&] { return market.knows(2, lamp); }));
  EXPECT_EQ(outcome_of(market.buy(2, lamp, 2)), Outcome::sold);
  EXPECT_EQ(outcome_of(market.buy(2, lamp, 3)), Outcome::refused_sold_out);
}

TEST(Driver, ManyWaitingInputsShareACommit) {
  Market market(1);
  const ProductId lamp = market.register_product(1, 1000);
  const std::size_t before = market.at(1).kept.commits();
  constexpr int buyers = 200;
  std::atomic<int> sold = 0;
  // Nothing is taken while a reader holds the core's thread, so all of them wait together.
  market.at(1).driver.read([&](const View&) {
    for (int i = 0; i < buyers; ++i) {
      const Purchase purchase{{2, static_cast<std::uint64_t>(i)}, 1, Market::price};
      market.at(1).driver.buy(lamp, purchase, {}, seconds(10), [&](const std::optional<Reply>& reply) {
        if (outcome_of(reply) == Outcome::sold) ++sold;
      });
    }
    return 0;
  });
  ASSERT_TRUE(Market::soon([&] { return sold == buyers; }));
  EXPECT_LE(market.at(1).kept.commits() - before, 8U);
}

TEST(Driver, ABuyerWhoRunsOutOfPatienceIsToldPending) {
  Market market(1);
  const ProductId lamp = market.register_product(1, 1);
  market.at(1).kept.fill(true);
  std::promise<std::optional<Reply>> answer;
  market.at(1).driver.buy(lamp, {{1, 1}, 1, Market::price}, {}, milliseconds(20),
                          [&](const std::optional<Reply>& reply) { answer.set_value(reply); });
  ASSERT_TRUE(Market::soon([&] { return !market.at(1).driver.store_failure().empty(); }));
  auto told = answer.get_future();
  // The answer too waits for the records made before it.
  EXPECT_EQ(told.wait_for(std::chrono::milliseconds(50)), std::future_status::timeout);
  market.at(1).kept.fill(false);
  EXPECT_TRUE(std::holds_alternative<Pending>(told.get().value().answer));
  EXPECT_TRUE(market.at(1).driver.store_failure().empty());
  EXPECT_EQ(outcome_of(market.buy(1, lamp, 1)), Outcome::sold);
  EXPECT_FALSE(market.at(1).kept.gaps());
}

TEST(Driver, WhoAsksAStoppedDriverIsToldNothing) {
  Market market(1);
  const ProductId lamp = market.register_product(1, 1);
  market.at(1).driver.stop();
  EXPECT_FALSE(market.buy(1, lamp, 1).has_value());
  EXPECT_FALSE(market.at(1).driver.read([](const View&) { return 1; }).has_value());
  EXPECT_FALSE(market.at(1).driver.deliver({}));
}

/// Says that it does not run, as when it was started too late, and then runs.
class LateAtFirst final : public Hooks {
 public:
  void start(std::shared_ptr<HookTurn> turn) override {
    ++starts;
    if (turn->begins()) turn->ended(starts > 1);
  }
  void decided(ProductId, const Decisions& decisions) override { told += static_cast<int>(decisions.size()); }
  std::atomic<int> starts = 0;
  std::atomic<int> told = 0;
};

TEST(Driver, AHookIsNotStartedOnALeaseThatIsOver) {
  Config config;
  config.me = MarketplaceId{1};
  config.members = {{MarketplaceId{1}, "one"}};
  config.options.lease = milliseconds(50);
  config.options.heartbeat = milliseconds(10);
  KeptInMemory kept;
  EventLog events;
  LateAtFirst hooks;
  struct Nobody final : Carrier {
    void carry(MarketplaceId, const std::shared_ptr<const Letter>&) override {}
  } carrier;
  // This clock jumps far ahead whenever a hook asks it for the first time, as after a suspension.
  std::atomic<std::int64_t> jump = 0;
  const auto clock = [&] {
    if (hooks.starts == 1 && jump == 0) jump = seconds(100).ns;
    return boot_time() + Duration{jump};
  };
  Driver driver({config, {}, 0, clock}, kept, carrier, hooks, events);
  driver.start();
  std::promise<std::optional<Reply>> made;
  driver.change(RegisterProduct{"lamp", "", Market::price, 1},
                [&](const std::optional<Reply>& reply) { made.set_value(reply); });
  const ProductId lamp = std::get<ChangeMade>(made.get_future().get().value().answer).product;
  std::promise<std::optional<Reply>> answer;
  driver.buy(lamp, {{1, 1}, 1, Market::price}, {}, seconds(300),
             [&](const std::optional<Reply>& reply) { answer.set_value(reply); });
  EXPECT_EQ(outcome_of(answer.get_future().get()), Outcome::sold);
  EXPECT_GE(hooks.starts, 2);
  EXPECT_EQ(hooks.told, 1);
  driver.stop();
}

TEST(Driver, TellsWhatBecameDurable) {
  Market market(2);
  const ProductId lamp = market.register_product(1, 1);
  ASSERT_TRUE(Market::soon([&] { return market.knows(2, lamp); }));
  ASSERT_EQ(outcome_of(market.buy(2, lamp, 5)), Outcome::sold);
  const auto at_owner = market.at(1).events.after(0, 100, std::chrono::milliseconds(0));
  std::vector<HappeningKind> kinds;
  for (const Happening& each : at_owner.happenings) kinds.push_back(each.kind);
  EXPECT_EQ(kinds, (std::vector{HappeningKind::product_changed, HappeningKind::purchase_decided,
                                HappeningKind::product_changed}));
  ASSERT_TRUE(Market::soon([&] {
    const auto page = market.at(2).events.after(0, 100, std::chrono::milliseconds(0));
    return !page.happenings.empty() && page.happenings.back().product.stock == 0;
  }));
}

TEST(Driver, ARecoveredOneKnowsWhatItSold) {
  Config config;
  config.me = MarketplaceId{1};
  config.members = {{MarketplaceId{1}, "one"}};
  std::vector<Record> journal;
  ProductId lamp;
  {
    Market market(1);
    lamp = market.register_product(1, 2);
    ASSERT_EQ(outcome_of(market.buy(1, lamp, 9)), Outcome::sold);
    journal = market.at(1).kept.records();
  }
  Market market(1);
  ConfirmAtOnce hooks;
  EventLog events;
  KeptInMemory kept;
  struct Nobody final : Carrier {
    void carry(MarketplaceId, const std::shared_ptr<const Letter>&) override {}
  } carrier;
  kept.commit(1, journal);
  Driver driver({config, journal, journal.size(), boot_time}, kept, carrier, hooks, events);
  driver.start();
  const auto stock = driver.read([&](const View& view) { return view.core.product(lamp)->stock; });
  EXPECT_EQ(stock, 1);
  const auto decided = driver.read([&](const View& view) { return view.core.decision(lamp, {1, 9})->outcome; });
  EXPECT_EQ(decided, Outcome::sold);
  driver.stop();
  EXPECT_FALSE(kept.gaps());
}

}  // namespace
}  // namespace feira::node
