#include "sim/chance/ledger.hpp"

#include <gtest/gtest.h>

#include "sim/chance/chance.hpp"

namespace feira::chance {
namespace {

constexpr std::uint64_t old_seed = 7;
constexpr std::uint64_t fresh_seed = 1'234'567;

Address about(std::uint64_t ordinal) { return {.stream = Stream::network_delay, .a = 1, .b = 2, .ordinal = ordinal}; }

TEST(Ledger, NotingChangesNoDraw) {
  Ledger ledger;
  const Chance plain(old_seed);
  const Chance noting = plain.noted_in(ledger);
  for (std::uint64_t i = 1; i < 100; ++i) {
    EXPECT_EQ(noting.bits(about(i)), plain.bits(about(i)));
    EXPECT_EQ(noting.about(about(i)).bits(about(3)), plain.about(about(i)).bits(about(3)));
  }
}

TEST(Ledger, WhatWasDrawnByTheMomentStaysAndAllElseIsFresh) {
  Ledger ledger;
  const Chance noting = Chance(old_seed).noted_in(ledger);
  (void)noting.bits(about(1));
  ledger.turn_to(1);
  (void)noting.bits(about(2));
  ledger.turn_to(2);
  (void)noting.bits(about(3));
  (void)noting.bits(about(1));  // again: it was drawn at moment 0
  const Chance turned = Chance(old_seed).turned(ledger, 1, fresh_seed);
  EXPECT_EQ(turned.bits(about(1)), Chance(old_seed).bits(about(1)));
  EXPECT_EQ(turned.bits(about(2)), Chance(old_seed).bits(about(2)));
  EXPECT_EQ(turned.bits(about(3)), Chance(fresh_seed).bits(about(3)));
  EXPECT_EQ(turned.bits(about(4)), Chance(fresh_seed).bits(about(4)));
  EXPECT_EQ(turned.bits(about(3)), turned.bits(about(3))) << "fresh draws have addresses, too";
}

/// A family that was begun before may still have draws to come: those are fresh.
TEST(Ledger, AFamilysDrawsAreOldOrFreshOneByOne) {
  Ledger ledger;
  const Chance noting = Chance(old_seed).noted_in(ledger);
  (void)noting.about(about(1)).bits(about(10));
  const Chance turned = Chance(old_seed).turned(ledger, 0, fresh_seed);
  EXPECT_EQ(turned.about(about(1)).bits(about(10)), Chance(old_seed).about(about(1)).bits(about(10)));
  EXPECT_EQ(turned.about(about(1)).bits(about(11)), Chance(fresh_seed).about(about(1)).bits(about(11)));
  EXPECT_EQ(turned.about(about(2)).bits(about(10)), Chance(fresh_seed).about(about(2)).bits(about(10)));
  EXPECT_EQ(turned.about(about(1)).about(about(5)).bits(about(6)),
            Chance(fresh_seed).about(about(1)).about(about(5)).bits(about(6)));
}

TEST(Ledger, TellsWhatWasDrawnWhenEachOnce) {
  Ledger ledger;
  const Chance noting = Chance(old_seed).noted_in(ledger);
  (void)noting.bits(about(1));
  ledger.turn_to(5);
  (void)noting.bits(about(1));
  (void)noting.bits(about(2));
  (void)noting.about(about(3)).bits(about(99));
  ASSERT_EQ(ledger.drawn().size(), 3U);
  EXPECT_EQ(ledger.drawn()[0].moment, 0U);
  EXPECT_EQ(ledger.drawn()[1].address, about(2));
  EXPECT_EQ(ledger.drawn()[2].address, about(3)) << "a family by the address that it was begun with";
  EXPECT_EQ(ledger.drawn()[2].moment, 5U);
}

}  // namespace
}  // namespace feira::chance
