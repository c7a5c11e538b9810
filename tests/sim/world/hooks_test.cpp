#include "sim/world/hooks.hpp"

#include <gtest/gtest.h>

#include <set>

namespace feira::sim {
namespace {

StartHook hook(std::uint64_t buyer, std::uint64_t token) {
  StartHook start;
  start.product = {{5}, 1};
  start.purchase.key = {std::uint64_t{1} << 32U | buyer, 1};
  start.token = {1, token};
  return start;
}

scenario::Scenario scenario_with(std::int64_t declines_per_million) {
  scenario::Scenario scenario;
  scenario.hook = {scenario::Spread::Shape::uniform, milliseconds(1), milliseconds(50)};
  scenario.hook_declines = {declines_per_million};
  return scenario;
}

TEST(Hooks, SayTheSameWhenAskedAgainByKey) {
  const Hooks hooks(scenario_with(500'000), chance::Chance(1));
  int declined = 0;
  for (std::uint64_t buyer = 0; buyer < 1'000; ++buyer) {
    const bool first = hooks.confirms(hook(buyer, 1));
    EXPECT_EQ(hooks.confirms(hook(buyer, 2)), first);
    declined += first ? 0 : 1;
  }
  EXPECT_NEAR(declined, 500, 60);
}

TEST(Hooks, TakeTheirOwnTimeWithEachToken) {
  const Hooks hooks(scenario_with(0), chance::Chance(1));
  std::set<std::int64_t> lengths;
  for (std::uint64_t token = 1; token <= 100; ++token) lengths.insert(hooks.length(hook(3, token)).ns);
  EXPECT_EQ(lengths.size(), 100U);
  EXPECT_GE(*lengths.begin(), milliseconds(1).ns);
  EXPECT_LE(*lengths.rbegin(), milliseconds(50).ns);
  EXPECT_EQ(hooks.length(hook(3, 1)), hooks.length(hook(3, 1)));
}

}  // namespace
}  // namespace feira::sim
