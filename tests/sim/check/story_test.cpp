// What people read: rendered lines, JSON lines, and the causal past of a violation.

#include <gmock/gmock.h>

#include "sim/check/causal_past.hpp"
#include "sim/check/json_line.hpp"
#include "sim/check/render.hpp"
#include "tests/sim/check/trace_builder.hpp"

namespace feira::check {
namespace {

/// All events of a trace in both forms.
struct Told {
  explicit Told(TraceBuilder& trace) {
    trace.tell([this](const Event& event) {
      lines.push_back(render(event, names));
      json.push_back(json_line(event, names));
      kept.observe(event);
    });
  }
  Names names = four_names();
  std::vector<std::string> lines;
  std::vector<std::string> json;
  KeptTrace kept{four_names()};
};

TEST(Render, TellsAnInterest) {
  TraceBuilder trace;
  Told told(trace);
  trace.at(1204);
  trace.interest(bia, 3, clock_of({{ana, 4}, {bia, 3}}));
  EXPECT_EQ(told.lines.back(), "   1.204 s  bia   makes interest bia#3 for umbrella {ana 4, bia 3}");
}

TEST(Render, TellsMessages) {
  TraceBuilder trace;
  Told told(trace);
  trace.pass(ana, bia, TraceBuilder::grant_to(bia, 3));
  EXPECT_EQ(told.lines[0], "   0.000 s  ana -> bia  grant umbrella to bia#3, token 1.1, stock 0 {}");
  EXPECT_EQ(told.lines[1], "   0.000 s  bia <- ana  grant umbrella to bia#3, token 1.1, stock 0 {}");
  trace.broadcast(caio);
  EXPECT_EQ(told.lines.back(), "   0.000 s  caio -> all  heartbeat {}");
}

TEST(Render, TellsDecisionsQuestionsAndAnswers) {
  TraceBuilder trace;
  Told told(trace);
  trace.decide(umbrella, {sold(1), refused(2)}, 4, FencingToken{1, 9}, InterestId{bia, 3});
  EXPECT_EQ(told.lines.back(),
            "   0.000 s  ana   decides on umbrella: 7.1 sold; 7.2 refused: sold out, 4 left, version 1, token 1.9, "
            "for bia#3");
  trace.told(bia, sold(1));
  EXPECT_EQ(told.lines[1], "   0.000 s  bia   is asked for 1 umbrella, key 7.1 (request 1)");
  EXPECT_EQ(told.lines[2], "   0.000 s  bia   answers request 1: sold");
}

TEST(JsonLine, HasItsFieldsInAFixedOrder) {
  TraceBuilder trace;
  Told told(trace);
  trace.at(2);
  trace.pass(ana, bia, Release{{bia, 3}, umbrella, {1, 9}});
  EXPECT_EQ(told.json[0],
            R"({"number":1,"time":2000000,"local":"2000000","kind":"send","process":"ana","peer":"bia","id":1,)"
            R"("departed":true,"message":{"kind":"release","from":"ana","incarnation":0,"sent":"0","clock":{},)"
            R"("interest":"bia#3","product":"umbrella","token":"1.9"}})"
            "\n");
  trace.interest(bia, 1, clock_of({{ana, 4}, {bia, 1}}), umbrella, clock_of({{ana, 2}}));
  EXPECT_EQ(told.json.back(), R"({"number":3,"time":2000000,"local":"2000000","kind":"record","process":"bia","id":1,)"
                              R"("record":{"kind":"interest-made","clock":{},"frontier":{"ana":2},"interest":"bia#1",)"
                              R"("product":"umbrella","interest-clock":{"ana":4,"bia":1}}})"
                              "\n");
}

TEST(JsonLine, EscapesLabels) {
  TraceBuilder trace;
  Told told(trace);
  trace.fault("cut \"ana\"\n");
  EXPECT_EQ(told.json.back(), R"({"number":1,"time":0,"kind":"fault","label":"cut \"ana\"\u000a"})"
                              "\n");
}

std::vector<std::string> lines_of(const std::vector<PastEvent>& past) {
  std::vector<std::string> lines;
  for (const PastEvent& event : past) lines.push_back((event.breaks ? "!" : " ") + event.line);
  return lines;
}

TEST(CausalPast, TellsHowTheBreakingEventsCameAboutInOrder) {
  TraceBuilder trace;
  Told told(trace);
  trace.durable_interest(davi, 1, clock_of({{davi, 1}}), lamp);  // nothing to do with it
  trace.at(1);
  trace.durable_interest(bia, 1, clock_of({{bia, 1}}));
  trace.at(2);
  const std::uint64_t heartbeat = trace.broadcast(bia);
  trace.receive(caio, heartbeat);
  trace.receive(davi, heartbeat, true);
  trace.pass(davi, caio);
  trace.at(3);
  trace.durable_interest(caio, 1, clock_of({{bia, 1}, {caio, 1}, {davi, 1}}));
  const std::uint64_t told_to_ana =
      trace.broadcast(caio, InterestTold{Interest{{caio, 1}, umbrella, clock_of({{bia, 1}, {caio, 1}}), {}, false}});
  trace.at(4);
  trace.receive(ana, told_to_ana, true);
  trace.deliver(ana, caio, 1);
  trace.send(ana, caio, TraceBuilder::grant_to(caio, 1));
  trace.at(5);
  trace.send(ana, bia, TraceBuilder::grant_to(bia, 1));
  trace.at(6);
  trace.durable_interest(bia, 2, clock_of({{bia, 2}}));  // after it

  const Verdict verdict = trace.verdict(Property::grant_order);
  ASSERT_TRUE(verdict.violation.has_value());
  EXPECT_EQ(lines_of(causal_past(told.kept, *verdict.violation)),
            (std::vector<std::string>{
                "    0.001 s  bia   makes interest bia#1 for umbrella {bia 1}",
                "    0.002 s  bia -> caio, davi  heartbeat {}",
                "    0.002 s  davi -> caio  heartbeat {}",
                "    0.003 s  caio  makes interest caio#1 for umbrella {bia 1, caio 1, davi 1}",
                "    0.003 s  caio -> ana  interest caio#1 for umbrella {bia 1, caio 1}, sent with {}, reaches "
                "ana at 0.004 s",
                "    0.004 s  ana   delivers caio#1",
                "!   0.004 s  ana -> caio  grant umbrella to caio#1, token 1.1, stock 0 {}",
                "!   0.005 s  ana -> bia  grant umbrella to bia#1, token 1.1, stock 0 {}",
            }));
}

