#include "node/api/causality.hpp"

#include <gtest/gtest.h>

namespace feira::node {
namespace {

VectorClock clock_of(std::initializer_list<std::pair<std::uint32_t, Count>> entries) {
  VectorClock clock;
  for (const auto& [marketplace, count] : entries) clock.set(MarketplaceId{marketplace}, count);
  return clock;
}

TEST(CausalityToken, IsReadByAllOfTheConsortium) {
  const CausalityTokens ana("the key");
  const CausalityTokens bia("the key");
  for (const auto& clock : {clock_of({}), clock_of({{1, 1}}), clock_of({{0xffffffff, UINT64_MAX}, {7, 3}})}) {
    EXPECT_EQ(bia.check(ana.issue(clock)), clock);
  }
}

TEST(CausalityToken, OfAnotherConsortiumIsRefused) {
  EXPECT_FALSE(CausalityTokens("one key").check(CausalityTokens("another").issue(clock_of({{1, 1}}))));
}

TEST(CausalityToken, IsRefusedWhenAnyByteOfItWasChanged) {
  const CausalityTokens tokens("the key");
  const auto token = tokens.issue(clock_of({{1, 12}, {2, 7}}));
  for (std::size_t i = 0; i < token.size(); ++i) {
    auto changed = token;
    changed[i] = changed[i] == '9' ? '8' : '9';
    EXPECT_FALSE(tokens.check(changed)) << changed;
    EXPECT_FALSE(tokens.check(token.substr(0, i))) << i;
  }
  EXPECT_FALSE(tokens.check(token + "0"));
}

}  // namespace
}  // namespace feira::node
