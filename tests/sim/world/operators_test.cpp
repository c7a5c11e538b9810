#include "sim/world/operators.hpp"

#include <gtest/gtest.h>

#include <map>
#include <set>

namespace feira::sim {
namespace {

/// Ana owns two products and changes the first after a second; time goes on to the next task.
class Counter final : public Office {
 public:
  explicit Counter(bool may_crash = false)
      : scenario_(scenario_of()), roster_(scenario_, chance::Chance(1)), operators_(scenario_, roster_, {may_crash}) {
    operators_.begin(*this);
  }

  std::optional<Operators::Order> next() {
    while (!timers_.empty() && timers_.begin()->first < seconds(100).ns) {
      now_ = {timers_.begin()->first};
      task_ = timers_.begin()->second;
      timers_.erase(timers_.begin());
      if (std::optional<Operators::Order> order = operators_.due(task_, false, now_, *this)) return order;
    }
    return std::nullopt;
  }

  void answer() { operators_.answered(task_); }
  void crash() { operators_.connection_lost(0, now_, *this); }
  /// The next `knocks` knocks are not answered.
  void close_for(int knocks) { closed_ = knocks; }
  void leave() { gone_ = true; }
  void know(ProductId product) { known_.insert(product); }
  [[nodiscard]] bool done() const { return operators_.done(); }
  [[nodiscard]] GlobalTime now() const { return now_; }
  [[nodiscard]] const Roster& roster() const { return roster_; }

 private:
  static scenario::Scenario scenario_of() {
    scenario::Scenario scenario;
    scenario.marketplaces = {"ana"};
    scenario.products = {{"umbrella", 0, 10, {1'000, {}}, {}}, {"hat", 0, 5, {2'000, {}}, {}}};
    scenario.changes = {{seconds(1), scenario::ChangeSpec::Kind::restock, 0, 7, {}}};
    return scenario;
  }

  [[nodiscard]] bool is_open(MarketplaceIndex) const override { return closed_-- <= 0; }
  [[nodiscard]] bool is_gone(MarketplaceIndex) const override { return gone_; }
  [[nodiscard]] ProductId product(ProductIndex index) const override { return roster_.product(index); }
  [[nodiscard]] std::optional<GlobalTime> turn(MarketplaceIndex, bool&) override { return std::nullopt; }
  [[nodiscard]] bool knows(MarketplaceIndex, ProductId product) const override { return known_.contains(product); }
  RequestId new_request(TaskIndex) override { return {++requests_}; }
  void set_timer(GlobalTime at, TaskIndex task, bool) override { timers_.emplace(at.ns, task); }

  scenario::Scenario scenario_;
  Roster roster_;
  bool gone_ = false;
  Operators operators_;
  std::multimap<std::int64_t, TaskIndex> timers_;
  std::set<ProductId> known_;
  std::uint64_t requests_ = 0;
  GlobalTime now_;
  TaskIndex task_ = 0;
  mutable int closed_ = 0;
};

TEST(Operators, RegisterInTheOrderOfTheFileAndThenChange) {
  Counter counter;
  for (const char* name : {"umbrella", "hat"}) {
    const auto order = counter.next();
    ASSERT_TRUE(order.has_value());
    EXPECT_EQ(std::get<RegisterProduct>(*order->change).name, name);
    EXPECT_EQ(counter.now(), GlobalTime{0});
    counter.answer();
  }
  const auto change = counter.next();
  ASSERT_TRUE(change.has_value());
  EXPECT_EQ(std::get<Restock>(*change->change).quantity, 7);
  EXPECT_EQ(std::get<Restock>(*change->change).product, counter.roster().product(0));
  EXPECT_EQ(counter.now().ns, seconds(1).ns);
  EXPECT_FALSE(counter.done());
  counter.answer();
  EXPECT_TRUE(counter.done());
}

TEST(Operators, RegisterAgainWhatACrashTookAndOnlyThat) {
  Counter counter(true);
  counter.next();
  counter.next();
  counter.know(counter.roster().product(0));
  counter.crash();
  const auto again = counter.next();
  ASSERT_TRUE(again.has_value());
  EXPECT_EQ(std::get<RegisterProduct>(*again->change).name, "hat");
  EXPECT_EQ(again->product, counter.roster().product(1));
}

TEST(Operators, DoNotRepeatAChangeWhoseAnswerACrashTook) {
  Counter counter(true);
  counter.know(counter.roster().product(0));
  counter.know(counter.roster().product(1));
  const auto change = counter.next();
  ASSERT_TRUE(change.has_value());
  EXPECT_TRUE(change->may_give_up);
  counter.crash();
  EXPECT_TRUE(counter.done());
  EXPECT_FALSE(counter.next().has_value());
}

TEST(Operators, ComeBackToAClosedDoor) {
  Counter counter;
  counter.close_for(2);
  const auto order = counter.next();
  ASSERT_TRUE(order.has_value());
  EXPECT_EQ(std::get<RegisterProduct>(*order->change).name, "umbrella");
  EXPECT_EQ(counter.now().ns, milliseconds(500).ns);
}

}  // namespace
}  // namespace feira::sim
