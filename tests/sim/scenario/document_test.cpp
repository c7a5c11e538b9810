// Positions, and bytes that are no scenario at all.
#include "sim/scenario/document.hpp"

#include <gtest/gtest.h>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "sim/scenario/read.hpp"

namespace feira::scenario {
namespace {

/// What `read` says of a text, without the file's name.
std::string first_problem(const std::string& text) {
  const auto outcome = read(text, "f");
  const auto* problems = std::get_if<std::vector<Problem>>(&outcome);
  return problems == nullptr ? "none" : message(problems->front()).substr(2);
}

/// Line and column by walking through the text, the slow and obvious way.
std::string place_of(std::string_view text, std::size_t offset) {
  std::size_t line = 1;
  std::size_t column = 1;
  for (std::size_t i = 0; i < offset; ++i) {
    if (text[i] == '\n') {
      ++line;
      column = 1;
    } else if ((static_cast<unsigned char>(text[i]) & 0xC0U) != 0x80U) {
      ++column;
    }
  }
  return "line " + std::to_string(line) + ", column " + std::to_string(column);
}

/// How the text of a value begins, as far as the value tells.
std::string beginning(const Node& node) {
  switch (node.kind) {
    case Node::Kind::null:
      return "null";
    case Node::Kind::boolean:
      return node.boolean ? "true" : "false";
    case Node::Kind::integer:
    case Node::Kind::large_integer:
    case Node::Kind::fraction:
      return node.text;
    case Node::Kind::string:
      return '"' + node.text + '"';
    case Node::Kind::array:
      return "[";
    case Node::Kind::object:
      return "{";
  }
  return {};
}

/// Every value is found in the text again where it says to stand; the text has no escapes.
void expect_found(const Node& node, std::string_view text) {
  const std::string start = beginning(node);
  EXPECT_EQ(text.substr(node.offset, start.size()), start);
  for (const Node& item : node.items) expect_found(item, text);
  for (const Member& member : node.members) {
    EXPECT_EQ(text.substr(member.offset, member.key.size() + 2), '"' + member.key + '"');
    expect_found(member.value, text);
  }
}

constexpr std::string_view motley = R"(// head, "quoted" {[
{
  "a": 1, /* "b": [ */ "b" : [ -20,300 , 4e2, 0, -0.5, true,false , null, "x,y:z", {}, [], [[]] ],
  "c // not a comment": "/* nor this */", // but "this": is
	"d":{"e":"S)"
                                    "\xC3\xA3"
                                    R"(o", "f":"end"},"g":[{"h":7},{"h":8}]
}
// tail
)";

TEST(Document, KnowsWhereEveryValueStands) {
  const Source source("f", motley);
  const auto parsed = parse_document(source);
  ASSERT_TRUE(std::holds_alternative<Document>(parsed)) << message(std::get<Problem>(parsed));
  const Document& document = std::get<Document>(parsed);
  expect_found(document.root, motley);
  ASSERT_EQ(document.root.members.size(), 5U);
  EXPECT_EQ(document.root.members[1].value.items.size(), 12U);
}

TEST(Document, CountsLinesAndCharacters) {
  const Source source("f", motley);
  for (std::size_t offset = 0; offset <= motley.size(); ++offset) {
    ASSERT_EQ(source.place(offset), place_of(motley, offset)) << offset;
  }
}

TEST(Document, CountsCharactersAndNotBytes) {
  EXPECT_EQ(first_problem("{\"about\": \"S\xC3\xA3o\" 1}"), R"(1:17: unexpected "1"; expected ',' or '}')");
  EXPECT_EQ(first_problem("{\"about\": \"\xF0\x9F\x8C\x82\" 1}"), R"(1:15: unexpected "1"; expected ',' or '}')");
}

TEST(Document, CountsWindowsLineEndsOnce) {
  EXPECT_EQ(first_problem("{\r\n\"version\": 1,\r\n  \"about\": x}"), "3:12: unexpected \"x\"; expected a value");
}

TEST(Document, ReadsOverAByteOrderMark) {
  EXPECT_EQ(first_problem("\xEF\xBB\xBF{\"version\": x}"), "1:13: unexpected \"x\"; expected a value");
  EXPECT_EQ(first_problem("\xEF\xBB\xBF"), "1:1: the file is empty; expected a scenario: an object in braces");
}

TEST(Document, RefusesOtherEncodings) {
  EXPECT_EQ(first_problem("\xFF\xFE{\0"), "1:1: the file is UTF-16; expected UTF-8");
  EXPECT_EQ(first_problem("\xFE\xFF"), "1:1: the file is UTF-16; expected UTF-8");
}

TEST(Document, RefusesAnEmptyFile) {
  EXPECT_EQ(first_problem(""), "1:1: the file is empty; expected a scenario: an object in braces");
}

TEST(Document, RefusesBytesThatAreNotUtf8) {
  struct Case {
    const char* bytes;
    const char* problem;
  };
  constexpr Case cases[] = {
      {"\x80", "byte 0x80 is not UTF-8"},
      {"\xC0\xAF", "byte 0xc0 is not UTF-8"},          // overlong
      {"\xC3", "byte 0xc3 is not UTF-8"},              // cut short
      {"\xE0\x80\xAF", "byte 0xe0 is not UTF-8"},      // overlong
      {"\xED\xA0\x80", "byte 0xed is not UTF-8"},      // surrogate
      {"\xF4\x90\x80\x80", "byte 0xf4 is not UTF-8"},  // beyond Unicode
      {"\xF0\x8F\xBF\xBF", "byte 0xf0 is not UTF-8"},  // overlong
      {"\x01", "control character 0x01"},
      {"\x7F", "control character 0x7f"},
  };
  for (const Case& row : cases) {
    const std::string text = std::string("{\n\"about\": \"ab") + row.bytes + "\"}";
    EXPECT_EQ(first_problem(text), std::string("2:13: ") + row.problem + "; expected a scenario as UTF-8 text");
  }
}

TEST(Document, RefusesAZeroByteBehindTheScenario) {
  const std::string text = std::string("{\"version\": 1}\n") + '\0' + "rest";
  EXPECT_EQ(first_problem(text), "2:1: control character 0x00; expected a scenario as UTF-8 text");
}

TEST(Document, RefusesDeepNestingAtTheBracketThatIsTooDeep) {
  const std::string problem = "1:33: nested too deeply; expected at most 32 levels";
  EXPECT_EQ(first_problem(std::string(200'000, '[')), problem);
  EXPECT_EQ(first_problem(std::string(33, '[') + std::string(33, ']')), problem);
  std::string objects;
  for (int i = 0; i < 200'000; ++i) objects += "{\"a\":";
  EXPECT_EQ(first_problem(objects), "1:161: nested too deeply; expected at most 32 levels");
}

TEST(Document, ReadsWhatIsNestedJustDeepEnough) {
  EXPECT_EQ(first_problem(std::string(32, '[') + std::string(32, ']')),
            "1:1: a list does not fit here; expected the scenario: an object");
}

TEST(Document, RefusesAFileThatIsTooLarge) {
  EXPECT_EQ(first_problem(std::string(file_size_max + 1, ' ')), "1:1: the file is too large; expected at most 16 MiB");
}

/// A small generator of its own, so that the rubbish is the same everywhere.
std::string rubbish(std::uint32_t seed, std::string_view alphabet) {
  std::uint32_t state = seed * 2654435761U + 1;
  const auto next = [&] {
    state = state * 1664525U + 1013904223U;
    return state >> 16U;
  };
  std::string text;
  const std::size_t length = next() % 200;
  for (std::size_t i = 0; i < length; ++i) {
    text += alphabet.empty() ? static_cast<char>(next() & 255U) : alphabet[next() % alphabet.size()];
  }
  return text;
}

TEST(Document, GivesAProblemForAnyRubbish) {
  constexpr std::string_view alphabets[] = {"", "{}[],:\"\\/*\n 01-eE.tfn", "{}[]:,\"a 1", "\"\\u00dfD8 \n\t{"};
  for (std::uint32_t seed = 0; seed < 4'000; ++seed) {
    for (const std::string_view alphabet : alphabets) ASSERT_NE(first_problem(rubbish(seed, alphabet)), "none");
  }
}

constexpr std::string_view whole = R"({"version": 1, "about": "a\u00e3\n", /* c */ "marketplaces": ["ana", "bia"], // d
 "products": [{"id": "hat", "owner": "ana", "stock": 3, "price": "49.90 BRL"}],
 "buyers": [{"count": 4, "buy": {"hot": "hat", "share": "80%", "quantity": [1, 3]}, "arrive": {"burst": "1s"}}],
 "network": {"delay": {"uniform": ["1ms", "50ms"]}, "loss": "1%"},
 "faults": [{"at": "1s", "for": "1s", "partition": [["ana"], ["bia"]]}], "expect": {"fails": ["fencing"]}})";

TEST(Document, GivesAProblemForEveryCutOfAScenario) {
  ASSERT_EQ(first_problem(std::string(whole)), "none");
  for (std::size_t length = 0; length < whole.size(); ++length) {
    ASSERT_NE(first_problem(std::string(whole.substr(0, length))), "none") << length;
  }
}

TEST(Document, SurvivesEveryChangeOfOneByte) {
  for (std::size_t at = 0; at < whole.size(); ++at) {
    for (const char c : {'"', '{', ']', ',', '\\', '/', '0', '\0', '\xFF'}) {
      std::string text(whole);
      text[at] = c;
      EXPECT_FALSE(first_problem(text).empty());
    }
  }
}

TEST(Document, TakesNoLongForManyProblems) {
  std::string text = "{\"version\": 1, \"marketplaces\": 2, \"products\": [";
  for (int i = 0; i < 9'000; ++i) text += "{\"idd\": \"hat\", \"onwer\": 1, \"stokc\": true},\n";
  text += "{}]}";
  const auto outcome = read(text, "f");
  ASSERT_TRUE(std::holds_alternative<std::vector<Problem>>(outcome));
  EXPECT_EQ(std::get<std::vector<Problem>>(outcome).size(), 20U);
}

TEST(Document, FindsDuplicatesAmongVeryManyKeys) {
  std::string text = "{";
  for (int i = 0; i < 100'000; ++i) text += "\"k" + std::to_string(i % 99'999) + "\": 1,\n";
  text += "\"version\": 1}";
  const auto parsed = parse_document(Source("f", text));
  ASSERT_TRUE(std::holds_alternative<Document>(parsed));
  const auto& duplicates = std::get<Document>(parsed).duplicates;
  ASSERT_EQ(duplicates.size(), 1U);
  EXPECT_EQ(duplicates[0].key, "k0");
  EXPECT_EQ(Source("f", text).place(duplicates[0].offset), "line 100000, column 1");
  EXPECT_EQ(Source("f", text).place(duplicates[0].first_offset), "line 1, column 2");
}

}  // namespace
}  // namespace feira::scenario
