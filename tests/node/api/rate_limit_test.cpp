#include "node/api/rate_limit.hpp"

#include <gtest/gtest.h>

namespace feira::node {
namespace {

using std::chrono::milliseconds;

TEST(RateLimit, LetsABurstInAndThenASteadyRate) {
  RateLimit limit(10, 3);
  const auto start = RateLimit::Clock::now();
  for (int i = 0; i < 3; ++i) EXPECT_EQ(limit.take("a", start), milliseconds(0));
  EXPECT_EQ(limit.take("a", start), milliseconds(100));
  EXPECT_EQ(limit.take("a", start + milliseconds(50)), milliseconds(50));
  EXPECT_EQ(limit.take("a", start + milliseconds(101)), milliseconds(0));
  EXPECT_GT(limit.take("a", start + milliseconds(101)), milliseconds(0));
}

TEST(RateLimit, CountsEachAddressByItself) {
  RateLimit limit(1, 1);
  const auto start = RateLimit::Clock::now();
  EXPECT_EQ(limit.take("a", start), milliseconds(0));
  EXPECT_EQ(limit.take("b", start), milliseconds(0));
  EXPECT_GT(limit.take("a", start), milliseconds(0));
}

TEST(RateLimit, RefusesNobodyAtZero) {
  RateLimit limit(0, 0);
  for (int i = 0; i < 1000; ++i) EXPECT_EQ(limit.take("a"), milliseconds(0));
}

TEST(RateLimit, TakesANetworkOfSixForOneParty) {
  EXPECT_EQ(party_of("2001:db8:1:2:3::1"), party_of("2001:db8:1:2:ffff::9"));
  EXPECT_NE(party_of("2001:db8:1:2::1"), party_of("2001:db8:1:3::1"));
  EXPECT_NE(party_of("10.0.0.1"), party_of("10.0.0.2"));
  EXPECT_NE(party_of("::ffff:10.0.0.1"), party_of("::ffff:10.0.0.2"));
}

TEST(RateLimit, KnowsThisHost) {
  for (const auto* here : {"127.0.0.1", "127.1.2.3", "::1", "::ffff:127.0.0.1"}) EXPECT_TRUE(is_this_host(here));
  for (const auto* there : {"128.0.0.1", "10.0.0.1", "::2"}) EXPECT_FALSE(is_this_host(there));
}

}  // namespace
}  // namespace feira::node
