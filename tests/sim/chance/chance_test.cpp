#include "sim/chance/chance.hpp"

#include <gtest/gtest.h>

#include <ostream>
#include <set>
#include <string>
#include <vector>

namespace feira::chance {
namespace {

// --- the generator: the known answers that are published with Random123 ---------------------------------------------

struct KnownAnswer {
  const char* name;
  Words counter;
  Key key;
  Words answer;
};
void PrintTo(const KnownAnswer& known, std::ostream* out) { *out << known.name; }

class PhiloxKnownAnswers : public testing::TestWithParam<KnownAnswer> {};

TEST_P(PhiloxKnownAnswers, AreGiven) {
  const KnownAnswer& known = GetParam();
  EXPECT_EQ(philox4x32_10(known.counter, known.key), known.answer);
}

INSTANTIATE_TEST_SUITE_P(
    Random123, PhiloxKnownAnswers,
    testing::Values(KnownAnswer{"Zeros", {0, 0, 0, 0}, {0, 0}, {0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8}},
                    KnownAnswer{"Ones",
                                {0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff},
                                {0xffffffff, 0xffffffff},
                                {0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd}},
                    KnownAnswer{"DigitsOfPi",
                                {0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344},
                                {0xa4093822, 0x299f31d0},
                                {0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1}}),
    [](const auto& row) { return std::string(row.param.name); });

// --- addresses ------------------------------------------------------------------------------------------------------

const Address second_interest{.stream = Stream::network_delay, .a = 1, .b = 2, .kind = 3, .ordinal = 2, .purpose = 0};

TEST(Address, IsPackedSideBySide) {
  const Address address{.stream = Stream::hook_length,
                        .a = 0x01020304,
                        .b = 0x05060708,
                        .kind = 0x09,
                        .ordinal = 0x0A0B0C0D0E,
                        .purpose = 0x0F};
  EXPECT_EQ(counter_of(address), (Words{0x0B0C0D0E, 0x380F090A, 0x01020304, 0x05060708}));
}

TEST(Address, DiffersInEveryField) {
  std::vector<Address> addresses(7, second_interest);
  addresses[1].stream = Stream::network_loss;
  addresses[2].a = 9;
  addresses[3].b = 9;
  addresses[4].kind = 9;
  addresses[5].ordinal = 9;
  addresses[6].purpose = 9;
  std::set<Words> counters;
  for (const Address& address : addresses) counters.insert(counter_of(address));
  EXPECT_EQ(counters.size(), addresses.size());
}

TEST(Address, FillsEachFieldToItsEndWithoutTouchingAnother) {
  const Words none = counter_of({.stream = Stream{0}});
  EXPECT_EQ(none, (Words{0, 0, 0, 0}));
  const Words a = counter_of({.stream = Stream{0}, .a = UINT32_MAX});
  const Words b = counter_of({.stream = Stream{0}, .b = UINT32_MAX});
  const Words kind = counter_of({.stream = Stream{0}, .kind = UINT8_MAX});
  const Words ordinal = counter_of({.stream = Stream{0}, .ordinal = ordinal_limit - 1});
  const Words purpose = counter_of({.stream = Stream{0}, .purpose = UINT8_MAX});
  const Words stream = counter_of({.stream = Stream{UINT8_MAX}});
  for (std::size_t i = 0; i < 4; ++i) {
    EXPECT_EQ(a[i] ^ b[i] ^ kind[i] ^ ordinal[i] ^ purpose[i] ^ stream[i], UINT32_MAX) << "word " << i;
    EXPECT_EQ(std::uint64_t{a[i]} + b[i] + kind[i] + ordinal[i] + purpose[i] + stream[i], UINT32_MAX) << "word " << i;
  }
}

TEST(AddressDeathTest, StopsAtAnOrdinalTooLarge) { EXPECT_DEATH((void)counter_of({.ordinal = ordinal_limit}), ""); }

// --- draws by address -----------------------------------------------------------------------------------------------

TEST(Chance, GivesTheSameDrawForTheSameAddressWheneverAsked) {
  const Chance chance(7);
  const std::uint64_t first = chance.bits(second_interest);
  for (std::uint64_t ordinal = 0; ordinal < 100; ++ordinal) (void)chance.bits({.ordinal = ordinal});
  EXPECT_EQ(chance.bits(second_interest), first);
  EXPECT_EQ(Chance(7).bits(second_interest), first);
}

TEST(Chance, GivesOtherDrawsForOtherSeeds) {
  std::set<std::uint64_t> draws;
  for (std::uint64_t seed = 0; seed < 1000; ++seed) draws.insert(Chance(seed).bits(second_interest));
  for (unsigned bit = 10; bit < 64; ++bit) draws.insert(Chance(std::uint64_t{1} << bit).bits(second_interest));
  EXPECT_EQ(draws.size(), 1000U + 54U);
}

TEST(Chance, BitsAreTheFirstTwoWords) {
  const Chance chance(42);
  const Words words = chance.words(second_interest);
  EXPECT_EQ(chance.bits(second_interest), std::uint64_t{words[1]} << 32 | words[0]);
}

TEST(Chance, AboutSomethingIsAFamilyOfItsOwn) {
  const Chance chance(1);
  const Chance about_two = chance.about({.a = 2});
  EXPECT_NE(about_two.bits(second_interest), chance.bits(second_interest));
  EXPECT_NE(about_two.bits(second_interest), chance.about({.a = 3}).bits(second_interest));
  EXPECT_EQ(about_two, chance.about({.a = 2}));
}

TEST(Chance, KeepsItsGoldenValues) {
  EXPECT_EQ(Chance(1).bits(second_interest), 0x702CD2219EC28962);
  EXPECT_EQ(Chance(0xFEDCBA9876543210).words(second_interest), (Words{0x899DAD70, 0xCAB082BF, 0x29E960BA, 0x5856C23F}));
  EXPECT_EQ(Chance(1).about(second_interest).bits({.ordinal = 1}), 0x3D2ACCBE808A87A4);
}

TEST(Chance, SetsEachBitHalfOfTheTime) {
  const Chance chance(3);
  constexpr int draws = 20'000;
  std::vector<int> ones(64);
  for (std::uint64_t i = 0; i < draws; ++i) {
    const std::uint64_t bits = chance.bits({.ordinal = i});
    for (unsigned bit = 0; bit < 64; ++bit) ones[bit] += static_cast<int>(bits >> bit & 1);
  }
  for (int count : ones) EXPECT_NEAR(count, draws / 2, 300);  // more than four standard deviations
}

}  // namespace
}  // namespace feira::chance
