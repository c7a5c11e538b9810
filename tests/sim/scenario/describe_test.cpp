#include "sim/scenario/describe.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <string>
#include <variant>

#include "sim/scenario/read.hpp"

namespace feira::scenario {
namespace {

Scenario scenario_of(const std::string& rest) {
  return std::get<Scenario>(read(R"({"version": 1, "marketplaces": 5, "products": [
    {"id": "hat", "owner": "ana", "stock": 3}, {"id": "lamp", "owner": "bia", "stock": 3}],
    "buyers": [{"count": 30}, {"count": 10}])" +
                                     rest + "}",
                                 "f"));
}

TEST(Describe, IsTheShortListOfWhatIsSet) {
  EXPECT_EQ(describe(scenario_of("")), "5 marketplaces, 2 products, 40 buyers, delay 1-50 ms");
  EXPECT_EQ(describe(scenario_of(R"(, "network": {"loss": "1%"})")),
            "5 marketplaces, 2 products, 40 buyers, delay 1-50 ms, loss 1 %");
  EXPECT_EQ(describe(scenario_of(R"(, "network": {"delay": "5ms", "loss": "1%", "duplicate": "2%", "late": "0.5%",
              "links": [{"from": "ana", "to": "bia", "delay": "1s"}]},
              "changes": [{"at": "1s", "remove": {"product": "hat"}}],
              "faults": [{"at": "1s", "for": "1s", "crash": "ana"}, {"at": "2s", "for": "1s", "crash": "ana"}],
              "random-faults": {"pause": {"every": "3s", "for": {"uniform": ["500ms", "2s"]}}},
              "ablate": ["fencing"])")),
            "5 marketplaces, 2 products, 40 buyers, delay 5 ms, loss 1 %, duplicates 2 %, late copies 0.5 %, "
            "1 link of its own, 1 change, 2 given faults, pauses every 3 s for 500 ms-2 s, without fencing");
}

TEST(Describe, CountsOneAsOne) {
  const auto scenario = std::get<Scenario>(read(
      R"({"version": 1, "marketplaces": 1, "products": [{"id": "hat", "owner": "ana", "stock": 3}],
          "network": {"delay": {"exponential": "10ms"}}, "buyers": [{"count": 1}]})",
      "f"));
  EXPECT_EQ(describe(scenario), "1 marketplace, 1 product, 1 buyer, delay exponential 10 ms");
}

TEST(Settings, NameEveryDefault) {
  const auto list = settings(scenario_of(""));
  std::set<std::string> paths;
  for (const Setting& setting : list) {
    EXPECT_TRUE(paths.insert(setting.path).second) << setting.path;
    EXPECT_FALSE(setting.value.empty()) << setting.path;
  }
  const auto value = [&](const std::string& path) {
    const auto found = std::find_if(list.begin(), list.end(), [&](const Setting& s) { return s.path == path; });
    return found == list.end() ? "absent" : found->value;
  };
  EXPECT_EQ(value("network.delay"), "1ms-50ms");
  EXPECT_EQ(value("protocol.lease"), "1s");
  EXPECT_EQ(value("protocol.drift"), "1%");
  EXPECT_EQ(value("random-faults.crash"), "none");
  EXPECT_EQ(value("run.faults-until"), "20s");
  EXPECT_EQ(value("ablate"), "none");
  EXPECT_EQ(value("expect"), "all-hold");
}

}  // namespace
}  // namespace feira::scenario
