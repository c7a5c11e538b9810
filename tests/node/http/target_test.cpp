#include "node/http/target.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace feira::http {
namespace {

using testing::ElementsAre;
using testing::Pair;

TEST(Target, IsDecodedIntoSegmentsAndQuery) {
  const auto target = read_target("/products/caf%C3%A9?sku=a+b%26c&empty=&bare");
  ASSERT_TRUE(target);
  EXPECT_EQ(target->path, "/products/caf\xc3\xa9");
  EXPECT_THAT(target->segments, ElementsAre("products", "caf\xc3\xa9"));
  EXPECT_THAT(target->query, ElementsAre(Pair("sku", "a b&c"), Pair("empty", ""), Pair("bare", "")));
}

TEST(Target, MayBeTheRoot) {
  const auto target = read_target("/");
  ASSERT_TRUE(target);
  EXPECT_EQ(target->path, "/");
  EXPECT_TRUE(target->segments.empty());
}

TEST(Target, RefusesWhatCouldMeanTwoThings) {
  for (const auto* bad : {"",    "a",       "*",         "http://x/", "//",       "/a//b",  "/a/",    "/.",
                          "/..", "/a/../b", "/%2e%2e/b", "/%2E/b",    "/a%2fb",   "/a%5cb", "/a%00b", "/a%0d%0ab",
                          "/a%", "/a%4",    "/a%zz",     "/a#b",      "/a?b=%0a", "/a?b=%"}) {
    EXPECT_FALSE(read_target(bad)) << bad;
  }
}

TEST(PercentCoding, IsUndoneByDecoding) {
  for (const auto* plain : {"", "abc", "a/b?c=d&e+f g%", "caf\xc3\xa9"}) {
    EXPECT_EQ(percent_decoded(percent_encoded(plain)), plain);
  }
}

}  // namespace
}  // namespace feira::http
