#include "sim/search/generate/classes.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

namespace feira::search {
namespace {

constexpr MarketplaceId ana{1};
constexpr MarketplaceId bia{2};
constexpr MarketplaceId caio{3};
constexpr ProductId umbrella{ana, 0};

class Watched : public ::testing::Test {
 protected:
  void hook(std::int64_t at_ms, MarketplaceId holder, std::int64_t lease_end_ms) {
    StartHook hook;
    hook.product = umbrella;
    check::Event event = of(check::EventKind::hook_start, at_ms, holder);
    event.hook = &hook;
    event.lease_end = {milliseconds(lease_end_ms).ns};
    watch_.observe(event);
  }
  void commit(std::int64_t at_ms, MarketplaceId holder) {
    Message message;
    Commit commit;
    commit.interest.product = umbrella;
    message.body = commit;
    check::Event event = of(check::EventKind::send, at_ms, holder);
    event.message = &message;
    watch_.observe(event);
  }
  void happens(check::EventKind kind, std::int64_t at_ms, MarketplaceId process) {
    watch_.observe(of(kind, at_ms, process));
  }

  SectionWatch watch_;

 private:
  static check::Event of(check::EventKind kind, std::int64_t at_ms, MarketplaceId process) {
    check::Event event;
    event.kind = kind;
    event.time = {milliseconds(at_ms).ns};
    event.process = process;
    return event;
  }
};

using check::EventKind;

TEST_F(Watched, SeesAHolderCrashInside) {
  hook(1, bia, 100);
  happens(EventKind::crash, 50, bia);
  EXPECT_TRUE(watch_.crash_in_grant());
}

TEST_F(Watched, SeesTheOwnerCrashWhileSomebodyIsInside) {
  hook(1, bia, 100);
  happens(EventKind::crash, 50, ana);
  EXPECT_TRUE(watch_.crash_in_grant());
}

TEST_F(Watched, SeesNoCrashOfOthers) {
  hook(1, bia, 100);
  happens(EventKind::crash, 50, caio);
  EXPECT_FALSE(watch_.crash_in_grant());
}

TEST_F(Watched, KnowsThatACommitLeaves) {
  hook(1, bia, 100);
  commit(40, bia);
  happens(EventKind::crash, 50, bia);
  EXPECT_FALSE(watch_.crash_in_grant());
}

TEST_F(Watched, KnowsThatALeaseEnds) {
  hook(1, bia, 50);
  happens(EventKind::crash, 50, bia);
  happens(EventKind::pause, 51, bia);
  EXPECT_FALSE(watch_.crash_in_grant());
  EXPECT_FALSE(watch_.pause_in_grant());
}

TEST_F(Watched, SeesAHolderPausedInside) {
  hook(1, bia, 100);
  happens(EventKind::pause, 50, bia);
  EXPECT_TRUE(watch_.pause_in_grant());
}

TEST(Classes, HaveNamesOfTheirOwn) {
  const auto names = class_names();
  EXPECT_EQ(std::set<std::string>(names.begin(), names.end()).size(), names.size());
  for (const std::string& name : names) EXPECT_EQ(names[class_named(name).value()], name);
}

TEST(Classes, AreFoundByThePeoplesWord) {
  EXPECT_EQ(class_names()[class_named("contended").value()], "contended-grant");
  EXPECT_EQ(class_names()[class_named("crash").value()], "crash");
  EXPECT_FALSE(class_named("fault:crash"));
}

TEST(Classes, StandInTheOrderOfTheirNames) {
  scenario::Scenario scenario;
  scenario.marketplaces = {"ana", "bia"};
  std::vector<std::uint64_t> situations(check::situation_count);
  situations[static_cast<std::size_t>(check::Situation::fault_crash)] = 3;
  const auto classes = classes_of(scenario, SectionWatch(), situations);
  ASSERT_EQ(classes.size(), class_names().size());
  EXPECT_TRUE(classes[class_named("two-marketplaces").value()]);
  EXPECT_TRUE(classes[class_named("crash").value()]);
  EXPECT_FALSE(classes[class_named("pause").value()]);
  EXPECT_EQ(std::ranges::count(classes, true), 2);
}

}  // namespace
}  // namespace feira::search
