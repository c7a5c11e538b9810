#include "sim/search/explore/search.hpp"

#include <algorithm>
#include <atomic>
#include <barrier>
#include <memory>
#include <thread>
#include <tuple>
#include <utility>

#include "sim/kernel/require.hpp"
#include "sim/search/explore/frontier.hpp"

namespace feira::explore {

using kernel::require;

namespace {

constexpr std::size_t first_capacity = std::size_t{1} << 20U;
/// No block has more successors: it holds few states when they have many messages, and many when they have few.
constexpr std::size_t successors_of_a_block = std::size_t{1} << 16U;
/// About what a site takes beyond its own size.
constexpr std::size_t heap_of_a_site = 3000;

/// Where a violation was met.
struct Met {
  std::uint64_t parent = 0;  // or the state at rest itself
  std::uint64_t rank = 0;
  bool at_rest = false;
  /// What is told is what has the smallest: a state at rest has been reached by a choice less.
  [[nodiscard]] auto key() const { return std::tuple(!at_rest, parent, rank); }
};

void keep_smaller(std::optional<Met>& kept, const Met& met) {
  if (!kept || met.key() < kept->key()) kept = met;
}

class Worker;

/// What all threads share.
class Search {
 public:
  Search(Store& store, const Limits& limits, const std::function<bool(const Progress&)>& watch)
      : limits_(limits), watch_(watch), store_(store), visited_(first_capacity) {}

  Exploration run();

 private:
  friend class Worker;

  [[nodiscard]] std::uint64_t bytes() const;
  [[nodiscard]] bool room_is_scarce() const {
    return (unique_ + limits_.jobs * successors_of_a_block) * 10 > visited_.capacity() * 7;
  }
  [[nodiscard]] Progress progress() const;
  void all_are_here() noexcept;
  void make_room();
  void end_level();
  void stop(EndedBy why) {
    result_.ended_by = why;
    stopped_ = true;
  }
  Violation told(Moves& moves, const Met& met) const;

  const Limits& limits_;
  const std::function<bool(const Progress&)>& watch_;
  Store& store_;
  Visited visited_;
  Frontier frontier_;
  std::vector<std::unique_ptr<Worker>> workers_;
  std::vector<Word> first_;
  Exploration result_;
  std::uint64_t level_ = 0;
  std::uint64_t unique_before_ = 0;  // up to this level
  std::atomic<std::uint64_t> unique_ = 1;
  std::atomic<bool> pause_ = false;
  std::atomic<bool> interrupted_ = false;
  bool stopped_ = false;
};

/// One thread's part.
class Worker {
 public:
  explicit Worker(Search& search) : search_(search), moves_(search.store_, search.limits_.reductions) {}

  /// `meet` returns when all threads have called it and what is to be done by one has been done.
  template <class Meet>
  void work(bool tells, Meet&& meet);

  [[nodiscard]] Moves& moves() { return moves_; }

  std::atomic<std::uint64_t> states = 0;
  std::atomic<std::size_t> bytes = 0;
  std::uint64_t rests = 0;
  std::optional<Met> met;

 private:
  void expand(StateView state, std::uint64_t fingerprint);
  void keep_for_next_level(StateView state, std::uint64_t fingerprint);

