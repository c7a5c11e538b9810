#include "sim/scenario/message_address.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace feira::scenario {
namespace {

const std::vector<std::string> names{"ana", "bia", "caio"};

TEST(MessageAddress, IsSaidAsPeopleSayIt) {
  EXPECT_EQ(text(MessageAddress{1, 0, MessageKind::interest, 2}, names), "2nd interest from bia to ana");
  EXPECT_EQ(text(MessageAddress{2, 1, MessageKind::last_word, 113}, names), "113th last-word from caio to bia");
}

TEST(MessageAddress, CountsInEnglish) {
  std::string all;
  for (const std::uint32_t number : {1U, 2U, 3U, 4U, 10U, 11U, 12U, 13U, 21U, 22U, 101U, 111U, 112U, 123U}) {
    all += ordinal_text(number) + ' ';
  }
  EXPECT_EQ(all, "1st 2nd 3rd 4th 10th 11th 12th 13th 21st 22nd 101st 111th 112th 123rd ");
}

TEST(MessageAddress, IsReadAsItIsSaid) {
  for (std::size_t kind = 0; kind < message_kinds; ++kind) {
    for (const std::uint32_t ordinal : {1U, 11U, 42U, 268'435'455U}) {
      const MessageAddress message{2, 0, static_cast<MessageKind>(kind), ordinal};
      const auto parsed = parse_message_address(text(message, names), names);
      ASSERT_TRUE(std::holds_alternative<MessageAddress>(parsed)) << text(message, names);
      EXPECT_EQ(std::get<MessageAddress>(parsed), message);
    }
  }
}

TEST(MessageOverride, IsToldInAFewWords) {
  Scenario scenario;
  scenario.marketplaces = names;
  MessageOverride given{{0, 1, MessageKind::grant, 1}, {}, true, {}};
  EXPECT_EQ(describe(given, scenario), "1st grant from ana to bia is lost");
  given.lost = false;
  given.again_after = seconds(1);
  EXPECT_EQ(describe(given, scenario), "1st grant from ana to bia comes again 1s later");
  given.delay = milliseconds(40);
  EXPECT_EQ(describe(given, scenario), "1st grant from ana to bia takes 40ms, comes again 1s later");
}

}  // namespace
}  // namespace feira::scenario
