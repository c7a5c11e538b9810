// What single mechanisms of the search are for, and what is told of a violation.
#include "sim/linearizability/judge.hpp"

#include <gtest/gtest.h>

#include <string>
#include <string_view>

#include "sim/linearizability/history_reader.hpp"
#include "tests/sim/linearizability/random_history.hpp"

namespace feira::linearizability {
namespace {

Judgement judged(const History& history, const Budget& budget = {}) {
  return judge(history, budget, [](std::uint64_t) {});
}

// A history in shorthand: a call for each line.
class Lines {
 public:
  explicit Lines(Model model) : reader_(model) {
    if (model == Model::stock) reader_.take(R"({"initial": 3})");
  }
  Lines& invoke(int process, const std::string& f, const std::string& value) {
    return line(process, "invoke", f, value, "");
  }
  Lines& ok(int process, const std::string& f, const std::string& value, const std::string& result = "") {
    return line(process, "ok", f, value, result);
  }
  Lines& info(int process, const std::string& f, const std::string& value) {
    return line(process, "info", f, value, "");
  }
  History history() { return reader_.finish(); }

 private:
  Lines& line(int process, const char* type, const std::string& f, const std::string& value,
              const std::string& result) {
    reader_.take(R"({"process":)" + std::to_string(process) + R"(,"type":")" + type + R"(","f":")" + f +
                 R"(","key":"k","value":)" + value + (result.empty() ? "" : ",\"result\":" + result) + "}");
    return *this;
  }
  HistoryReader reader_;
};

TEST(Judge, ARegisterIsNullAtFirstAndNoCompareAndSetMatchesThat) {
  EXPECT_EQ(judged(Lines(Model::reg).invoke(1, "read", "null").ok(1, "read", "null").history()).answer,
            Answer::linearizable);
  EXPECT_EQ(judged(Lines(Model::reg).invoke(1, "cas", "[null,1]").ok(1, "cas", "[null,1]", "true").history()).answer,
            Answer::violated);
  EXPECT_EQ(judged(Lines(Model::reg).invoke(1, "cas", "[null,1]").ok(1, "cas", "[null,1]", "false").history()).answer,
            Answer::linearizable);
}

TEST(Judge, AnOperationOfUnknownOutcomeMayTakeEffectMuchLater) {
  Lines lines(Model::reg);
  lines.invoke(1, "write", "7").info(1, "write", "7");
  for (int i = 0; i < 3; ++i) lines.invoke(2, "read", "null").ok(2, "read", "null");
  lines.invoke(2, "read", "null").ok(2, "read", "7");
  EXPECT_EQ(judged(lines.history()).answer, Answer::linearizable);
}

TEST(Judge, AnOperationOfUnknownOutcomeTakesEffectOnceAtMost) {
  Lines lines(Model::stock);
  lines.invoke(1, "restock", "4").info(1, "restock", "4");
  lines.invoke(2, "read", "null").ok(2, "read", "7");
  lines.invoke(2, "buy", "7").ok(2, "buy", "7", "true");
  lines.invoke(2, "buy", "1").ok(2, "buy", "1", "true");
  const Judgement judgement = judged(lines.history());
  ASSERT_EQ(judgement.answer, Answer::violated);
  EXPECT_EQ(judgement.violation->story.state, "0");
}

TEST(Judge, AViolationNamesTheOperationAndShowsWhatCameBefore) {
  Lines lines(Model::kv);
  lines.invoke(1, "put", "\"a\"").ok(1, "put", "\"a\"");
  lines.invoke(1, "append", "\"b\"").invoke(2, "append", "\"c\"");
  lines.ok(1, "append", "\"b\"").ok(2, "append", "\"c\"");
  lines.invoke(3, "get", "null").ok(3, "get", "\"acb\"");
  lines.invoke(3, "get", "null").invoke(1, "append", "\"d\"").ok(3, "get", "\"abc\"");
  const History history = lines.history();
  const Judgement judgement = judged(history);
  ASSERT_EQ(judgement.answer, Answer::violated);
  EXPECT_EQ(history.operations[judgement.violation->operation].invoked, 9U);
  EXPECT_EQ(history.operations[judgement.violation->operation].returned, 11U);
  const Story& story = judgement.violation->story;
  ASSERT_EQ(story.order.size(), 4U);
  EXPECT_EQ(history.texts[history.operations[story.order[1].operation].a], "c");
  EXPECT_EQ(story.order[2].state, "\"acb\"");
  EXPECT_EQ(story.state, "\"acb\"");
  ASSERT_EQ(story.open.size(), 2U);
}

