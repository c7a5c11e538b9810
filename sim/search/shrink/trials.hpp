// Runs candidates: which of these scenarios is the first, in their order, that still fails in the same way?
//
// Several are run at a time, speculatively. The answer depends on their order alone, and so does the number of runs
// that is counted against the budget: it is the same for any number of threads. What was tried is remembered by the
// text of the scenario, so nothing is run twice. A candidate that no file could say counts as one that does not fail.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "sim/scenario/scenario.hpp"
#include "sim/search/failure.hpp"

namespace feira::search {

struct Candidate {
  scenario::Scenario scenario;
  std::uint64_t seed = 1;
};

struct Budget {
  /// Threads.
  unsigned jobs = 1;
  std::uint64_t runs = UINT64_MAX;
  /// Asked before and during every run, by all threads: true ends the search.
  std::function<bool()> stop{};
};

/// As its file gives it back; nothing when no file can say it.
std::optional<scenario::Scenario> as_read(const scenario::Scenario& scenario);

class Trials {
 public:
  Trials(FailureClass failure, Budget budget) : failure_(std::move(failure)), budget_(std::move(budget)) {}

  /// The first candidate that still fails. Nothing when none does, or when the budget is used up before.
  std::optional<std::size_t> first_failing(const std::vector<Candidate>& candidates);

  [[nodiscard]] const FailureClass& failure() const { return failure_; }
  /// Candidates whose outcome was needed, each counted once.
  [[nodiscard]] std::uint64_t runs() const { return static_cast<std::uint64_t>(counted_.size()); }
  /// How often an outcome was known from before.
  [[nodiscard]] std::uint64_t remembered() const { return remembered_; }
  /// The budget is used up, or the search was stopped: nothing more is run.
  [[nodiscard]] bool is_over() const { return over_; }

 private:
  enum class Outcome : std::uint8_t { unknown, fails, differs };

  [[nodiscard]] Outcome run(const Candidate& candidate) const;
  void run_all(const std::vector<Candidate>& candidates, const std::vector<std::string>& keys,
               std::vector<Outcome>& outcomes) const;
  [[nodiscard]] bool stopped() const { return budget_.stop && budget_.stop(); }

  FailureClass failure_;
  Budget budget_;
  std::map<std::string, Outcome> known_;
  std::set<std::string> counted_;
  std::uint64_t remembered_ = 0;
  bool over_ = false;
};

}  // namespace feira::search
