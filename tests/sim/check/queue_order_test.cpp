// grant-order: of those that wait together the first in the queue's order is granted.

#include "tests/sim/check/trace_builder.hpp"

namespace feira::check {
namespace {

/// By the sums of their clocks bia#1 and davi#1 stand before caio#1, and bia#1 by its number before davi#1.
class QueueOrder : public ::testing::Test {
 protected:
  QueueOrder() {
    trace.durable_interest(bia, 1, clock_of({{bia, 1}}));
    trace.pass(bia, caio);
    trace.durable_interest(caio, 1, clock_of({{bia, 1}, {caio, 1}}));
    trace.durable_interest(davi, 1, clock_of({{davi, 1}}));
  }
  TraceBuilder trace;
};

TEST_F(QueueOrder, HoldsWhenThoseThatWaitAreGrantedInTheQueuesOrder) {
  trace.at(1);
  trace.deliver(ana, davi, 1);
  trace.deliver(ana, bia, 1);
  trace.deliver(ana, caio, 1);
  trace.at(2);
  trace.send(ana, bia, TraceBuilder::grant_to(bia, 1));
  trace.send(ana, davi, TraceBuilder::grant_to(davi, 1));
  trace.send(ana, caio, TraceBuilder::grant_to(caio, 1));
  expect_holds(trace, Property::grant_order);
}

TEST_F(QueueOrder, IsViolatedWhenAGreaterClockIsGrantedWhileASmallerWaits) {
  trace.at(1);
  trace.deliver(ana, caio, 1);
  trace.deliver(ana, davi, 1);
  const std::uint64_t since = trace.last();
  trace.at(2);
  trace.send(ana, caio, TraceBuilder::grant_to(caio, 1));
  expect_violated(trace, Property::grant_order,
                  "davi#1 stands before caio#1 in the queue for ana/1, yet caio#1 was granted", {since, trace.last()});
}

TEST_F(QueueOrder, IsViolatedWhenTheLaterMarketplaceOfTwoEqualClocksIsGranted) {
  trace.at(1);
  trace.deliver(ana, davi, 1);
  trace.deliver(ana, bia, 1);
  const std::uint64_t since = trace.last();
  trace.at(2);
  trace.send(ana, davi, TraceBuilder::grant_to(davi, 1));
  expect_violated(trace, Property::grant_order,
                  "bia#1 stands before davi#1 in the queue for ana/1, yet davi#1 was granted", {since, trace.last()});
}

TEST_F(QueueOrder, LooksAtAGrantWhenItIsMadeAndNotWhenItLeaves) {
  trace.at(1);
  trace.deliver(ana, caio, 1);
  trace.at(2);
  const std::uint64_t grant = trace.held_back(ana, caio, TraceBuilder::grant_to(caio, 1));
  trace.deliver(ana, davi, 1);
  trace.at(3);
  trace.depart(grant);
  expect_holds(trace, Property::grant_order);
}

TEST_F(QueueOrder, LetsWhoeverIsClosedOrForgottenWaitNoMore) {
  trace.at(1);
  trace.deliver(ana, bia, 1);
  trace.deliver(ana, davi, 1);
  trace.deliver(ana, caio, 1);
  trace.at(2);
  trace.send(ana, bia, TraceBuilder::last_word(bia, 1, false));
  trace.send(ana, davi, TraceBuilder::grant_to(davi, 1));
  trace.restart(ana);
  trace.durable_interest(bia, 2, clock_of({{bia, 2}}));
  trace.deliver(ana, bia, 2);
  trace.restart(ana);
  trace.deliver(ana, caio, 1);
  trace.at(3);
  trace.send(ana, caio, TraceBuilder::grant_to(caio, 1));
  expect_holds(trace, Property::grant_order);
}

}  // namespace
}  // namespace feira::check
