#include "sim/kernel/event_queue.hpp"

#include <gtest/gtest.h>

#include <functional>
#include <ostream>
#include <queue>
#include <string>
#include <utility>
#include <vector>

#include "sim/chance/draw.hpp"

namespace feira::kernel {
namespace {

using chance::Chance;

/// The slow, obvious queue: (time, number), the number being the order of pushing.
using Reference = std::priority_queue<std::pair<std::uint64_t, std::uint64_t>,
                                      std::vector<std::pair<std::uint64_t, std::uint64_t>>, std::greater<>>;

/// Drives both queues with the same operations and compares what comes out.
class Twins {
 public:
  void push(std::uint64_t time) {
    queue_.push(time) = pushed_;
    reference_.emplace(time, pushed_);
    ++pushed_;
  }
  void pop() {
    const auto expected = reference_.top();
    reference_.pop();
    const auto got = queue_.pop();
    ASSERT_EQ(std::pair(got.time, got.payload), expected);
    now_ = got.time;
  }
  void peek() { ASSERT_EQ(queue_.next_time(), reference_.top().first); }
  void drain() {
    while (!empty()) ASSERT_NO_FATAL_FAILURE(pop());
    EXPECT_TRUE(queue_.empty());
  }

  [[nodiscard]] bool empty() const { return reference_.empty(); }
  [[nodiscard]] std::uint64_t now() const { return now_; }
  [[nodiscard]] const EventQueue<std::uint64_t>& queue() const { return queue_; }
  [[nodiscard]] std::size_t reference_size() const { return reference_.size(); }

