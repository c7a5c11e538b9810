#include "node/api/texts.hpp"

#include <gtest/gtest.h>

namespace feira::node {
namespace {

TEST(Texts, AreReadBackAsTheyAreWritten) {
  const ProductId product{MarketplaceId{0x00c1d2e3}, 12};
  EXPECT_EQ(text_of(product), "00c1d2e3-12");
  EXPECT_EQ(read_product("00c1d2e3-12"), product);
  const PurchaseId purchase{product, {1, 0xfedcba9876543210}};
  EXPECT_EQ(text_of(purchase), "00c1d2e3-12.0000000000000001fedcba9876543210");
  EXPECT_EQ(read_purchase(text_of(purchase)), purchase);
}

TEST(Texts, HaveOneSpellingEach) {
  for (const auto* bad : {"", "00c1d2e3", "00c1d2e3-", "00c1d2e3-01", "00C1D2E3-1", "0c1d2e3-1", "00c1d2e3-4294967296",
                          "00c1d2e3--1", "00c1d2e3-1x", "00c1d2e3_1"}) {
    EXPECT_FALSE(read_product(bad)) << bad;
  }
  const std::string key(32, 'a');
  EXPECT_TRUE(read_purchase("00c1d2e3-1." + key));
  EXPECT_FALSE(read_purchase("00c1d2e3-1." + key + "a"));
  EXPECT_FALSE(read_purchase("00c1d2e3-1." + std::string(32, 'A')));
  EXPECT_FALSE(read_purchase("00c1d2e3-1"));
}

TEST(Texts, ACurrencyIsThreeCapitals) {
  EXPECT_TRUE(read_currency("BRL"));
  for (const auto* bad : {"", "BR", "BRLX", "brl", "B1L"}) EXPECT_FALSE(read_currency(bad)) << bad;
}

TEST(Texts, AKeyIsTheBeginningOfItsHash) {
  // SHA-256 of "abc": ba7816bf 8f01cfea 414140de 5dae2223 ...
  EXPECT_EQ(key_of("abc"), (IdempotencyKey{0xba7816bf8f01cfea, 0x414140de5dae2223}));
}

}  // namespace
}  // namespace feira::node
