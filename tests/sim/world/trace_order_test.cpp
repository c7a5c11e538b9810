// What checkers rely on in the order of the trace.

#include <gtest/gtest.h>

#include <functional>
#include <map>
#include <set>
#include <utility>

#include "sim/world/run.hpp"
#include "tests/sim/world/sample_scenario.hpp"

namespace feira::sim {
namespace {

using check::Event;
using check::EventKind;

void observe(const scenario::Scenario& scenario, std::uint64_t seed, std::function<void(const Event&)> each) {
  Observers observers;
  observers.event = std::move(each);
  static_cast<void>(run(scenario, seed, observers));
}

TEST(TheTrace, DepartsWhatItHeldBackOnlyWhenDurable) {
  std::map<std::uint64_t, std::pair<MarketplaceId, std::uint64_t>> held;  // message: sender, last record made before
  std::map<MarketplaceId, std::uint64_t> made;
  std::map<MarketplaceId, std::uint64_t> durable;
  std::uint64_t departed = 0;
  observe(rough_market(), 4, [&](const Event& event) {
    switch (event.kind) {
      case EventKind::record:
        // Nothing waits for a replica's record.
        if (event.record->kind() != RecordKind::replica_advanced) made[event.process] = event.id;
        break;
      case EventKind::durable:
        durable[event.process] = event.id;
        break;
      case EventKind::crash:
        made[event.process] = durable[event.process] = event.id;
        break;
      case EventKind::send:
        EXPECT_EQ(event.departed, made[event.process] <= durable[event.process]) << event.number;
        if (!event.departed) held[event.id] = {event.process, made[event.process]};
        break;
      case EventKind::depart:
        ASSERT_TRUE(held.contains(event.id));
        EXPECT_GE(durable[event.process], held[event.id].second);
        held.erase(event.id);
        ++departed;
        break;
      default:
        break;
    }
  });
  EXPECT_GT(departed, 50U);
}

TEST(TheTrace, SaysLastOnceForEachMessageAndNothingOfItAfterwards) {
  std::set<std::uint64_t> over;
  std::set<std::uint64_t> sent;
  observe(rough_market(), 5, [&](const Event& event) {
    if (event.kind == EventKind::send) {
      EXPECT_EQ(event.id, sent.size() + 1);
      sent.insert(event.id);
    }
    if (event.kind != EventKind::receive && event.kind != EventKind::drop) return;
    EXPECT_TRUE(sent.contains(event.id));
    EXPECT_FALSE(over.contains(event.id)) << "message " << event.id << " comes after its last copy";
    if (event.last) over.insert(event.id);
  });
  EXPECT_GT(over.size(), 100U);
}

TEST(TheTrace, NumbersRecordsWithoutGapsAndTimesWithoutSteppingBack) {
  std::map<MarketplaceId, std::uint64_t> records;
  GlobalTime time;
  observe(rough_market(), 6, [&](const Event& event) {
    EXPECT_GE(event.time, time);
    time = event.time;
    if (event.kind == EventKind::record) {
      EXPECT_EQ(event.id, ++records[event.process]);
    }
    if (event.kind == EventKind::durable) {
      EXPECT_LE(event.id, records[event.process]);
    }
    if (event.kind == EventKind::crash) {
      EXPECT_LE(event.id, records[event.process]);
      records[event.process] = event.id;
    }
  });
}

TEST(TheTrace, AnswersEachQuestionAtMostOnceAndWhereItWasAsked) {
  std::map<std::uint64_t, MarketplaceId> open;
  std::uint64_t answers = 0;
  observe(rough_market(), 7, [&](const Event& event) {
    if (event.kind == EventKind::invoke) {
      EXPECT_TRUE(open.emplace(event.id, event.process).second);
    }
    if (event.kind != EventKind::answer) return;
    ASSERT_TRUE(open.contains(event.id));
    EXPECT_EQ(open[event.id], event.process);
    open.erase(event.id);
    ++answers;
  });
  EXPECT_GE(answers, 30U);
}

TEST(TheTrace, StartsNoHookOnAnEndedLeaseAndDatesTheLeaseByTheHoldersClock) {
  scenario::Scenario scenario = rough_market();
  scenario.hook = {scenario::Spread::Shape::uniform, milliseconds(1), seconds(2)};
  std::uint64_t hooks = 0;
  observe(scenario, 8, [&](const Event& event) {
    if (event.kind != EventKind::hook_start) return;
    ++hooks;
    EXPECT_LT(event.local, event.hook->until);
    EXPECT_GT(event.lease_end, event.time);
  });
  EXPECT_GT(hooks, 5U);
}

TEST(TheTrace, IsCalmOnceAndFaultlessAfterwards) {
  int calm = 0;
  observe(rough_market(), 9, [&](const Event& event) {
    if (event.kind == EventKind::calm) ++calm;
    if (calm == 0) return;
    EXPECT_NE(event.kind, EventKind::fault);
    EXPECT_NE(event.kind, EventKind::crash);
    EXPECT_NE(event.kind, EventKind::drop);
  });
  EXPECT_EQ(calm, 1);
}

}  // namespace
}  // namespace feira::sim