 private:
  EventQueue<std::uint64_t> queue_;
  Reference reference_;
  std::uint64_t pushed_ = 0;
  std::uint64_t now_ = 0;
};

// --- small facts ----------------------------------------------------------------------------------------------------

TEST(EventQueue, GivesEntriesBackInTheOrderOfTheirTimes) {
  Twins twins;
  for (std::uint64_t time : {30U, 10U, 20U}) twins.push(time);
  twins.drain();
}

TEST(EventQueue, GivesEntriesOfOneTimeBackInTheOrderPushed) {
  EventQueue<int> queue;
  for (int i = 0; i < 100; ++i) queue.push(7) = i;
  for (int i = 0; i < 100; ++i) EXPECT_EQ(queue.pop().payload, i);
}

TEST(EventQueue, KnowsItsSizeAndItsNextTime) {
  EventQueue<int> queue;
  EXPECT_TRUE(queue.empty());
  queue.push(std::uint64_t{5} << 40) = 1;
  queue.push(3) = 2;
  EXPECT_EQ(queue.size(), 2U);
  EXPECT_EQ(queue.next_time(), 3U);
  EXPECT_EQ(queue.pop().payload, 2);
  EXPECT_EQ(queue.next_time(), std::uint64_t{5} << 40);
  EXPECT_EQ(queue.pop().payload, 1);
  EXPECT_TRUE(queue.empty());
}

TEST(EventQueue, TakesEntriesEarlierThanTheDayItStandsAt) {
  Twins twins;
  twins.push(std::uint64_t{1} << 50);
  twins.peek();  // the queue now stands at that day
  twins.push(5);
  twins.push(std::uint64_t{1} << 30);
  twins.peek();
  twins.push(4);
  twins.drain();
}

TEST(EventQueue, TakesEntriesEarlierThanTheLastOneTaken) {
  Twins twins;
  twins.push(1'000'000'000);
  twins.pop();
  twins.push(1);
  twins.push(2'000'000'000);
  twins.push(0);
  twins.drain();
}

TEST(EventQueue, ReachesTheEndsOfTime) {
  Twins twins;
  for (std::uint64_t time : {std::uint64_t{0}, UINT64_MAX, UINT64_MAX - 1, std::uint64_t{1}, UINT64_MAX})
    twins.push(time);
  twins.drain();
}

TEST(EventQueue, IsAValue) {
  EventQueue<int> queue;
  for (int i = 0; i < 1000; ++i) queue.push(static_cast<std::uint64_t>(i) * 7919 % 1000 << 18) = i;
  for (int i = 0; i < 300; ++i) queue.pop();
  EventQueue<int> copy = queue;
  copy.push(0) = -1;
  EXPECT_EQ(copy.pop().payload, -1);
  while (!queue.empty()) {
    const auto expected = queue.pop();
    const auto got = copy.pop();
    ASSERT_EQ(got.time, expected.time);
    ASSERT_EQ(got.payload, expected.payload);
  }
  EXPECT_TRUE(copy.empty());
}

// --- against std::priority_queue ------------------------------------------------------------------------------------

/// How far ahead of now the next entry is put.
struct Pattern {
  const char* name;
  std::function<std::uint64_t(std::uint64_t bits, std::uint64_t step)> ahead;
};
void PrintTo(const Pattern& pattern, std::ostream* out) { *out << pattern.name; }

constexpr std::uint64_t ms = 1'000'000;

std::vector<Pattern> patterns() {
  return {
      {"Uniform", [](std::uint64_t bits, std::uint64_t) { return ms + chance::below(bits, 49 * ms); }},
      {"Exponential", [](std::uint64_t bits,
                         std::uint64_t) { return static_cast<std::uint64_t>(chance::exponential(bits, 10 * ms)); }},
      {"HeavyTail",
       [](std::uint64_t bits, std::uint64_t) {
         return static_cast<std::uint64_t>(chance::heavy_tail(bits, 1000, std::int64_t{1} << 60));
       }},
      {"AllAtOnce", [](std::uint64_t, std::uint64_t) { return 0; }},
      {"FewDistinctTimes", [](std::uint64_t bits, std::uint64_t) { return chance::below(bits, 3) * 10 * ms; }},
      {"Nanoseconds", [](std::uint64_t bits, std::uint64_t) { return chance::below(bits, 4); }},
      {"AnyMagnitude", [](std::uint64_t bits, std::uint64_t) { return (bits >> 6) >> chance::below(bits << 32, 58); }},
      {"ClustersYearsApart",
       [](std::uint64_t bits, std::uint64_t) {
         return chance::below(bits, 100) + (chance::happens(bits << 20, 10'000) ? std::uint64_t{1} << 55 : 0);
       }},
      {"DaysOfAnotherLengthEachThousandSteps",
       [](std::uint64_t bits, std::uint64_t step) {
         return chance::below(bits, std::uint64_t{1} << step / 1000 % 50);
       }},
  };
}

class EventQueueUnder : public testing::TestWithParam<Pattern> {
 protected:
  /// Time must not wrap around: some patterns leap far.
  static std::uint64_t later(std::uint64_t now, std::uint64_t ahead) {
    return now > UINT64_MAX - ahead ? UINT64_MAX : now + ahead;
  }
};

TEST_P(EventQueueUnder, AgreesWithAPriorityQueueWhileAboutAsManyArePending) {
  for (const std::uint64_t population : {1U, 2U, 40U, 700U}) {
    const Chance chance(population);
    Twins twins;
    for (std::uint64_t step = 0; step < 20'000; ++step) {
      const std::uint64_t bits = chance.bits({.ordinal = step});
      if (step >= population) {
        ASSERT_NO_FATAL_FAILURE(twins.pop()) << "step " << step;
      }
      twins.push(later(twins.now(), GetParam().ahead(bits, step)));
    }
    ASSERT_NO_FATAL_FAILURE(twins.drain());
  }
}

TEST_P(EventQueueUnder, AgreesWithAPriorityQueueWhileGrowingAndShrinking) {
  for (std::uint64_t seed = 1; seed <= 3; ++seed) {
    const Chance chance(seed);
    Twins twins;
    for (std::uint64_t step = 0; step < 30'000; ++step) {
      const std::uint64_t bits = chance.bits({.ordinal = step});
      const bool growing = step / 5'000 % 2 == 0;
      const bool push = chance::happens(chance.bits({.ordinal = step, .purpose = 1}), growing ? 800'000 : 250'000);
      if (push || twins.empty()) {
        twins.push(later(twins.now(), GetParam().ahead(bits, step)));
      } else {
        ASSERT_NO_FATAL_FAILURE(twins.pop()) << "step " << step;
      }
      ASSERT_EQ(twins.queue().size(), twins.reference_size());
    }
    ASSERT_NO_FATAL_FAILURE(twins.drain());
  }
}

TEST_P(EventQueueUnder, AgreesWithAPriorityQueueWhenTimesGoBackAndItIsPeekedAt) {
  const Chance chance(17);
  Twins twins;
  for (std::uint64_t step = 0; step < 20'000; ++step) {
    const std::uint64_t bits = chance.bits({.ordinal = step});
    const std::uint64_t what = chance::below(chance.bits({.ordinal = step, .purpose = 1}), 8);
    if (what < 3 || twins.empty()) {
      twins.push(later(twins.now(), GetParam().ahead(bits, step)));
    } else if (what == 3) {
      twins.push(chance::below(bits, twins.now() + 1));  // any earlier time
    } else if (what == 4) {
      ASSERT_NO_FATAL_FAILURE(twins.peek()) << "step " << step;
    } else {
      ASSERT_NO_FATAL_FAILURE(twins.pop()) << "step " << step;
    }
  }
  ASSERT_NO_FATAL_FAILURE(twins.drain());
}

INSTANTIATE_TEST_SUITE_P(Times, EventQueueUnder, testing::ValuesIn(patterns()),
                         [](const auto& row) { return std::string(row.param.name); });

// --- no pattern is quadratic: these would take hours, not a blink
// -----------------------------------------------------

TEST(EventQueue, BearsAMultitudeAtOneTime) {
  EventQueue<std::uint64_t> queue;
  constexpr std::uint64_t multitude = 300'000;
  for (std::uint64_t i = 0; i < multitude; ++i) queue.push(1'000'000) = i;
  for (std::uint64_t i = 0; i < multitude; ++i) {
    ASSERT_EQ(queue.pop().payload, i);
    queue.push(1'000'000) = multitude + i;
  }
  EXPECT_EQ(queue.size(), multitude);
}

TEST(EventQueue, BearsAMultitudeFarAwayWhileLittleHappensNear) {
  EventQueue<std::uint64_t> queue;
  for (std::uint64_t i = 0; i < 300'000; ++i) queue.push((std::uint64_t{1} << 60) + i * 1'000) = i;
  queue.push(0) = 0;
  for (std::uint64_t i = 1; i < 300'000; ++i) {
    const auto popped = queue.pop();
    ASSERT_EQ(popped.time, (i - 1) * 50);
    queue.push(i * 50) = i;
  }
}

TEST(EventQueue, BearsStepsAcrossYears) {
  EventQueue<std::uint64_t> queue;
  for (std::uint64_t i = 0; i < 100'000; ++i) queue.push(i * 50) = i;
  for (std::uint64_t i = 0; i < 100'000; ++i) {
    ASSERT_EQ(queue.pop().payload, i);
    queue.push((i + 1) << 45) = i;
  }
  for (std::uint64_t i = 0; i < 100'000; ++i) ASSERT_EQ(queue.pop().payload, i);
}

}  // namespace
}  // namespace feira::kernel
