#include "sim/kernel/kernel.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <string>
#include <utility>
#include <vector>

namespace feira::kernel {
namespace {

using testing::ElementsAre;

struct Alarm {
  int number;
};
using TestKernel = Kernel<std::string, Alarm>;

/// Writes down what it is handed; a test may add what it does then.
struct Recorder {
  TestKernel& kernel;
  std::vector<std::string> lines{};
  std::function<void(Slot, const std::string&)> when_message{};
  std::function<void(const Alarm&)> when_timer{};

  void on_message(ProcessIndex from, ProcessIndex to, Slot slot, const std::string& message, std::uint32_t tag,
                  bool last) {
    lines.push_back(std::to_string(kernel.now().ns) + " " + std::to_string(from) + "->" + std::to_string(to) + " " +
                    message + " #" + std::to_string(tag) + (last ? " last" : ""));
    if (when_message) when_message(slot, message);
  }
  void on_timer(ProcessIndex owner, const Alarm& alarm) {
    lines.push_back(std::to_string(kernel.now().ns) + " " + std::to_string(owner) + " alarm " +
                    std::to_string(alarm.number));
    if (when_timer) when_timer(alarm);
  }
  const std::vector<std::string>& run() {
    while (kernel.run_next(*this)) {
    }
    return lines;
  }
};

TEST(Kernel, DeliversAMessageAtItsTime) {
  TestKernel kernel;
  kernel.post(Time{50}, 1, 2, kernel.hold("hello"), 9);
  Recorder host{kernel};
  EXPECT_THAT(host.run(), ElementsAre("50 1->2 hello #9 last"));
  EXPECT_EQ(kernel.now(), Time{50});
  EXPECT_EQ(kernel.held(), 0U);
  EXPECT_EQ(kernel.handled(), 1U);
}

TEST(Kernel, TellsTheLastCopyFromTheOthers) {
  TestKernel kernel;
  const Slot slot = kernel.hold("all");
  kernel.post(Time{30}, 0, 1, slot);
  kernel.post(Time{10}, 0, 2, slot);
  kernel.post(Time{20}, 0, 3, slot);
  Recorder host{kernel};
  EXPECT_THAT(host.run(), ElementsAre("10 0->2 all #0", "20 0->3 all #0", "30 0->1 all #0 last"));
}

TEST(Kernel, KeepsTheOrderPostedAmongEventsOfOneTime) {
  TestKernel kernel;
  kernel.set_timer(Time{5}, 1, Alarm{1});
  kernel.post(Time{5}, 0, 1, kernel.hold("second"));
  kernel.set_timer(Time{5}, 1, Alarm{3});
  Recorder host{kernel};
  EXPECT_THAT(host.run(), ElementsAre("5 1 alarm 1", "5 0->1 second #0 last", "5 1 alarm 3"));
}

TEST(Kernel, LetsAHandlerPostAtTheSameTime) {
  TestKernel kernel;
  kernel.set_timer(Time{5}, 0, Alarm{2});
  kernel.set_timer(Time{5}, 0, Alarm{0});
  Recorder host{kernel};
  host.when_timer = [&](const Alarm& alarm) {
    if (alarm.number > 0) kernel.set_timer(kernel.now(), 0, Alarm{alarm.number - 1});
  };
  EXPECT_THAT(host.run(), ElementsAre("5 0 alarm 2", "5 0 alarm 0", "5 0 alarm 1", "5 0 alarm 0"));
}

TEST(Kernel, KeepsAMessageValidWhileItsHandlerPostsMany) {
  TestKernel kernel;
  kernel.post(Time{1}, 0, 1, kernel.hold("still here"));
  Recorder host{kernel};
  bool once = true;
  host.when_message = [&](Slot, const std::string& message) {
    if (!std::exchange(once, false)) return;
    for (int i = 0; i < 5'000; ++i) kernel.post(Time{2}, 1, 0, kernel.hold("more"));
    EXPECT_EQ(message, "still here");
  };
  EXPECT_EQ(host.run().size(), 5'001U);
}

TEST(Kernel, LetsAHandlerPassTheSameMessageOn) {
  TestKernel kernel;
  kernel.post(Time{1}, 0, 1, kernel.hold("passed on"));
  Recorder host{kernel};
  host.when_message = [&](Slot slot, const std::string&) {
    if (kernel.now() < Time{3}) kernel.post(Time{kernel.now().ns + 1}, 1, 2, slot);
  };
  EXPECT_THAT(host.run(),
              ElementsAre("1 0->1 passed on #0 last", "2 1->2 passed on #0 last", "3 1->2 passed on #0 last"));
  EXPECT_EQ(kernel.held(), 0U);
}

TEST(Kernel, KeepsARetainedMessageUntilItIsReleased) {
  TestKernel kernel;
  const Slot slot = kernel.hold("kept");
  kernel.post(Time{1}, 0, 1, slot);
  Recorder host{kernel};
  host.when_message = [&](Slot held, const std::string&) { kernel.retain(held); };
  host.run();
  EXPECT_EQ(kernel.copies(slot), 1U);
  EXPECT_EQ(kernel.at(slot), "kept");
  EXPECT_TRUE(kernel.release(slot));
  EXPECT_EQ(kernel.held(), 0U);
}

TEST(Kernel, IsNotConfusedByAHandlerThatRetainsAndReleases) {
  TestKernel kernel;
  kernel.post(Time{1}, 0, 1, kernel.hold("touched"));
  Recorder host{kernel};
  host.when_message = [&](Slot slot, const std::string& message) {
    kernel.retain(slot);
    EXPECT_FALSE(kernel.release(slot));  // it is still being handled
    EXPECT_EQ(message, "touched");
  };
  EXPECT_EQ(host.run().size(), 1U);
  EXPECT_EQ(kernel.held(), 0U);
}

TEST(Kernel, DropsOnlyWhatWasNeverSent) {
  TestKernel kernel;
  const Slot sent = kernel.hold("sent");
  const Slot unsent = kernel.hold("unsent");
  kernel.post(Time{1}, 0, 1, sent);
  kernel.drop(sent);
  kernel.drop(unsent);
  EXPECT_EQ(kernel.held(), 1U);
  EXPECT_EQ(kernel.at(sent), "sent");
}

TEST(Kernel, TellsWhatIsPending) {
  TestKernel kernel;
  EXPECT_TRUE(kernel.empty());
  EXPECT_FALSE(kernel.next_time().has_value());
  kernel.set_timer(Time{70}, 0, Alarm{1});
  kernel.set_timer(Time{60}, 0, Alarm{2});
  EXPECT_EQ(kernel.pending(), 2U);
  EXPECT_EQ(kernel.next_time(), Time{60});
  EXPECT_EQ(kernel.now(), Time{0});
}

TEST(Kernel, TakesAnEventBeforeTheOneThatWasLookedAt) {
  TestKernel kernel;
  kernel.set_timer(Time{1'000'000'000'000}, 0, Alarm{2});
  EXPECT_EQ(kernel.next_time(), Time{1'000'000'000'000});
  kernel.set_timer(Time{5}, 0, Alarm{1});
  Recorder host{kernel};
  EXPECT_THAT(host.run(), ElementsAre("5 0 alarm 1", "1000000000000 0 alarm 2"));
}

TEST(Kernel, IsAValueThatGoesOnByItself) {
  TestKernel kernel;
  kernel.post(Time{1}, 0, 1, kernel.hold("first"));
  kernel.post(Time{2}, 0, 1, kernel.hold("second"));
  Recorder host{kernel};
  kernel.run_next(host);

  TestKernel copy = kernel;
  Recorder copy_host{copy};
  EXPECT_THAT(copy_host.run(), ElementsAre("2 0->1 second #0 last"));
  EXPECT_EQ(kernel.now(), Time{1});
  EXPECT_EQ(kernel.pending(), 1U);
}

TEST(KernelDeathTest, StopsWhenSomethingIsPostedIntoThePast) {
  TestKernel kernel;
  kernel.set_timer(Time{10}, 0, Alarm{1});
  Recorder host{kernel};
  host.run();
  EXPECT_DEATH(kernel.set_timer(Time{9}, 0, Alarm{2}), "into the past");
  EXPECT_DEATH(kernel.post(Time{9}, 0, 1, kernel.hold("late")), "into the past");
}

}  // namespace
}  // namespace feira::kernel