TEST(Judge, OfSeveralViolatedKeysTheEarliestIsTold) {
  HistoryReader reader(Model::reg);
  for (const char* line :
       {R"({"key":"x","process":1,"type":"invoke","f":"read"})",
        R"({"key":"y","process":2,"type":"invoke","f":"read"})", R"({"process":2,"type":"ok","f":"read","value":1})",
        R"({"process":1,"type":"ok","f":"read","value":1})"}) {
    reader.take(line);
  }
  const History history = reader.finish();
  const Judgement judgement = judged(history);
  EXPECT_EQ(judgement.objects_violated, 2U);
  ASSERT_TRUE(judgement.violation.has_value());
  EXPECT_EQ(history.objects[judgement.violation->object].key, "y");
}

TEST(Judge, TenAppendsAtOnceAreNoMatterWhenAGetTellsTheirOrder) {
  Lines lines(Model::kv);
  for (int i = 0; i < 10; ++i) lines.invoke(i, "append", "\"" + std::to_string(i) + "\"");
  for (int i = 0; i < 10; ++i) lines.ok(i, "append", "\"" + std::to_string(i) + "\"");
  lines.invoke(1, "get", "null").ok(1, "get", "\"7031859264\"");
  const Judgement judgement = judged(lines.history());
  EXPECT_EQ(judgement.answer, Answer::linearizable);
  EXPECT_LT(judgement.steps, 1'000U);
}

TEST(Judge, ManyBuysOfOneSizeAreNoMatter) {
  Lines lines(Model::stock);
  lines.invoke(100, "restock", "1000");
  for (int i = 0; i < 60; ++i) lines.invoke(i, "buy", i % 2 == 0 ? "2" : "1");
  lines.ok(100, "restock", "1000").invoke(100, "read", "null");
  for (int i = 0; i < 60; ++i) lines.ok(i, "buy", i % 2 == 0 ? "2" : "1", "true");
  lines.ok(100, "read", "977");
  const Judgement judgement = judged(lines.history());
  EXPECT_EQ(judgement.answer, Answer::linearizable);
  EXPECT_LT(judgement.steps, 200'000U);
}

TEST(Judge, MoreOperationsThanABitEachInAWordCanBeOpen) {
  Lines lines(Model::reg);
  for (int i = 0; i < 300; ++i) lines.invoke(i, "write", std::to_string(i)).info(i, "write", std::to_string(i));
  lines.invoke(1000, "read", "null").ok(1000, "read", "17");
  lines.invoke(1000, "read", "null").ok(1000, "read", "299");
  EXPECT_EQ(judged(lines.history()).answer, Answer::linearizable);
  lines = Lines(Model::reg);
  for (int i = 0; i < 300; ++i) lines.invoke(i, "write", std::to_string(i)).info(i, "write", std::to_string(i));
  lines.invoke(1000, "read", "null").ok(1000, "read", "17");
  lines.invoke(1000, "cas", "[299,1]").ok(1000, "cas", "[299,1]", "true");
  lines.invoke(1000, "read", "null").ok(1000, "read", "300");
  EXPECT_EQ(judged(lines.history()).answer, Answer::violated);
}

TEST(Judge, BeyondItsBudgetTheAnswerIsUnknown) {
  const RandomHistory random({.model = Model::stock, .clients = 16, .operations = 100, .values = 8}, 5);
  EXPECT_EQ(judged(random.history()).answer, Answer::linearizable);
  const Judgement steps = judged(random.history(), {.steps = 1'000});
  EXPECT_EQ(steps.answer, Answer::unknown);
  EXPECT_STREQ(steps.reason, out_of_steps);
  EXPECT_LE(steps.steps, 1'000U);
  const Judgement memory = judged(random.history(), {.memory = 4'000});
  EXPECT_EQ(memory.answer, Answer::unknown);
  EXPECT_STREQ(memory.reason, out_of_memory);
}

TEST(Judge, StepsGrowWithTheLengthForAFixedNumberOfClients) {
  const auto steps = [](Model model, std::uint32_t operations) {
    const RandomHistory random({.model = model, .clients = 5, .operations = operations, .values = 5}, 1);
    const Judgement judgement = judged(random.history());
    EXPECT_EQ(judgement.answer, Answer::linearizable);
    return judgement.steps;
  };
  for (const Model model : {Model::stock, Model::reg}) {
    const std::uint64_t of_thousand = steps(model, 1'000);
    EXPECT_LT(steps(model, 20'000), 30 * of_thousand) << name(model);
  }
}

}  // namespace
}  // namespace feira::linearizability