  Search& search_;
  Moves moves_;
  std::unique_ptr<Block> out_;
};

template <class Meet>
void Worker::work(bool tells, Meet&& meet) {
  while (!search_.stopped_) {
    std::unique_ptr<Block> block = search_.pause_ ? nullptr : search_.frontier_.take();
    if (block) {
      block->for_each([&](StateView state, std::uint64_t fingerprint) { expand(state, fingerprint); });
      search_.frontier_.give_back(std::move(block));
      bytes = moves_.stepper().bytes();
      if (tells && !search_.watch_(search_.progress())) search_.interrupted_ = true;
      if (search_.interrupted_ || search_.room_is_scarce() || search_.bytes() > search_.limits_.memory) {
        search_.pause_ = true;
      }
    } else {
      if (out_) search_.frontier_.hand_in(std::move(out_));
      meet();
    }
  }
}

void Worker::expand(StateView state, std::uint64_t fingerprint) {
  std::uint64_t made = 0;
  std::uint64_t unique = 0;
  moves_.successors(state, [&](const Choice& choice, StateView next, std::uint64_t reached, const Findings* findings) {
    ++made;
    if (findings != nullptr) {
      keep_smaller(met, {fingerprint, moves_.rank(choice), false});
    } else if (search_.visited_.insert(reached, search_.level_ + 1, fingerprint)) {
      ++unique;
      keep_for_next_level(next, reached);
    }
    return true;
  });
  states += made;
  search_.unique_ += unique;
  if (!moves_.rests(state)) return;
  ++rests;
  if (!moves_.judge_rest(state).empty()) keep_smaller(met, {fingerprint, 0, true});
}

void Worker::keep_for_next_level(StateView state, std::uint64_t fingerprint) {
  if (out_ && !out_->fits(state)) search_.frontier_.hand_in(std::move(out_));
  if (!out_) out_ = search_.frontier_.blank();
  out_->add(state, fingerprint);
}

std::uint64_t Search::bytes() const {
  std::uint64_t all = Visited::bytes(visited_.capacity()) + frontier_.bytes() +
                      store_.sites.size() * (sizeof(SiteEntry) + heap_of_a_site) +
                      store_.parcels.size() * sizeof(ParcelEntry);
  for (const auto& worker : workers_) all += worker->bytes;
  return all;
}

Progress Search::progress() const {
  Progress progress{0, unique_, level_};
  for (const auto& worker : workers_) progress.states += worker->states;
  return progress;
}

/// Called by the last thread that comes, while all others wait.
void Search::all_are_here() noexcept {
  pause_ = false;
  if (interrupted_) {
    stop(EndedBy::interrupted);
  } else if (frontier_.level_taken()) {
    end_level();
  }
  if (!stopped_) make_room();
}

void Search::make_room() {
  if (bytes() > limits_.memory) return stop(EndedBy::memory);
  while (room_is_scarce()) {
    // While it grows the old table stands beside the new one.
    if (bytes() + 2 * Visited::bytes(visited_.capacity()) > limits_.memory) return stop(EndedBy::memory);
    visited_.grow();
  }
}

void Search::end_level() {
  result_.unique_by_depth.push_back(unique_ - unique_before_);
  unique_before_ = unique_;
  std::optional<Met> met;
  for (const auto& worker : workers_) {
    if (worker->met) keep_smaller(met, *worker->met);
  }
  if (met) {
    result_.violation = told(workers_.front()->moves(), *met);
    return stop(EndedBy::violation);
  }
  frontier_.next_level();
  if (frontier_.level_taken()) return stop(EndedBy::exhausted);
  if (++level_ >= limits_.depth) stop(EndedBy::depth);
}

Violation Search::told(Moves& moves, const Met& met) const {
  Violation violation;
  violation.at_rest = met.at_rest;
  std::vector<Word> state = first_;
  const auto go_on = [&](const auto& is_wanted) {
    std::optional<Choice> next;
    moves.successors(state, [&](const Choice& choice, StateView, std::uint64_t reached, const Findings* findings) {
      if (is_wanted(choice, reached, findings) && (!next || moves.rank(choice) < moves.rank(*next))) next = choice;
      return true;
    });
    require(next.has_value(), "a schedule that was found can be made again");
    state = moves.made(state, *next);
    violation.path.push_back(*next);
  };
  const std::vector<std::uint64_t> path = visited_.path_to(met.parent);
  for (std::size_t i = 1; i < path.size(); ++i) {
    go_on([&](const Choice&, std::uint64_t reached, const Findings* findings) {
      return findings == nullptr && reached == path[i];
    });
  }
  if (met.at_rest) {
    violation.findings = moves.judge_rest(state);
  } else {
    go_on([&](const Choice& choice, std::uint64_t, const Findings* findings) {
      return findings != nullptr && moves.rank(choice) == met.rank;
    });
    violation.findings = moves.found();
  }
  return violation;
}

Exploration Search::run() {
  for (unsigned i = 0; i < limits_.jobs; ++i) workers_.push_back(std::make_unique<Worker>(*this));
  Moves& moves = workers_.front()->moves();
  first_ = moves.first_state();
  const std::uint64_t fingerprint = moves.fingerprint(first_);
  visited_.insert(fingerprint, 0, 0);
  auto block = frontier_.blank();
  block->add(first_, fingerprint);
  frontier_.hand_in(std::move(block));
  frontier_.next_level();
  result_.unique_by_depth.push_back(1);
  unique_before_ = 1;
  std::barrier barrier(static_cast<std::ptrdiff_t>(limits_.jobs), [this]() noexcept { all_are_here(); });
  std::vector<std::thread> threads;
  for (unsigned i = 1; i < limits_.jobs; ++i) {
    threads.emplace_back([&, i] { workers_[i]->work(false, [&] { barrier.arrive_and_wait(); }); });
  }
  workers_.front()->work(true, [&] { barrier.arrive_and_wait(); });
  for (std::thread& thread : threads) thread.join();
  result_.progress = progress();
  for (const auto& worker : workers_) result_.rests += worker->rests;
  result_.sites = store_.sites.size();
  result_.parcels = store_.parcels.size();
  result_.bytes = bytes();
  return std::move(result_);
}

}  // namespace

Exploration explore(Store& store, const Limits& limits, const std::function<bool(const Progress&)>& watch) {
  return Search(store, limits, watch).run();
}

}  // namespace feira::explore
