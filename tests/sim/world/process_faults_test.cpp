// What faults of one marketplace do to it while they last, in whole runs: slow, stalled, full.
#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sim/world/run.hpp"
#include "sim/world/world.hpp"
#include "tests/sim/world/sample_scenario.hpp"

namespace feira::sim {
namespace {

using check::EventKind;
using check::Situation;
using scenario::Fault;

constexpr GlobalTime begins{1'200'000'000};
constexpr GlobalTime ends{2'200'000'000};

std::string violated(const RunResult& result) {
  std::string text;
  for (const check::Verdict& verdict : result.verdicts) {
    if (!verdict.holds) text += std::string(check::name(verdict.property)) + ": " + verdict.violation->sentence + "\n";
  }
  return text;
}

/// A market in which ana has one fault for a second.
class AFaultOfAna : public testing::Test {
 protected:
  void run_with(Fault::Kind kind, Duration each = {}) {
    market.buyers[0].count = 40;
    market.buyers[0].arrive.window = seconds(4);
    market.faults = {fault(kind, Duration{begins.ns}, Duration{ends.ns - begins.ns}, 0)};
    market.faults[0].each.low = each;
    const MarketplaceId ana = roster(market, 4).id(0);
    Observers observers;
    observers.event = [&](const check::Event& event) {
      if (event.process == ana) seen(event);
    };
    result = run(market, 4, observers);
    EXPECT_EQ(violated(result), "");
    EXPECT_EQ(result.ended_by, EndedBy::quiet);
  }
  [[nodiscard]] std::uint64_t reached(Situation situation) const {
    return result.situations[static_cast<std::size_t>(situation)];
  }
  static bool lasts(GlobalTime time) { return begins <= time && time < ends; }
  virtual void seen(const check::Event& event) = 0;

  scenario::Scenario market = small_market();
  RunResult result;
};

// --- slow

class ASlowMarketplace : public AFaultOfAna {
 protected:
  /// What came from outside; what it tells itself costs nothing.
  void seen(const check::Event& event) override {
    const bool from_outside = event.kind == EventKind::receive && event.peer != event.process;
    if (!from_outside && event.kind != EventKind::invoke && event.kind != EventKind::durable) return;
    (lasts(event.time) ? while_it_lasts : before_or_after).push_back(event.time.ns);
  }
  static Duration least_gap(const std::vector<std::int64_t>& times) {
    Duration least = seconds(1'000);
    for (std::size_t i = 1; i < times.size(); ++i) least = std::min(least, Duration{times[i] - times[i - 1]});
    return least;
  }
  std::vector<std::int64_t> while_it_lasts;
  std::vector<std::int64_t> before_or_after;
};

TEST_F(ASlowMarketplace, TakesOneInputAfterTheOtherEachInItsTime) {
  run_with(Fault::Kind::slow, milliseconds(5));
  EXPECT_EQ(reached(Situation::fault_slow), 1U);
  EXPECT_GT(reached(Situation::input_waited), 20U);
  ASSERT_GT(while_it_lasts.size(), 20U);
  EXPECT_GE(while_it_lasts.front(), begins.ns + milliseconds(5).ns);
  EXPECT_GE(least_gap(while_it_lasts), milliseconds(5));
  EXPECT_LT(least_gap(before_or_after), milliseconds(5));
}

// --- stalled and full disks

class ADiskOfAna : public AFaultOfAna {
 protected:
  void seen(const check::Event& event) override {
    if (event.kind == EventKind::record && lasts(event.time)) {
      ++made;
      last_made = event.id;
    }
    if (event.kind == EventKind::durable) {
      if (lasts(event.time)) ++durable_while_it_lasts;
      if (ends <= event.time && !first_after) first_after = {event.time, event.id};
    }
    if ((event.kind == EventKind::depart || event.kind == EventKind::send) && lasts(event.time)) {
      const bool left = event.kind == EventKind::depart || event.departed;
      if (left && made > 0) ++left_after_a_record;
    }
  }
  struct Written {
    GlobalTime at;
    RecordNumber through = 0;
  };
  std::uint64_t made = 0;
  RecordNumber last_made = 0;
  std::uint64_t durable_while_it_lasts = 0;
  std::uint64_t left_after_a_record = 0;
  std::optional<Written> first_after;
};

TEST_F(ADiskOfAna, ThatStallsMutesHerFromHerNextRecordUntilItEnds) {
  run_with(Fault::Kind::stall);
  EXPECT_EQ(reached(Situation::fault_stall), 1U);
  EXPECT_EQ(reached(Situation::write_stalled), 1U);
  ASSERT_GT(made, 1U);
  EXPECT_EQ(durable_while_it_lasts, 0U);
  EXPECT_EQ(left_after_a_record, 0U);
  ASSERT_TRUE(first_after);
  EXPECT_EQ(first_after->at.ns, ends.ns) << "the write that was held up";
  EXPECT_LT(first_after->through, last_made) << "what was made meanwhile is the next write";
}

TEST_F(ADiskOfAna, ThatIsFullRefusesWritesUntilItEndsAndThenWritesAllAtOnce) {
  run_with(Fault::Kind::full_disk);
  EXPECT_EQ(reached(Situation::fault_full_disk), 1U);
  EXPECT_EQ(reached(Situation::write_refused), 1U);
  EXPECT_EQ(reached(Situation::write_stalled), 0U);
  ASSERT_GT(made, 1U);
  EXPECT_EQ(durable_while_it_lasts, 0U);
  EXPECT_EQ(left_after_a_record, 0U);
  ASSERT_TRUE(first_after);
  EXPECT_EQ(first_after->at.ns, ends.ns + market.disk.write.low.ns);
  EXPECT_EQ(first_after->through, last_made);
}

}  // namespace
}  // namespace feira::sim
