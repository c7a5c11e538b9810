#include "sim/world/alarm.hpp"

#include <gtest/gtest.h>

#include <map>

#include "sim/chance/draw.hpp"

namespace feira::sim {
namespace {

TEST(Alarm, SetsNoTimerForALaterWakeUp) {
  Alarm alarm;
  const auto first = alarm.want({100});
  ASSERT_TRUE(first.has_value());
  EXPECT_EQ(first->at, GlobalTime{100});
  EXPECT_FALSE(alarm.want({150}).has_value());
  const Alarm::Fired fired = alarm.fired(first->ticket, {100});
  EXPECT_FALSE(fired.due);
  ASSERT_TRUE(fired.again.has_value());
  EXPECT_EQ(fired.again->at, GlobalTime{150});
  EXPECT_TRUE(alarm.fired(fired.again->ticket, {150}).due);
}

TEST(Alarm, SetsATimerForAnEarlierWakeUpAndVoidsTheOld) {
  Alarm alarm;
  const auto later = alarm.want({100});
  const auto sooner = alarm.want({50});
  ASSERT_TRUE(later && sooner);
  EXPECT_TRUE(alarm.fired(sooner->ticket, {50}).due);
  const Alarm::Fired old = alarm.fired(later->ticket, {100});
  EXPECT_FALSE(old.due || old.again.has_value());
}

TEST(Alarm, IsOverOnceItHasFired) {
  Alarm alarm;
  const auto set = alarm.want({100});
  EXPECT_TRUE(alarm.fired(set->ticket, {100}).due);
  const Alarm::Fired again = alarm.fired(set->ticket, {101});
  EXPECT_FALSE(again.due || again.again.has_value());
}

TEST(Alarm, ForgetsWithACrash) {
  Alarm alarm;
  const auto set = alarm.want({100});
  alarm.forget();
  EXPECT_FALSE(alarm.fired(set->ticket, {100}).due);
  EXPECT_TRUE(alarm.want({200}).has_value());
}

TEST(Alarm, NeverSetsATimerForNever) {
  Alarm alarm;
  EXPECT_FALSE(alarm.want(end_of_time).has_value());
  const auto set = alarm.want({100});
  EXPECT_FALSE(alarm.want(end_of_time).has_value());
  const Alarm::Fired fired = alarm.fired(set->ticket, {100});
  EXPECT_FALSE(fired.due || fired.again.has_value());
}

// Against the plain meaning: one wake-up, replaced by each wish, due exactly at its time.
TEST(Alarm, WakesExactlyWhenLastWanted) {
  const chance::Chance chance(11);
  Alarm alarm;
  std::multimap<std::int64_t, std::uint32_t> timers;
  std::optional<std::int64_t> wanted;
  int woken = 0;
  const auto set = [&](const std::optional<Alarm::Setting>& setting) {
    if (setting) timers.emplace(setting->at.ns, setting->ticket);
  };
  for (std::int64_t now = 0; now < 20'000; ++now) {
    const auto ordinal = static_cast<std::uint64_t>(now);
    while (!timers.empty() && timers.begin()->first == now) {
      const std::uint32_t ticket = timers.begin()->second;
      timers.erase(timers.begin());
      const Alarm::Fired fired = alarm.fired(ticket, {now});
      set(fired.again);
      if (!fired.due) continue;
      ASSERT_EQ(wanted, now);
      wanted.reset();
      ++woken;
    }
    ASSERT_FALSE(wanted && *wanted <= now) << "missed at " << now;
    if (chance::happens(chance.bits({.a = 1, .ordinal = ordinal}), 300'000)) {
      wanted = now + chance::between(chance.bits({.a = 2, .ordinal = ordinal}), 1, 12);
      set(alarm.want({*wanted}));
    }
  }
  EXPECT_GT(woken, 500);
}

}  // namespace
}  // namespace feira::sim
