#include "sim/kernel/digest.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "sim/chance/draw.hpp"

namespace feira::kernel {
namespace {

std::string text_of(std::size_t size) {
  std::string text;
  for (std::size_t i = 0; i < size; ++i) text.push_back(static_cast<char>(i * 31 % 251));
  return text;
}

TEST(Digest, IsXxh3OfAllThatWasAdded) {
  for (const std::size_t size : {0U, 1U, 8U, 16U, 17U, 240U, 241U, 256U, 1024U, 4095U, 4096U, 4097U, 8192U, 100'000U}) {
    const std::string text = text_of(size);
    Digest digest;
    digest.add(text.data(), text.size());
    EXPECT_EQ(digest.value(), XXH3_64bits(text.data(), text.size())) << size;
  }
}

TEST(Digest, DoesNotDependOnHowTheBytesAreCut) {
  const std::string text = text_of(50'000);
  for (std::uint64_t seed = 0; seed < 20; ++seed) {
    const chance::Chance chance(seed);
    Digest digest;
    std::size_t at = 0;
    for (std::uint64_t i = 0; at < text.size(); ++i) {
      const std::uint64_t longest = i % 50 == 0 ? 10'000 : 60;
      const std::size_t size = std::min(text.size() - at, chance::below(chance.bits({.ordinal = i}), longest));
      digest.add(text.data() + at, size);
      at += size;
    }
    EXPECT_EQ(digest.value(), XXH3_64bits(text.data(), text.size())) << seed;
  }
}

TEST(Digest, CanBeReadOnTheWay) {
  Digest read;
  Digest unread;
  for (std::uint64_t i = 0; i < 1'000; ++i) {
    read.add(i, ~i);
    unread.add(i, ~i);
    (void)read.value();
  }
  EXPECT_EQ(read.value(), unread.value());
}

TEST(Digest, TellsOneChangedWordAndTheirOrder) {
  Digest one;
  Digest two;
  Digest three;
  one.add(1U, 2U, 3U);
  two.add(1U, 2U, 4U);
  three.add(2U, 1U, 3U);
  EXPECT_NE(one.value(), two.value());
  EXPECT_NE(one.value(), three.value());
}

TEST(Digest, IsAValue) {
  Digest digest;
  digest.add(1U);
  Digest copy = digest;
  copy.add(2U);
  digest.add(2U);
  EXPECT_EQ(copy.value(), digest.value());
}

TEST(Digest, KeepsItsGoldenValues) {
  EXPECT_EQ(Digest().value(), 0x2D06800538D394C2);  // XXH3's of nothing
  Digest digest;
  digest.add(1U, 2U, 3U);
  EXPECT_EQ(digest.value(), 0x7C68B4906E7EA780);
}

}  // namespace
}  // namespace feira::kernel
