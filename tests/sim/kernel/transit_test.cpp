#include "sim/kernel/transit.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace feira::kernel {
namespace {

struct NoTimer {};
using TestKernel = Kernel<std::string, NoTimer>;

/// A link's delay is its receiver's number times ten; remembers who was asked for.
struct TenTimes {
  std::vector<ProcessIndex> asked{};
  Span delay(ProcessIndex, ProcessIndex to, const std::string&) {
    asked.push_back(to);
    return Span{to * 10};
  }
};

struct Arrivals {
  TestKernel& kernel;
  std::vector<std::string> lines{};
  void on_message(ProcessIndex from, ProcessIndex to, Slot, const std::string& message, std::uint32_t tag, bool) {
    lines.push_back(std::to_string(kernel.now().ns) + " " + std::to_string(from) + "->" + std::to_string(to) + " " +
                    message + " #" + std::to_string(tag));
  }
  void on_timer(ProcessIndex, const NoTimer&) {}
};

TEST(Transit, AddsTheDelayOfThePolicyToNow) {
  TestKernel kernel;
  TenTimes policy;
  Arrivals host{kernel};
  send(kernel, policy, 0, 3, kernel.hold("one"), 5);
  kernel.run_next(host);
  send(kernel, policy, 3, 2, kernel.hold("two"));
  kernel.run_next(host);
  EXPECT_THAT(host.lines, testing::ElementsAre("30 0->3 one #5", "50 3->2 two #0"));
}

TEST(Transit, BroadcastsOneMessageToAllOthersInTheirOrder) {
  TestKernel kernel;
  TenTimes policy;
  Arrivals host{kernel};
  broadcast(kernel, policy, 1, 4, kernel.hold("all"));
  EXPECT_EQ(kernel.held(), 1U);
  EXPECT_THAT(policy.asked, testing::ElementsAre(0, 2, 3));
  while (kernel.run_next(host)) {
  }
  EXPECT_THAT(host.lines, testing::ElementsAre("0 1->0 all #0", "20 1->2 all #0", "30 1->3 all #0"));
  EXPECT_EQ(kernel.held(), 0U);
}

TEST(Transit, BroadcastOfALoneProcessKeepsNothing) {
  TestKernel kernel;
  TenTimes policy;
  broadcast(kernel, policy, 0, 1, kernel.hold("nobody hears"));
  EXPECT_TRUE(kernel.empty());
  EXPECT_EQ(kernel.held(), 0U);
}

}  // namespace
}  // namespace feira::kernel
