#include "sim/search/shrink/trials.hpp"

#include <algorithm>
#include <atomic>
#include <system_error>
#include <thread>
#include <variant>

#include "sim/scenario/read.hpp"
#include "sim/scenario/write.hpp"

namespace feira::search {

namespace {

/// A scenario's file and a seed: what a run is a function of.
std::string key_of(const Candidate& candidate) {
  return std::to_string(candidate.seed) + '\n' + scenario::write(candidate.scenario);
}

}  // namespace

std::optional<scenario::Scenario> as_read(const scenario::Scenario& scenario) {
  auto outcome = scenario::read(scenario::write(scenario), "candidate");
  auto* read = std::get_if<scenario::Scenario>(&outcome);
  if (read == nullptr) return std::nullopt;
  read->name = scenario.name;
  return std::move(*read);
}

Trials::Outcome Trials::run(const Candidate& candidate) const {
  const auto scenario = as_read(candidate.scenario);
  if (!scenario) return Outcome::differs;
  const sim::Observers observers{.event = {}, .stop = budget_.stop};
  const JudgedRun run = judged_run(*scenario, candidate.seed, observers);
  if (run.result.ended_by == sim::EndedBy::stopped) return Outcome::unknown;
  return run.fails_by(failure_) ? Outcome::fails : Outcome::differs;
}

/// Gives every candidate up to the first that fails its outcome, unless it is stopped.
void Trials::run_all(const std::vector<Candidate>& candidates, const std::vector<std::string>& keys,
                     std::vector<Outcome>& outcomes) const {
  std::atomic<std::size_t> next = 0;
  std::atomic<std::size_t> first = candidates.size();
  const auto lower_first = [&first](std::size_t place) {
    std::size_t before = first;
    while (place < before && !first.compare_exchange_weak(before, place)) {
    }
  };
  const auto worker = [&] {
    for (std::size_t place = next++; place < candidates.size() && place < first && !stopped(); place = next++) {
      const auto known = known_.find(keys[place]);
      outcomes[place] = known != known_.end() ? known->second : run(candidates[place]);
      if (outcomes[place] == Outcome::fails) lower_first(place);
    }
  };
  std::vector<std::thread> threads;
  try {
    for (std::size_t i = 1; i < std::min<std::size_t>(budget_.jobs, candidates.size()); ++i) {
      threads.emplace_back(worker);
    }
  } catch (const std::system_error&) {
    // The machine has no more threads to give: those that there are do the work.
  }
  worker();
  for (std::thread& thread : threads) thread.join();
}

std::optional<std::size_t> Trials::first_failing(const std::vector<Candidate>& candidates) {
  if (over_) return std::nullopt;
  std::vector<std::string> keys;
  keys.reserve(candidates.size());
  for (const Candidate& candidate : candidates) keys.push_back(key_of(candidate));
  std::vector<Outcome> outcomes(candidates.size(), Outcome::unknown);
  run_all(candidates, keys, outcomes);
  for (std::size_t i = 0; i < candidates.size(); ++i) {
    if (outcomes[i] != Outcome::unknown) known_.emplace(keys[i], outcomes[i]);
  }
  for (std::size_t i = 0; i < candidates.size(); ++i) {
    over_ = outcomes[i] == Outcome::unknown || (runs() >= budget_.runs && !counted_.contains(keys[i]));
    if (over_) return std::nullopt;
    remembered_ += counted_.insert(keys[i]).second ? 0 : 1;
    if (outcomes[i] == Outcome::fails) return i;
  }
  return std::nullopt;
}

}  // namespace feira::search
