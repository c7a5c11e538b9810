// The incremental rebuilding of happens-before against a slow search: an explicit graph of all events, and for each
// interest a breadth-first walk back along its edges.

#include "sim/check/happens_before.hpp"

#include <gtest/gtest.h>

#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <random>
#include <set>
#include <vector>

namespace feira::check {
namespace {

/// What happened, as a graph: each event points at those directly before it.
class Graph {
 public:
  using Node = std::size_t;
  static constexpr Node nothing = SIZE_MAX;

  Node add(std::vector<Node> before) {
    std::erase(before, nothing);
    before_.push_back(std::move(before));
    return before_.size() - 1;
  }
  void mark(Node node, Dense origin, std::uint32_t number) { interests_[node] = {origin, number}; }

  /// For each origin the highest number of an interest that reaches `from`.
  [[nodiscard]] std::vector<std::uint32_t> reached_by(Node from, std::uint32_t members) const {
    std::vector<std::uint32_t> highest(members, 0);
    if (from == nothing) return highest;
    std::set<Node> seen{from};
    for (std::deque<Node> queue{from}; !queue.empty(); queue.pop_front()) {
      if (const auto found = interests_.find(queue.front()); found != interests_.end()) {
        highest[found->second.origin] = std::max(highest[found->second.origin], found->second.number);
      }
      for (const Node node : before_[queue.front()]) {
        if (seen.insert(node).second) queue.push_back(node);
      }
    }
    return highest;
  }

 private:
  std::vector<std::vector<Node>> before_;
  std::map<Node, InterestRef> interests_;
};

/// Drives both with the same random trace.
class Comparison {
 public:
  Comparison(std::uint32_t members, std::uint64_t seed)
      : members_(members), random_(seed), fast_(members), processes_(members) {}

  void run(int events) {
    for (int i = 0; i < events && !::testing::Test::HasFailure(); ++i) one();
  }
  [[nodiscard]] std::size_t snapshots() const { return fast_.snapshots(); }

 private:
  struct Recorded {
    std::uint64_t number = 0;
    Graph::Node node = Graph::nothing;
  };
  struct Held {
    std::uint64_t id = 0;
    std::uint64_t after = 0;
    bool reply = false;
    std::uint64_t made = 0;
    Graph::Node node = Graph::nothing;
  };
  struct Process {
    Graph::Node now = Graph::nothing;  // its latest event
    std::vector<Recorded> records;
    std::uint64_t durable = 0;
    std::uint32_t interests = 0;
    std::deque<Held> held;
  };
  struct Flying {
    std::uint64_t id = 0;
    int copies = 0;
    Graph::Node node = Graph::nothing;
  };
  struct Token {
    std::uint32_t request = 0;
    Graph::Node node = Graph::nothing;
  };

  std::uint32_t draw(std::uint32_t below) { return static_cast<std::uint32_t>(random_() % below); }

  void one() {
    ++event_;
    const Dense who = draw(members_);
    switch (draw(12)) {
      case 0:
      case 1:
      case 2:
        return send(who);
      case 3:
      case 4:
      case 5:
      case 6:
        return receive(who);
      case 7:
        return interest(who);
      case 8:
        return record(who);
      case 9:
        return draw(2) == 0 ? reply(who) : hand_on(who);
      case 10:
        return durable(who);
      default:
        return draw(4) == 0 ? crash(who) : durable(who);
    }
  }

  void step(Dense who, Graph::Node other = Graph::nothing) {
    processes_[who].now = graph_.add({processes_[who].now, other});
    compare(who);
  }

  void compare(Dense who) {
    const std::vector<std::uint32_t> slow = graph_.reached_by(processes_[who].now, members_);
    const std::span<const std::uint32_t> fast = fast_.knowledge(who);
    ASSERT_EQ(slow, std::vector<std::uint32_t>(fast.begin(), fast.end())) << "event " << event_;
  }

  void send(Dense who) {
    Process& process = processes_[who];
    step(who);
    const bool departs = process.records.empty() || process.records.back().number <= process.durable;
    fast_.send(who, ++messages_, departs);
    const Flying flying{messages_, 1 + static_cast<int>(draw(3)), process.now};
    if (departs) {
      flying_.push_back(flying);
    } else {
      process.held.push_back({messages_, process.records.back().number, false, 0, process.now});
    }
  }

  void receive(Dense who) {
    if (flying_.empty()) return;
    const std::size_t which = draw(static_cast<std::uint32_t>(flying_.size()));
    Flying& flying = flying_[which];
    const bool last = --flying.copies == 0;
    if (draw(5) == 0) {
      fast_.drop(flying.id, last);
    } else {
      const Graph::Node node = flying.node;
      fast_.receive(who, flying.id, last, event_);
      step(who, node);
    }
    if (last) flying_.erase(flying_.begin() + static_cast<std::ptrdiff_t>(which));
  }

