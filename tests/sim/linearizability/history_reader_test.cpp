#include "sim/linearizability/history_reader.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <string_view>

namespace feira::linearizability {
namespace {

using testing::HasSubstr;

// Takes the lines of `text` one after the other.
History read(Model model, std::string_view text) {
  HistoryReader reader(model);
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    reader.take(text.substr(0, end));
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  }
  return reader.finish();
}

TEST(HistoryReader, TakesAnOperationFromInvokeToReturn) {
  const History history = read(Model::reg, R"({"index":4,"process":2,"type":"invoke","f":"cas","value":[1,-2]}

{"index":7,"process":2,"type":"ok","f":"cas","value":[1,-2],"result":true})");
  ASSERT_EQ(history.operations.size(), 1U);
  const Operation& cas = history.operations[0];
  EXPECT_EQ(cas.invoked, 1U);
  EXPECT_EQ(cas.returned, 3U);
  EXPECT_EQ(cas.a, 1);
  EXPECT_EQ(cas.b, -2);
  EXPECT_TRUE(cas.result);
  EXPECT_EQ(history.processes[cas.process], 2);
  ASSERT_EQ(history.objects.size(), 1U);
  EXPECT_EQ(history.objects[0].steps.size(), 2U);
}

TEST(HistoryReader, LeavesOutWhatFailedAndKeepsWhatIsUnknownOpen) {
  const History history = read(Model::stock, R"({"initial": 3}
{"index":0,"process":0,"type":"invoke","f":"buy","value":1}
{"index":1,"process":1,"type":"invoke","f":"buy","value":1}
{"index":2,"process":2,"type":"invoke","f":"buy","value":1}
{"index":3,"process":0,"type":"fail","f":"buy","value":1}
{"index":4,"process":1,"type":"info","f":"buy","value":null,"error":["timed out",{"after":1.5e3}]})");
  EXPECT_EQ(history.initial, 3);
  ASSERT_EQ(history.objects[0].steps.size(), 2U);
  for (const Step step : history.objects[0].steps) {
    EXPECT_FALSE(step.returns());
    EXPECT_EQ(history.operations[step.operation()].returned, never);
    EXPECT_NE(step.operation(), 0U);
  }
}

TEST(HistoryReader, TellsKeysApart) {
  const History history = read(Model::kv, R"({"process":0,"type":"invoke","f":"put","key":"a","value":"x"}
{"process":1,"type":"invoke","f":"get","key":"b"}
{"process":0,"type":"ok","f":"put","key":"a","value":"x"}
{"process":1,"type":"ok","f":"get","value":"\u00e9\ud83c\udfaa\n"}
{"process":1,"type":"invoke","f":"append","key":"a","value":""})");
  ASSERT_EQ(history.objects.size(), 2U);
  EXPECT_EQ(history.objects[0].key, "a");
  EXPECT_EQ(history.objects[0].steps.size(), 3U);
  EXPECT_EQ(history.objects[1].key, "b");
  EXPECT_EQ(history.texts[history.operations[1].a], "\xC3\xA9\xF0\x9F\x8E\xAA\n");
  EXPECT_TRUE(history.keyed);
}

TEST(HistoryReader, TakesTheGreatestAndLeastNumbers) {
  const History history = read(Model::reg, R"({"process":0,"type":"invoke","f":"write","value":9223372036854775807}
{"process":1,"type":"invoke","f":"write","value":-9223372036854775808})");
  EXPECT_EQ(history.operations[0].a, INT64_MAX);
  EXPECT_EQ(history.operations[1].a, INT64_MIN);
}

struct Bad {
  const char* name;
  Model model;
  const char* text;
  std::uint64_t line;
  std::size_t column;
  const char* what;
  const char* expected;
};

void PrintTo(const Bad& bad, std::ostream* out) { *out << bad.name; }

class BadHistory : public testing::TestWithParam<Bad> {};

TEST_P(BadHistory, IsRefusedWithPlaceAndExpectation) {
  const Bad& bad = GetParam();
  HistoryReader reader(bad.model);
  std::string_view text = bad.text;
  try {
    while (!text.empty()) {
      const std::size_t end = text.find('\n');
      reader.take(text.substr(0, end));
      text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    }
    reader.finish();
    FAIL() << "it was taken";
  } catch (const LineProblem& problem) {
    EXPECT_EQ(reader.lines(), bad.line);
    EXPECT_EQ(problem.at + 1, bad.column) << problem.what;
    EXPECT_THAT(problem.what, HasSubstr(bad.what));
    EXPECT_THAT(problem.expected, HasSubstr(bad.expected));
  }
}

#define INVOKE(f, value) R"({"process":1,"type":"invoke","f":")" f R"(","value":)" value "}\n"
#define ANSWER(type, f, value) R"({"process":1,"type":")" type R"(","f":")" f R"(","value":)" value "}\n"

constexpr Bad bad_histories[] = {
    {"Empty", Model::reg, "", 0, 1, "no operation", "a JSON object"},
    {"OnlyBlankLines", Model::reg, "\n  \n", 2, 1, "no operation", "a JSON object"},
    {"EmptyStock", Model::stock, "", 0, 1, "empty", R"({"initial": 10})"},
    {"StockWithoutOperations", Model::stock, R"({"initial": 10})", 1, 1, "no operation", "a JSON object"},
    {"StockWithoutInitial", Model::stock, INVOKE("buy", "1"), 1, 1, "no \"initial\"", "first line"},
    {"NegativeInitial", Model::stock, R"({"initial": -1})", 1, 13, "negative", "initial"},
    {"InitialIsText", Model::stock, R"({"initial": "3"})", 1, 13, "found", "initial"},
    {"NotAnObject", Model::reg, "[1]", 1, 1, "found [", "a JSON object"},
    {"Rubbish", Model::reg, "\xFF\xFE", 1, 1, "a byte that does not belong here", "a JSON object"},
    {"CutOff", Model::reg, R"({"process":1,"type":"invoke")", 1, 29, "the line ends here", "a comma or }"},
    {"TwoObjectsInALine", Model::reg, "{} {}", 1, 4, "found {", "the end of the line"},
    {"NameTwice", Model::reg, R"({"process":1,"process":1})", 1, 14, "\"process\" stands here twice", "once"},
    {"NoProcess", Model::reg, R"({"type":"invoke","f":"read"})", 1, 1, "no \"process\"", "process"},
    {"NoType", Model::reg, R"({"process":1,"f":"read"})", 1, 1, "no \"type\"", "type"},
    {"NoFunction", Model::reg, R"({"process":1,"type":"invoke"})", 1, 1, "no \"f\"", "process, type and f"},
    {"ProcessIsText", Model::reg, R"({"process":"a"})", 1, 12, "found", "a whole number of 64 bits"},
    {"ProcessIsAFraction", Model::reg, R"({"process":1.5})", 1, 12, "1.5 is no whole number", "a whole number"},
    {"UnknownType", Model::reg, R"({"type":"okay"})", 1, 9, "unknown type \"okay\"", "invoke, ok, fail, info"},
    {"UnknownFunction", Model::reg, R"({"f":"buy"})", 1, 6, "unknown f \"buy\"",
     "read, write, cas (the model is register)"},
    {"IndexFallsBack", Model::reg,
     R"({"index":5,"process":1,"type":"invoke","f":"read"}
{"index":5,"process":2,"type":"invoke","f":"read"})",
     2, 10, "index 5 after 5", "indexes that rise"},
    {"BeyondSixtyFourBits", Model::reg, INVOKE("write", "9223372036854775808"), 1, 50, "beyond 64 bits", "64 bits"},
    {"LeadingZero", Model::reg, INVOKE("write", "01"), 1, 50, "a broken number", "as JSON has it"},
    {"Exponent", Model::reg, INVOKE("write", "1e3"), 1, 50, "1e3 is no whole number", "64 bits"},
    {"WriteOfText", Model::reg, INVOKE("write", "\"1\""), 1, 50, "not what write takes", "a whole number of 64 bits"},
    {"WriteOfNothing", Model::reg, R"({"process":1,"type":"invoke","f":"write"})", 1, 1, "no \"value\"", "64 bits"},
    {"CasOfOne", Model::reg, INVOKE("cas", "[1]"), 1, 50, "found ]", "[from, to]"},
    {"CasOfThree", Model::reg, INVOKE("cas", "[1,2,3]"), 1, 52, "found ,", "[from, to]"},
    {"CasOfANumber", Model::reg, INVOKE("cas", "1"), 1, 48, "not what cas takes", "[from, to]"},
    {"ReadWithAValue", Model::reg, INVOKE("read", "1"), 1, 49, "before it was read", "null"},
    {"NegativeBuy", Model::stock, "{\"initial\":1}\n" INVOKE("buy", "-1"), 2, 48, "not what buy takes", "from 0"},
    {"StockBeyondSixtyFourBits", Model::stock, "{\"initial\":1}\n" INVOKE("restock", "9223372036854775807"), 2, 52,
     "more stock than 64 bits can count", "2^63"},
    {"BuyWithoutResult", Model::stock, "{\"initial\":1}\n" INVOKE("buy", "1") ANSWER("ok", "buy", "1"), 3, 1,
     "no \"result\"", "\"result\":true"},
    {"ResultIsText", Model::stock, "{\"initial\":1}\n{\"result\":\"true\"}", 2, 11, "found", "true or false"},
    {"NoKey", Model::kv, INVOKE("get", "null"), 1, 1, "no \"key\"", "key"},
    {"KeyIsANumber", Model::kv, R"({"key":3})", 1, 8, "found 3", "a key, a string"},
    {"PutOfANumber", Model::kv, R"({"key":"3","process":1,"type":"invoke","f":"put","value":3})", 1, 58,
     "not what put takes", "a string"},
    {"TwoOpenOperations", Model::reg, INVOKE("read", "null") INVOKE("read", "null"), 2, 12, "process 1 invokes again",
     "first an answer to its operation of line 1"},
    {"AnswerWithoutInvoke", Model::reg, ANSWER("ok", "read", "1"), 1, 21, "process 1 has nothing open", "its invoke"},
    {"AnsweredTwice", Model::reg, INVOKE("read", "null") ANSWER("ok", "read", "1") ANSWER("ok", "read", "1"), 3, 21,
     "has nothing open", "its invoke"},
    {"ProcessUsedAfterInfo", Model::reg, INVOKE("read", "null") ANSWER("info", "read", "null") INVOKE("read", "null"),
     3, 12, "process 1 is used again after the info in line 2", "a new process"},
    {"OtherFunctionAnswers", Model::reg, INVOKE("read", "null") ANSWER("ok", "write", "1"), 2, 30,
     "\"write\" answers \"read\"", "its invoke, line 1"},
    {"OtherValueAnswers", Model::reg, INVOKE("write", "1") ANSWER("ok", "write", "2"), 2, 46, "differs", "line 1"},
    {"OtherKeyAnswers", Model::reg,
     R"({"key":"a","process":1,"type":"invoke","f":"read"}
{"key":"b","process":1,"type":"ok","f":"read","value":1})",
     2, 8, "the key differs", "line 1"},
    {"ReadOfNothing", Model::reg, INVOKE("read", "null") R"({"process":1,"type":"ok","f":"read"})", 2, 1,
     "no \"value\"", "what was read"},
    {"StockReadsNull", Model::stock, "{\"initial\":1}\n" INVOKE("read", "null") ANSWER("ok", "read", "null"), 3, 45,
     "not what read gives", "a whole number"},
    {"NotUtf8", Model::kv, "{\"key\":\"\xC0\xAF\"}", 1, 9, "no UTF-8", "UTF-8"},
    {"HalfASurrogatePair", Model::kv, R"({"key":"\ud800x"})", 1, 15, "half of a surrogate pair", "second half"},
    {"ControlCharacter", Model::kv, "{\"key\":\"a\tb\"}", 1, 10, "a control character", "escaped"},
    {"NestedTooDeeply", Model::reg,
     "{\"x\":[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[",
     1, 106, "nested too deeply", "100 levels"},
};

INSTANTIATE_TEST_SUITE_P(Histories, BadHistory, testing::ValuesIn(bad_histories),
                         [](const auto& test) { return std::string(test.param.name); });

}  // namespace
}  // namespace feira::linearizability
