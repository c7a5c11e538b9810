// Everything that must be refused, with the place and the reason that are told.
#include <gtest/gtest.h>

#include <ostream>
#include <string>
#include <variant>

#include "core/wire/wire.hpp"

namespace feira::wire {
namespace {

using namespace std::string_literals;

/// Good documents, of which each case spoils one part.
const std::string release =
    R"({"feira":1,"message":"release","from":"0000000a","incarnation":1,"sent":"-5","clock":{"0000000a":"3"},)"
    R"("body":{"interest":"0000000a#3","product":"0000000b.1","token":"1.9"}})";
const std::string told =
    R"({"feira":1,"message":"interest","from":"0000000a","incarnation":1,"sent":"0","clock":{},"body":{"interest":)"
    R"({"id":"0000000a#3","product":"0000000b.1","clock":{"0000000a":"3"},"purchases":[)"
    R"({"key":"000000000000000000000000000000ff","quantity":1,"price":{"minor":"10","currency":"BRL"}}]}}})";
const std::string answer =
    R"({"feira":1,"message":"cancel-answer","from":"0000000a","incarnation":1,"sent":"0","clock":{},"body":{)"
    R"("product":"0000000b.1","decision":{"key":"000000000000000000000000000000ff","quantity":0,)"
    R"("price":{"minor":"0","currency":""},"outcome":"sold"}}})";
const std::string voided =
    R"({"feira":1,"record":"voided","clock":{},"frontier":{},"body":{"origin":"0000000b","range":["1","4"]}})";

const std::string joined = R"({"feira":1,"record":"joined","clock":{},"frontier":{},"body":{"members":[)"
                           R"({"id":"0000000a","name":"ana","standing":"present","founder":true},)"
                           R"({"id":"0000000b","name":"bia","standing":"evicted","founder":false}]}})";
const std::string beat =
    R"({"feira":1,"message":"heartbeat","from":"0000000a","incarnation":1,"sent":"0","clock":{},)"
    R"("body":{"versions":{},"members":[{"id":"0000000a","name":"ana","standing":"left","founder":true}]}})";

std::string with(std::string text, const std::string& part, const std::string& instead) {
  const std::size_t at = text.find(part);
  EXPECT_NE(at, std::string::npos) << part;
  return text.replace(at, part.size(), instead);
}

struct Case {
  std::string name;
  std::string text;
  std::string path;
  std::string what;
  friend std::ostream& operator<<(std::ostream& out, const Case& c) { return out << c.name; }
};

class WireRefuses : public ::testing::TestWithParam<Case> {};

TEST_P(WireRefuses, AndSaysWhatAndWhere) {
  const Case& c = GetParam();
  const bool is_record = c.text.find("\"record\"") != std::string::npos;
  WireError error{"", "decoded"};
  if (is_record) {
    const auto result = decode_record(c.text);
    if (const auto* e = std::get_if<WireError>(&result)) error = *e;
  } else {
    const auto result = decode_message(c.text);
    if (const auto* e = std::get_if<WireError>(&result)) error = *e;
  }
  EXPECT_EQ(error.path + ": " + error.what, c.path + ": " + c.what);
}

const std::string u64 = "must be a decimal number of 64 bits without sign, as a text";
const std::string i64 = "must be a decimal number of 64 bits with sign, as a text";
const std::string marketplace = "must be a marketplace: eight lower-case hexadecimal digits, not all zero";
const std::string product = "must be a product: its owner, a dot, its number";
const std::string interest = "must be an interest: its origin, #, its number from one on";
const std::string token = "must be a fencing token: epoch, a dot, counter";
const std::string key = "must be a key: 32 lower-case hexadecimal digits";
const std::string u32 = "must be a number from 0 to 4294967295";
const std::string two = "must be two numbers: first and last";

INSTANTIATE_TEST_SUITE_P(
    NoDocument, WireRefuses,
    ::testing::Values(
        Case{"Nothing", "", "$", "not JSON at byte 1"}, Case{"Blanks", "  \n", "$", "not JSON at byte 4"},
        Case{"Rubbish", "\xff\xfe\x00garbage"s, "$", "not JSON at byte 1"},
        Case{"CutShort", release.substr(0, 40), "$", "not JSON at byte 41"},
        Case{"TrailingText", release + "x", "$", "not JSON at byte 173"},
        Case{"TwoDocuments", release + release, "$", "not JSON at byte 173"},
        Case{"Comment", "/* */" + release, "$", "not JSON at byte 1"},
        Case{"BytesThatAreNotUtf8", with(release, "-5", "\xC3\x28"), "$", "not JSON at byte 75"},
        Case{"AHalfSurrogate", with(release, "-5", "\\ud800"), "$", "not JSON at byte 80"},
        Case{"AList", "[]", "$", "must be an object"}, Case{"ANumber", "7", "$", "must be an object"},
        Case{"TooDeep", "[[[[[[[[[]]]]]]]]]", "$[0][0][0][0][0][0][0][0]", "deeper than 8 lists and objects"},
        Case{"MuchTooDeep", std::string(200'000, '['), "$[0][0][0][0][0][0][0][0]", "deeper than 8 lists and objects"},
        Case{"TooLong", std::string(document_bytes_max + 1, ' '), "$", "longer than 16777216 bytes"}),
    [](const auto& test) { return test.param.name; });

INSTANTIATE_TEST_SUITE_P(
    Shape, WireRefuses,
    ::testing::Values(
        Case{"NoVersion", with(release, "\"feira\":1,", ""), "$", "lacks the key \"feira\""},
        Case{"NewerVersion", with(release, "\"feira\":1", "\"feira\":2"), "$.feira",
             "is a version that is not known here, which is 1"},
        Case{"VersionAsText", with(release, "\"feira\":1", "\"feira\":\"1\""), "$.feira", u32},
        Case{"UnknownMessage", with(release, "\"release\"", "\"releases\""), "$.message", "is not a kind known here"},
        Case{"UnknownRecord", with(voided, "\"voided\"", "\"void\""), "$.record", "is not a kind known here"},
        Case{"AMessageIsNoRecord", with(voided, "\"record\"", "\"message\""), "$.message", "is not a kind known here"},
        Case{"KindAsNumber", with(release, "\"release\"", "6"), "$.message", "must be a kind"},
        Case{"BodyOfAnotherKind", with(release, "\"release\"", "\"commit\""), "$.body.interest", "must be an object"},
        Case{"NoBody", with(voided, R"(,"body":{"origin":"0000000b","range":["1","4"]})", ""), "$",
             "lacks the key \"body\""},
        Case{"BodyAsList", with(voided, R"({"origin":"0000000b","range":["1","4"]})", "[]"), "$.body",
             "must be an object"},
        Case{"LacksAField", with(release, R"(,"token":"1.9")", ""), "$.body", "lacks the key \"token\""},
        Case{"OneKeyTooMany", with(release, R"("token":"1.9")", R"("token":"1.9","extra":1)"), "$.body.extra",
             "is not a key of this object"},
        Case{"OneKeyTooManyOnTop", with(release, R"("feira":1)", R"("feira":1,"to":"0000000b")"), "$.to",
             "is not a key of this object"},
        Case{"KeyTwice", with(release, R"("sent":"-5")", R"("sent":"-5","sent":"-5")"), "$",
             "key \"sent\" stands twice"},
        Case{"KeyTwiceInside", with(told, R"("quantity":1)", R"("quantity":1,"quantity":2)"),
             "$.body.interest.purchases[0]", "key \"quantity\" stands twice"},
        Case{"KeyTwiceInAClock", with(release, R"("0000000a":"3")", R"("0000000a":"3","0000000a":"4")"), "$.clock",
             "key \"0000000a\" stands twice"}),
    [](const auto& test) { return test.param.name; });

INSTANTIATE_TEST_SUITE_P(
    Numbers, WireRefuses,
    ::testing::Values(
        Case{"Fraction", with(release, R"("incarnation":1)", R"("incarnation":1.5)"), "$.incarnation",
             "not a whole number of at most 64 bits"},
        Case{"Exponent", with(release, R"("incarnation":1)", R"("incarnation":1e3)"), "$.incarnation",
             "not a whole number of at most 64 bits"},
        Case{"Huge", with(release, R"("incarnation":1)", R"("incarnation":18446744073709551616)"), "$.incarnation",
             "not a whole number of at most 64 bits"},
        Case{"Negative", with(release, R"("incarnation":1)", R"("incarnation":-1)"), "$.incarnation",
             "no number here may be negative"},
        Case{"BeyondThirtyTwoBits", with(release, R"("incarnation":1)", R"("incarnation":4294967296)"), "$.incarnation",
             u32},
        Case{"NumberAsBoolean", with(release, R"("incarnation":1)", R"("incarnation":true)"), "$.incarnation", u32},
        Case{"NumberAsNull", with(release, R"("incarnation":1)", R"("incarnation":null)"), "$.incarnation", u32},
        Case{"LongAsNumber", with(release, R"("sent":"-5")", R"("sent":5)"), "$.sent", i64},
        Case{"LongEmpty", with(release, R"("-5")", R"("")"), "$.sent", i64},
        Case{"LongMinusAlone", with(release, R"("-5")", R"("-")"), "$.sent", i64},
        Case{"LongWithPlus", with(release, R"("-5")", R"("+5")"), "$.sent", i64},
        Case{"LongWithBlank", with(release, R"("-5")", R"(" 5")"), "$.sent", i64},
        Case{"LongWithTail", with(release, R"("-5")", R"("5s")"), "$.sent", i64},
        Case{"LongWithLeadingZero", with(release, R"("-5")", R"("05")"), "$.sent", i64},
        Case{"LongMinusZero", with(release, R"("-5")", R"("-0")"), "$.sent", i64},
        Case{"LongHexadecimal", with(release, R"("-5")", R"("0x5")"), "$.sent", i64},
        Case{"LongTooHigh", with(release, R"("-5")", R"("9223372036854775808")"), "$.sent", i64},
        Case{"LongTooLow", with(release, R"("-5")", R"("-9223372036854775809")"), "$.sent", i64},
        Case{"CountTooHigh", with(release, R"(:"3")", R"(:"18446744073709551616")"), "$.clock.0000000a", u64},
        Case{"CountNegative", with(release, R"(:"3")", R"(:"-3")"), "$.clock.0000000a", u64},
        Case{"CountZero", with(release, R"(:"3")", R"(:"0")"), "$.clock.0000000a",
             "must not be zero: counts begin at one"}),
    [](const auto& test) { return test.param.name; });

INSTANTIATE_TEST_SUITE_P(
    Identities, WireRefuses,
    ::testing::Values(
        Case{"MarketplaceNobody", with(release, "0000000a", "00000000"), "$.from", marketplace},
        Case{"MarketplaceShort", with(release, "0000000a", "a"), "$.from", marketplace},
        Case{"MarketplaceLong", with(release, "0000000a", "00000000a"), "$.from", marketplace},
        Case{"MarketplaceUpperCase", with(release, "0000000a", "0000000A"), "$.from", marketplace},
        Case{"MarketplaceAsNumber", with(release, "\"0000000a\"", "10"), "$.from", marketplace},
        Case{"ClockKey", with(release, R"({"0000000a")", R"({"ana")"), "$.clock.ana",
             "has a key that is no marketplace"},
        Case{"ClockAsList", with(release, R"({"0000000a":"3"})", "[]"), "$.clock", "must be an object"},
        Case{"ProductWithoutNumber", with(release, "0000000b.1", "0000000b"), "$.body.product", product},
        Case{"ProductWithTwoDots", with(release, "0000000b.1", "0000000b.1.1"), "$.body.product", product},
        Case{"ProductBeyondThirtyTwoBits", with(release, "0000000b.1", "0000000b.4294967296"), "$.body.product",
             product},
        Case{"InterestZero", with(release, "0000000a#3", "0000000a#0"), "$.body.interest", interest},
        Case{"InterestWithDot", with(release, "0000000a#3", "0000000a.3"), "$.body.interest", interest},
        Case{"TokenWithoutCounter", with(release, "1.9", "1."), "$.body.token", token},
        Case{"TokenNegative", with(release, "1.9", "1.-9"), "$.body.token", token},
        Case{"KeyShort", with(told, "00ff", "ff"), "$.body.interest.purchases[0].key", key},
        Case{"KeyNotHexadecimal", with(told, "00ff", "00fg"), "$.body.interest.purchases[0].key", key},
        Case{"ACurrencyInSmallLetters", with(told, "BRL", "brl"), "$.body.interest.purchases[0].price.currency",
             "must be a currency: three capital letters, or none"},
        Case{"ALongCurrency", with(told, "BRL", "REAL"), "$.body.interest.purchases[0].price.currency",
             "must be a currency: three capital letters, or none"},
        Case{"AnUnknownOutcome", with(answer, "\"sold\"", "\"lent\""), "$.body.decision.outcome",
             "is not a word known here"},
        Case{"InterestWhoseClockIsAnothers", with(told, R"({"0000000a":"3"})", R"({"0000000a":"4"})"),
             "$.body.interest", "its clock does not show its number"},
        Case{"PurchasesAsObject", with(told, R"([{"key")", R"({"a":[{"key")").replace(told.size() + 2, 3, "}}}}"),
             "$.body.interest.purchases", "must be a list"},
        Case{"RangeBackwards", with(voided, R"(["1","4"])", R"(["4","1"])"), "$.body.range", "ends before it begins"},
        Case{"RangeOfOne", with(voided, R"(["1","4"])", R"(["1"])"), "$.body.range", two},
        Case{"RangeOfThree", with(voided, R"(["1","4"])", R"(["1","4","5"])"), "$.body.range[2]", two},
        Case{"RangeFromZero", with(voided, R"(["1","4"])", R"(["0","4"])"), "$.body.range[0]",
             "must not be zero: counts begin at one"},
        Case{"MembersOutOfOrder", with(joined, "0000000b", "00000009"), "$.body.members[1]",
             "is out of order: members go by their ids"},
        Case{"MemberTwice", with(joined, "0000000b", "0000000a"), "$.body.members[1]",
             "is out of order: members go by their ids"},
        Case{"MemberOfNoStanding", with(joined, "evicted", "expelled"), "$.body.members[1].standing",
             "is not a word known here"},
        Case{"HeartbeatWithAnEmptyListOfMembers",
             with(beat, R"([{"id":"0000000a","name":"ana","standing":"left","founder":true}])", "[]"), "$.body.members",
             "is left out when there are none"},
        Case{"RangeAsText", with(voided, R"(["1","4"])", R"("1-4")"), "$.body.range", "must be a list"}),
    [](const auto& test) { return test.param.name; });

TEST(WireAccepts, TheDocumentsThatTheTableSpoils) {
  EXPECT_TRUE(std::holds_alternative<Message>(decode_message(release)));
  EXPECT_TRUE(std::holds_alternative<Message>(decode_message(told)));
  EXPECT_TRUE(std::holds_alternative<Message>(decode_message(answer)));
  EXPECT_TRUE(std::holds_alternative<Record>(decode_record(voided)));
}

TEST(WireRefuses, MoreValuesThanAnyDocumentNeeds) {
  std::string many = "[0";
  for (std::size_t i = 0; i < document_values_max; ++i) many += ",0";
  const auto result = decode_message(many + "]");
  ASSERT_TRUE(std::holds_alternative<WireError>(result));
  EXPECT_EQ(std::get<WireError>(result).what, "more than 2000000 values");
}

TEST(WireRefuses, AKeyIsToldShortAndPrintable) {
  const auto result = decode_message("{\"" + std::string(100, 'k') + "\":{\"\\n\\u001b\":1.5}}");
  ASSERT_TRUE(std::holds_alternative<WireError>(result));
  EXPECT_EQ(std::get<WireError>(result).path, "$." + std::string(40, 'k') + "....??");
}

TEST(WireAccepts, AClockOfManyMarketplacesInWorstOrderInReasonableTime) {
  std::string clock;
  std::array<char, 16> id{};
  for (std::uint32_t i = 100'000; i >= 1; --i) {
    std::snprintf(id.data(), id.size(), "%08x", i);
    clock += (clock.empty() ? "\"" : ",\"") + std::string(id.data()) + "\":\"1\"";
  }
  const auto result = decode_message(with(release, R"("0000000a":"3")", clock));
  ASSERT_TRUE(std::holds_alternative<Message>(result)) << std::get<WireError>(result).what;
  EXPECT_EQ(std::get<Message>(result).clock.sum(), 100'000U);
}

}  // namespace
}  // namespace feira::wire