TEST(CausalPast, KeepsToTheNearestAndNeverLosesTheBreakingEvents) {
  TraceBuilder trace;
  Told told(trace);
  trace.register_product(umbrella, 100);
  trace.durably_decide(umbrella, {sold(1)}, 99);
  for (std::uint64_t i = 2; i < 50; ++i) trace.durably_decide(umbrella, {sold(i)}, 100 - static_cast<std::int64_t>(i));
  trace.durably_decide(umbrella, {sold(1)}, 50);
  const Verdict verdict = trace.verdict(Property::at_most_once);
  ASSERT_TRUE(verdict.violation.has_value());
  const std::vector<PastEvent> past = causal_past(told.kept, *verdict.violation, 5);
  ASSERT_EQ(past.size(), 7U);
  EXPECT_TRUE(past.front().breaks);
  EXPECT_TRUE(past.back().breaks);
}

TEST(CausalPast, TellsTheMessageThatLedToTheBreakingEventHoweverLongItTook) {
  TraceBuilder trace;
  Told told(trace);
  trace.register_product(umbrella, 100);
  trace.at(1);
  const Commit late{Interest{{bia, 1}, umbrella, clock_of({{bia, 1}}), {}, false}, {1, 1}, {}, {}};
  const std::uint64_t commit = trace.send(bia, ana, late);
  trace.send(bia, ana, late);
  for (std::uint64_t i = 2; i < 30; ++i) {
    trace.at(static_cast<std::int64_t>(i));
    trace.durably_decide(umbrella, {sold(i)}, 101 - static_cast<std::int64_t>(i), FencingToken{1, i},
                         InterestId{caio, i});
  }
  trace.at(40);
  trace.receive(ana, commit, true);
  trace.durably_decide(umbrella, {sold(1)}, 71, FencingToken{1, 1}, InterestId{bia, 1});
  const Verdict verdict = trace.verdict(Property::fencing);
  ASSERT_TRUE(verdict.violation.has_value());
  const std::vector<std::string> lines = lines_of(causal_past(told.kept, *verdict.violation, 3));
  ASSERT_EQ(lines.size(), 6U);
  EXPECT_THAT(lines.front(), testing::StartsWith("    0.001 s  bia -> ana  commit umbrella bia#1, token 1.1"));
  EXPECT_THAT(lines.front(), testing::EndsWith(", reaches ana at 0.040 s"));
}

TEST(CausalPast, LeavesOutWhatACrashTookBack) {
  TraceBuilder trace;
  Told told(trace);
  trace.register_product(umbrella, 3);
  trace.decide(umbrella, {sold(1)}, 2);  // lost
  trace.crash(ana, 1);
  trace.recover(ana);
  trace.durably_decide(umbrella, {sold(2)}, 3);
  const Verdict verdict = trace.verdict(Property::no_oversell);
  ASSERT_TRUE(verdict.violation.has_value());
  const std::vector<std::string> lines = lines_of(causal_past(told.kept, *verdict.violation));
  EXPECT_EQ(lines, (std::vector<std::string>{
                       "!   0.000 s  ana   registers 3 umbrella, 3 left, version 1",
                       "    0.000 s  ana   crashes; records up to 1 survive",
                       "    0.000 s  ana   recovers",
                       "!   0.000 s  ana   decides on umbrella: 7.2 sold, 3 left, version 3",
                   }));
}

TEST(Checkers, AreAValueWhoseCopiesGoOnIndependently) {
  TraceBuilder trace;
  trace.hook_start(bia, {1, 1}, 1000);
  TraceBuilder copy = trace;
  copy.hook_start(caio, {1, 2}, 1000);
  EXPECT_FALSE(copy.verdict(Property::mutual_exclusion).holds);
  EXPECT_TRUE(trace.verdict(Property::mutual_exclusion).holds);
  EXPECT_FALSE(copy.checkers().all_hold());
  EXPECT_TRUE(trace.checkers().all_hold());
}

TEST(Properties, HaveNamesThatFindThem) {
  for (std::size_t i = 0; i < property_count; ++i) {
    const auto property = static_cast<Property>(i);
    EXPECT_EQ(property_named(name(property)), property);
  }
  EXPECT_EQ(property_named("no-such"), std::nullopt);
}

}  // namespace
}  // namespace feira::check
