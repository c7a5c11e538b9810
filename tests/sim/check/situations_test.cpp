#include "tests/sim/check/trace_builder.hpp"

namespace feira::check {
namespace {

TEST(Situations, HaveNamesThatFindThem) {
  for (std::size_t i = 0; i < situation_count; ++i) {
    const auto situation = static_cast<Situation>(i);
    EXPECT_EQ(situation_named(name(situation)), situation);
  }
  EXPECT_EQ(situation_named("fault:pause"), Situation::fault_pause);
  EXPECT_EQ(situation_named("no-such"), std::nullopt);
}

TEST(Situations, CountAnswersAndDecisionsByKind) {
  TraceBuilder trace;
  trace.register_product(umbrella, 9);
  trace.durably_decide(
      umbrella,
      {sold(1), refused(2), refused(3, Outcome::refused_removed), refused(4, Outcome::refused_cancelled),
       refused(5, Outcome::refused_declined), refused(6, Outcome::refused_price_changed)},
      8);
  trace.answer(bia, trace.buy(bia, 7), Pending{});
  trace.answer(bia, trace.buy(bia, 7), NotAccepted{});
  trace.answer(bia, trace.buy(bia, 7), Misuse{});
  for (const Situation situation :
       {Situation::sold, Situation::refused_sold_out, Situation::refused_removed, Situation::refused_cancelled,
        Situation::refused_declined, Situation::refused_price_changed, Situation::pending_answer,
        Situation::not_accepted_answer, Situation::misuse_answer}) {
    EXPECT_EQ(trace.count(situation), 1U) << name(situation);
  }
}

TEST(Situations, CountCopiesAndLosses) {
  TraceBuilder trace;
  const std::uint64_t message = trace.broadcast(bia);
  trace.receive(ana, message);
  trace.receive(caio, message);
  trace.receive(caio, message, false, "late");
  trace.drop(davi, message);
  EXPECT_EQ(trace.count(Situation::duplicate_received), 1U);
  EXPECT_EQ(trace.count(Situation::late_copy_received), 1U);
  EXPECT_EQ(trace.count(Situation::message_lost), 1U);
}

TEST(Situations, TellARepairFromABroadcast) {
  TraceBuilder trace;
  const std::uint64_t made = trace.broadcast(bia, InterestTold{Interest{{bia, 1}, umbrella, {}, {}, false}});
  trace.receive(caio, made, true);
  EXPECT_EQ(trace.count(Situation::repaired), 0U);
  trace.pass(bia, ana, InterestTold{Interest{{bia, 1}, umbrella, {}, {}, true}});  // with purchases, to the owner
  EXPECT_EQ(trace.count(Situation::repaired), 0U);
  trace.pass(caio, davi, InterestTold{Interest{{bia, 1}, umbrella, {}, {}, false}});
  EXPECT_EQ(trace.count(Situation::repaired), 1U);
}

TEST(Situations, TellAFencedCommitFromAnAcceptedOne) {
  TraceBuilder trace;
  trace.register_product(umbrella, 9);
  trace.pass(bia, ana, TraceBuilder::commit_of(bia, 1, {1, 1}));
  trace.durably_decide(umbrella, {sold(1)}, 8, FencingToken{1, 1}, InterestId{bia, 1});
  trace.pass(bia, ana, TraceBuilder::commit_of(bia, 1, {1, 1}));  // again: answered from memory
  trace.send(ana, bia, TraceBuilder::last_word(bia, 1, false, {sold(1)}));
  EXPECT_EQ(trace.count(Situation::fenced_commit), 0U);
  trace.pass(caio, ana, TraceBuilder::commit_of(caio, 1, {1, 1}));
  trace.send(ana, caio, TraceBuilder::last_word(caio, 1, true));
  EXPECT_EQ(trace.count(Situation::fenced_commit), 1U);
  trace.pass(davi, ana, TraceBuilder::commit_of(davi, 1, {1, 1}));  // not answered at all
  trace.pass(davi, ana);
  EXPECT_EQ(trace.count(Situation::fenced_commit), 2U);
}

TEST(Situations, CountLeasesThatEndWithoutACommit) {
  TraceBuilder trace;
  trace.durable_interest(bia, 1, clock_of({{bia, 1}}));
  trace.durable_interest(caio, 1, clock_of({{caio, 1}}));
  trace.send(ana, bia, TraceBuilder::grant_to(bia, 1));
  trace.pass(bia, ana, TraceBuilder::commit_of(bia, 1, {1, 1}));
  trace.send(ana, bia, TraceBuilder::last_word(bia, 1, true));
  EXPECT_EQ(trace.count(Situation::lease_ended), 0U);
  trace.send(ana, caio, TraceBuilder::grant_to(caio, 1));
  trace.send(ana, caio, TraceBuilder::last_word(caio, 1, true));
  trace.send(ana, caio, TraceBuilder::last_word(caio, 1, true));  // told again
  EXPECT_EQ(trace.count(Situation::lease_ended), 1U);
}

TEST(Situations, CountHooksThatOutlastTheirLease) {
  TraceBuilder trace;
  trace.hook_start(bia, {1, 1}, 10, 1);
  trace.hook_start(bia, {1, 1}, 10, 2);
  trace.at(10);
  trace.hook_end(bia, {1, 1}, 1);
  trace.at(11);
  trace.hook_end(bia, {1, 1}, 2);
  EXPECT_EQ(trace.count(Situation::hook_outlasted_lease), 1U);
}

TEST(Situations, CountRetriesAnsweredFromMemory) {
  TraceBuilder trace;
  trace.register_product(umbrella, 9);
  const std::uint64_t first = trace.buy(bia, 1);
  trace.durably_decide(umbrella, {sold(1)}, 8);
  trace.answer(bia, first, feira::Answered{sold(1)});
  EXPECT_EQ(trace.count(Situation::retry_answered_from_memory), 0U);
  trace.told(caio, sold(1));
  EXPECT_EQ(trace.count(Situation::retry_answered_from_memory), 1U);
}

TEST(Situations, CountWhatCrashesMet) {
  TraceBuilder trace;
  trace.durable_interest(bia, 1, clock_of({{bia, 1}}));
  trace.record(bia, FrontierMarked{});
  trace.crash(bia, 1);
  trace.recover(bia);
  EXPECT_EQ(trace.count(Situation::volatile_loss), 1U);
  EXPECT_EQ(trace.count(Situation::recovery_with_open_interests), 1U);
  trace.record(bia, InterestClosed{1});
  trace.durable(bia);
  trace.restart(bia);
  EXPECT_EQ(trace.count(Situation::volatile_loss), 1U);
  EXPECT_EQ(trace.count(Situation::recovery_with_open_interests), 1U);
}

TEST(Situations, CountAnOwnersChangeThatTookItsTurn) {
  TraceBuilder trace;
  trace.register_product(umbrella, 9);
  trace.durable_interest(bia, 1, clock_of({{bia, 1}}));
  const std::uint64_t request = trace.ask_change(ana);
  trace.send(ana, bia, TraceBuilder::grant_to(bia, 1));
  trace.change(ChangeKind::withdrawn, umbrella, 1, 8);
  trace.answer(ana, request, ChangeMade{umbrella, trace.version(ana)});
  EXPECT_EQ(trace.count(Situation::owner_change_queued), 1U);
}

TEST(Situations, CountFaultsVoidsAndSettledAnswers) {
  TraceBuilder trace;
  trace.fault("partition");
  trace.fault("cut ana to bia");
  trace.fault("crash");
  trace.fault("pause");
  trace.record(ana, Voided{bia, {1, 2}});
  trace.pass(bia, ana, Settled{{{1, 2}}});
  for (const Situation situation : {Situation::fault_partition, Situation::fault_cut, Situation::fault_crash,
                                    Situation::fault_pause, Situation::voided, Situation::settled}) {
    EXPECT_EQ(trace.count(situation), 1U) << name(situation);
  }
}

}  // namespace
}  // namespace feira::check
