#include "sim/search/failure.hpp"

#include <gtest/gtest.h>

#include <string>
#include <variant>

#include "sim/scenario/read.hpp"

namespace feira::search {
namespace {

/// Interests that overtake their causes, as receivers do not merge clocks.
scenario::Scenario overtaking() {
  return std::get<scenario::Scenario>(scenario::read(R"({
    "version": 1,
    "marketplaces": ["ana", "bia", "caio"],
    "products": [{"id": "umbrella", "owner": "ana", "stock": 20}],
    "buyers": [{"count": 5, "at": "bia", "arrive": {"burst": "2s"}}, {"count": 10, "at": "caio", "arrive": {"burst": "2s"}}],
    "network": {"delay": {"uniform": ["1ms", "10ms"]}, "links": [{"from": "bia", "to": "ana", "delay": "500ms"}]},
    "ablate": ["clock-merge"]
  })",
                                                     "overtaking.json"));
}

TEST(FailureClass, IsThePropertyAndTheKindsOfEventsThatBreakIt) {
  std::vector<std::uint64_t> breaking;
  std::vector<check::Event> seen;
  const sim::Observers observers{.event = [&](const check::Event& event) { seen.push_back(event); }, .stop = {}};
  const JudgedRun run = judged_run(overtaking(), 1, observers);
  ASSERT_FALSE(run.failures.empty());
  std::size_t failure = 0;
  for (const check::Verdict& verdict : run.result.verdicts) {
    if (!verdict.violation) continue;
    EXPECT_EQ(run.failures[failure].property, verdict.property);
    ASSERT_EQ(run.failures[failure].events.size(), verdict.violation->events.size());
    for (std::size_t i = 0; i < verdict.violation->events.size(); ++i) {
      const check::Event& event = seen[verdict.violation->events[i] - 1];
      // Whether a message left at once or was held back for the disk makes no difference.
      const auto kind = event.kind == check::EventKind::depart ? check::EventKind::send : event.kind;
      EXPECT_TRUE(run.failures[failure].events[i].starts_with(check::name(kind)));
    }
    ++failure;
  }
  EXPECT_EQ(failure, run.failures.size());
}

TEST(FailureClass, IsTheSameForRunsThatFailAlike) {
  const JudgedRun first = judged_run(overtaking(), 1);
  const JudgedRun second = judged_run(overtaking(), 2);
  ASSERT_FALSE(first.failures.empty());
  EXPECT_NE(first.result.digest, second.result.digest);
  EXPECT_TRUE(second.fails_by(first.failures.front())) << text(first.failures.front());
  scenario::Scenario sound = overtaking();
  sound.ablate = {};
  EXPECT_TRUE(judged_run(sound, 1).failures.empty());
}

TEST(FailureClass, ComparesByPropertyAndEvents) {
  using check::Property;
  const FailureClass failure{Property::grant_order, {"send grant", "send grant"}};
  EXPECT_EQ(failure, (FailureClass{Property::grant_order, {"send grant", "send grant"}}));
  EXPECT_NE(failure, (FailureClass{Property::grant_order, {"send grant", "depart grant"}}));
  EXPECT_NE(failure, (FailureClass{Property::fencing, {"send grant", "send grant"}}));
  EXPECT_EQ(text(failure), "grant-order, by send grant and send grant");
  EXPECT_EQ(text(FailureClass{Property::answered, {}}), "answered");
}

TEST(EventKinds, NameWhatAnEventCarried) {
  EventKinds kinds;
  const Message message{{}, {}, {}, {}, Commit{}};
  check::Event event;
  event.kind = check::EventKind::receive;
  event.message = &message;
  kinds.observe(event);
  event = {};
  event.kind = check::EventKind::hook_start;
  kinds.observe(event);
  const Reply reply{{}, 0, Pending{}, {}, {}};
  event = {};
  event.kind = check::EventKind::answer;
  event.reply = &reply;
  kinds.observe(event);
  EXPECT_EQ(kinds.word(1), "receive commit");
  EXPECT_EQ(kinds.word(2), "hook-start");
  EXPECT_EQ(kinds.word(3), "answer pending");
}

}  // namespace
}  // namespace feira::search
