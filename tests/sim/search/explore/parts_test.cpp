// The parts of an exploration: the table of what was seen, what can be explored, and states that differ in time alone.
#include <gtest/gtest.h>

#include <cstdint>
#include <thread>
#include <vector>

#include "core/hasher.hpp"
#include "core/marketplace.hpp"
#include "sim/search/explore/setting.hpp"
#include "sim/search/explore/visited.hpp"
#include "tests/sim/search/explore/sample.hpp"

namespace feira::explore {
namespace {

TEST(Visited, TellsOnceThatAStateIsNew) {
  Visited visited(1U << 10U);
  EXPECT_TRUE(visited.insert(7, 1, 1));
  EXPECT_FALSE(visited.insert(7, 1, 1));
  EXPECT_FALSE(visited.insert(7, 2, 3));
  EXPECT_TRUE(visited.insert(7 + (1U << 10U), 1, 1)) << "another one at the same place";
}

TEST(Visited, KeepsTheWayOfTheLowestLevelAndOfTheSmallestParent) {
  Visited visited(1U << 10U);
  visited.insert(1, 0, 0);
  visited.insert(50, 1, 1);
  visited.insert(40, 1, 1);
  visited.insert(9, 2, 50);
  visited.insert(9, 2, 40);
  visited.insert(9, 3, 2);
  EXPECT_EQ(visited.path_to(9), (std::vector<std::uint64_t>{1, 40, 9}));
}

TEST(Visited, KeepsAllWhenItGrows) {
  Visited visited(16);
  visited.insert(1, 0, 0);
  for (std::uint64_t i = 2; i < 10; ++i) visited.insert(i * 0x9E3779B97F4A7C15U, 1, 1);
  visited.grow();
  EXPECT_EQ(visited.capacity(), 32U);
  for (std::uint64_t i = 2; i < 10; ++i) EXPECT_FALSE(visited.insert(i * 0x9E3779B97F4A7C15U, 5, 1));
  EXPECT_EQ(visited.path_to(3 * 0x9E3779B97F4A7C15U).size(), 2U);
}

TEST(Visited, CountsAStateOnceWhoeverComesFirst) {
  constexpr std::uint64_t states = 10'000;
  Visited visited(1U << 15U);
  std::vector<std::uint64_t> is_new(4, 0);
  std::vector<std::thread> threads;
  for (std::size_t t = 0; t < is_new.size(); ++t) {
    threads.emplace_back([&, t] {
      for (std::uint64_t i = 1; i <= states; ++i) {
        is_new[t] += visited.insert(i * 0x9E3779B97F4A7C15U, 1, t + 1) ? 1 : 0;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(is_new[0] + is_new[1] + is_new[2] + is_new[3], states);
}

TEST(Obstacles, SayWhatCannotBeExplored) {
  scenario::Scenario scenario = test::sample("two-markets");
  EXPECT_TRUE(obstacles(scenario).empty());
  scenario.buyers.front().at.clear();
  scenario.buyers.front().carry_token = true;
  scenario.faults.emplace_back();
  EXPECT_EQ(obstacles(scenario).size(), 3U);
}

/// ana, who sells hats and has been asked for one, and bia, who has heard of it: `shift` later than usual.
std::vector<Marketplace> market(Duration shift) {
  const std::vector<Member> members{{MarketplaceId{1}, "ana"}, {MarketplaceId{2}, "bia"}};
  std::vector<Marketplace> both;
  for (const Member& member : members) both.emplace_back(Config{member.id, members, {}, {}});
  const LocalTime begin = LocalTime{1'000'000'000} + shift;
  Effects effects;
  const auto pass_on = [&](LocalTime when) {
    const std::vector<Send> sends = effects.sends;
    effects.clear();
    for (const Send& send : sends) {
      if (send.to != MarketplaceId{1}) both[1].step(when, MessageArrived{send.message}, effects);
    }
    effects.clear();
  };
  both[1].start(begin, {}, effects);
  effects.clear();
  both[0].start(begin, {}, effects);
  pass_on(begin + milliseconds(3));
  both[0].step(begin + milliseconds(5), ChangeAsked{RequestId{1}, RegisterProduct{"hat", "", {}, 1}}, effects);
  pass_on(begin + milliseconds(8));
  const ProductId hat{MarketplaceId{1}, 1};
  both[0].step(begin + milliseconds(9), BuyAsked{RequestId{2}, hat, {}, {}}, effects);
  pass_on(begin + milliseconds(30));
  return both;
}

std::uint64_t hash_at(const Marketplace& marketplace, LocalTime now) {
  Hasher hasher(now);
  marketplace.hash_into(hasher);
  return hasher.result();
}

TEST(HashOfAState, HoldsNoAbsoluteTimes) {
  const LocalTime now{1'040'000'000};
  const std::vector<Marketplace> usual = market({});
  for (const Duration shift : {milliseconds(1), seconds(3), seconds(4'000)}) {
    const std::vector<Marketplace> later = market(shift);
    for (std::size_t i = 0; i < usual.size(); ++i) {
      EXPECT_NE(later[i].hash(), usual[i].hash());
      EXPECT_EQ(hash_at(later[i], now + shift), hash_at(usual[i], now));
      EXPECT_NE(hash_at(later[i], now), hash_at(usual[i], now)) << "the distance to now counts";
    }
  }
}

TEST(HashOfAState, OfTwoScenariosThatDifferInTheTimeOfATimerDiffers) {
  const LocalTime now{1'040'000'000};
  const std::vector<Marketplace> usual = market({});
  EXPECT_NE(hash_at(usual[0], now), hash_at(usual[0], now + milliseconds(1)));
}

}  // namespace
}  // namespace feira::explore