  void interest(Dense who) {
    Process& process = processes_[who];
    process.now = graph_.add({process.now});
    graph_.mark(process.now, who, ++process.interests);
    fast_.interest(who, process.interests, event_);
    compare(who);
    record(who);
  }

  void record(Dense who) {
    Process& process = processes_[who];
    step(who);
    const std::uint64_t number = process.records.empty() ? 1 : process.records.back().number + 1;
    process.records.push_back({number, process.now});
    fast_.record(who, number, event_);
  }

  void reply(Dense who) {
    Process& process = processes_[who];
    step(who);
    const std::uint32_t request = requests_++;
    if (process.records.empty() || process.records.back().number <= process.durable) {
      fast_.answer(who, request, 0);
      tokens_.push_back({request, process.now});
    } else {
      process.held.push_back({request, process.records.back().number, true, event_, process.now});
    }
  }

  void hand_on(Dense who) {
    if (tokens_.empty()) return;
    const Token token = tokens_[draw(static_cast<std::uint32_t>(tokens_.size()))];
    fast_.token(who, token.request, event_);
    step(who, token.node);
  }

  void durable(Dense who) {
    Process& process = processes_[who];
    const std::uint64_t last = process.records.empty() ? 0 : process.records.back().number;
    if (last <= process.durable) return;
    process.durable += 1 + draw(static_cast<std::uint32_t>(last - process.durable));
    fast_.durable(who, process.durable);
    ++event_;
    if (draw(3) == 0) interest(who);  // the step that takes notice may do anything before the effects leave
    ++event_;
    while (!process.held.empty() && process.held.front().after <= process.durable) {
      const Held held = process.held.front();
      process.held.pop_front();
      if (held.reply) {
        fast_.answer(who, static_cast<std::uint32_t>(held.id), held.made);
        tokens_.push_back({static_cast<std::uint32_t>(held.id), held.node});
      } else {
        fast_.depart(who, held.id);
        flying_.push_back({held.id, 1, held.node});
      }
    }
  }

  void crash(Dense who) {
    Process& process = processes_[who];
    const std::uint64_t last = process.records.empty() ? 0 : process.records.back().number;
    const std::uint64_t survives = process.durable + draw(static_cast<std::uint32_t>(last - process.durable) + 1);
    while (!process.records.empty() && process.records.back().number > survives) process.records.pop_back();
    process.held.clear();
    process.durable = survives;
    process.now = process.records.empty() ? Graph::nothing : process.records.back().node;
    process.interests = graph_.reached_by(process.now, members_)[who];
    fast_.crash(who, survives, event_);
    compare(who);
  }

  std::uint32_t members_;
  std::mt19937_64 random_;
  HappensBefore fast_;
  Graph graph_;
  std::vector<Process> processes_;
  std::vector<Flying> flying_;
  std::vector<Token> tokens_;
  std::uint64_t messages_ = 0;
  std::uint32_t requests_ = 0;
  std::uint64_t event_ = 0;
};

TEST(HappensBefore, AgreesWithReachabilityOnRandomTraces) {
  for (std::uint64_t seed = 1; seed <= 400; ++seed) {
    Comparison comparison(2 + seed % 4, seed);
    comparison.run(150);
    ASSERT_FALSE(::testing::Test::HasFailure()) << "seed " << seed;
  }
}

TEST(HappensBefore, KeepsNoMoreSnapshotsThanAreInUse) {
  HappensBefore happens_before(3);
  std::uint64_t event = 0;
  for (std::uint64_t id = 1; id <= 10'000; ++id) {
    const Dense from = static_cast<Dense>(id % 3);
    const Dense to = static_cast<Dense>((id + 1) % 3);
    happens_before.interest(from, static_cast<std::uint32_t>(id), ++event);
    happens_before.record(from, id, ++event);
    happens_before.send(from, id, false);
    happens_before.durable(from, id);
    happens_before.depart(from, id);
    happens_before.receive(to, id, true, ++event);
  }
  EXPECT_LT(happens_before.snapshots(), 100U);
}

TEST(HappensBefore, ForgetsMessagesThatACrashTookBack) {
  HappensBefore happens_before(2);
  happens_before.record(0, 1, 1);
  happens_before.send(0, 1, false);
  happens_before.crash(0, 0, 2);
  happens_before.send(0, 2, true);
  EXPECT_EQ(happens_before.first_in_flight(), 2U);
}

TEST(HappensBefore, IsAValueWhoseCopiesGoOnIndependently) {
  HappensBefore original(2);
  original.interest(0, 1, 1);
  original.send(0, 1, true);
  HappensBefore copy = original;
  copy.receive(1, 1, true, 2);
  EXPECT_EQ(copy.knowledge(1)[0], 1U);
  EXPECT_EQ(original.knowledge(1)[0], 0U);
}

}  // namespace
}  // namespace feira::check
