#include "tests/sim/check/trace_builder.hpp"

namespace feira::check {
namespace {

class SingleWriter : public ::testing::Test {
 protected:
  SingleWriter() {
    trace.register_product(umbrella, 5);           // version 1
    trace.durably_decide(umbrella, {sold(1)}, 4);  // version 2
  }
  static Product at(Version version, std::int64_t stock) { return TraceBuilder::state(umbrella, version, stock); }
  TraceBuilder trace;
};

TEST_F(SingleWriter, HoldsWhenReplicasFollowTheirOwner) {
  trace.advance_replica(bia, ana, 0, 1, {at(1, 5)});
  trace.advance_replica(bia, ana, 1, 2, {at(2, 4)});
  trace.advance_replica(caio, ana, 0, 2, {at(2, 4)});
  expect_holds(trace, Property::single_writer);
}

TEST_F(SingleWriter, IsViolatedByAVersionThatTheOwnerDidNotMake) {
  trace.advance_replica(bia, ana, 0, 3, {at(2, 4)});
  expect_violated(trace, Property::single_writer, "bia's replica of ana took version 3, which its owner did not make",
                  {trace.last()});
}

TEST_F(SingleWriter, IsViolatedByAVersionThatIsNotDurableAtTheOwner) {
  trace.decide(umbrella, {sold(2)}, 3);
  const std::uint64_t decided = trace.last();
  trace.advance_replica(bia, ana, 0, 3, {at(3, 3)});
  expect_violated(trace, Property::single_writer, "bia's replica of ana took version 3, which its owner did not make",
                  {decided, trace.last()});
}

TEST_F(SingleWriter, IsViolatedByAVersionThatACrashOfTheOwnerTookBack) {
  trace.decide(umbrella, {sold(2)}, 3);
  trace.crash(ana, 2);
  trace.advance_replica(bia, ana, 0, 3, {at(3, 3)});
  EXPECT_FALSE(trace.verdict(Property::single_writer).holds);
}

TEST_F(SingleWriter, IsViolatedByAnotherStateThanTheOwnerMade) {
  trace.advance_replica(bia, ana, 0, 2, {at(2, 5)});
  expect_violated(trace, Property::single_writer,
                  "bia took umbrella at version 2 into its replica, but not as its owner made it",
                  {trace.last() - 2, trace.last()});
}

TEST_F(SingleWriter, IsViolatedByAnOldStateAtANewVersion) {
  trace.advance_replica(bia, ana, 0, 2, {at(1, 5)});
  EXPECT_FALSE(trace.verdict(Property::single_writer).holds);
}

TEST_F(SingleWriter, IsViolatedWhenAReplicaGoesBack) {
  trace.advance_replica(bia, ana, 0, 2, {at(2, 4)});
  const std::uint64_t ahead = trace.last();
  trace.advance_replica(bia, ana, 0, 1, {at(1, 5)});
  expect_violated(trace, Property::single_writer, "bia's replica of ana went from version 2 to 1",
                  {ahead, trace.last()});
}

TEST_F(SingleWriter, AllowsAReplicaToBeOlderAfterItsOwnCrash) {
  trace.advance_replica(bia, ana, 0, 1, {at(1, 5)});
  trace.durable(bia);
  trace.advance_replica(bia, ana, 1, 2, {at(2, 4)});
  trace.crash(bia, 1);
  trace.recover(bia);
  trace.advance_replica(bia, ana, 1, 2, {at(2, 4)});
  expect_holds(trace, Property::single_writer);
}

TEST_F(SingleWriter, IsViolatedWhenARecoveredReplicaGoesBelowWhatWasDurable) {
  trace.advance_replica(bia, ana, 0, 2, {at(2, 4)});
  trace.crash(bia, 1);
  trace.recover(bia);
  trace.advance_replica(bia, ana, 0, 1, {at(1, 5)});
  EXPECT_FALSE(trace.verdict(Property::single_writer).holds);
}

}  // namespace
}  // namespace feira::check
