#include "sim/world/playback.hpp"

#include <gtest/gtest.h>

#include <vector>

#include "tests/sim/world/sample_scenario.hpp"

namespace feira::sim {
namespace {

const Observers nobody;

RunResult played_out(Playback playback) {
  while (playback.advance()) {
  }
  return playback.finish();
}

TEST(APlayback, TakenToItsEndIsTheRun) {
  for (std::uint64_t seed = 1; seed <= 5; ++seed) {
    const RunResult whole = run(rough_market(), seed);
    const RunResult stepped = played_out(Playback(rough_market(), seed, nobody));
    EXPECT_EQ(stepped.digest, whole.digest);
    EXPECT_EQ(stepped.events, whole.events);
    EXPECT_EQ(stepped.ended_by, whole.ended_by);
  }
}

TEST(APlayback, CopiedAnywhereGoesOnToTheSameEnd) {
  const std::uint64_t digest = run(rough_market(), 3).digest;
  Playback playback(rough_market(), 3, nobody);
  std::vector<Playback> copies;
  for (int step = 0; playback.advance(); ++step) {
    if (step % 50 == 0) copies.push_back(playback);
  }
  ASSERT_GT(copies.size(), 10U);
  for (const Playback& copy : copies) EXPECT_EQ(played_out(copy).digest, digest);
  EXPECT_EQ(playback.finish().digest, digest);
}

TEST(APlayback, TellsWhenTheNextStepIsDue) {
  Playback playback(small_market(), 1, nobody);
  for (int step = 0; step < 100; ++step) {
    const auto next = playback.world().next_time();
    ASSERT_TRUE(next);
    ASSERT_TRUE(playback.advance());
    EXPECT_EQ(playback.world().now(), *next);
  }
}

TEST(APlayback, OfASwarmIsWhatItsSeedHasDrawn) {
  scenario::Scenario scenario = rough_market();
  scenario.swarm = true;
  const RunResult whole = run(scenario, 9);
  EXPECT_EQ(played_out(Playback(as_run(scenario, 9), 9, nobody)).digest, whole.digest);
}

}  // namespace
}  // namespace feira::sim
