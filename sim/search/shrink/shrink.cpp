#include "sim/search/shrink/shrink.hpp"

#include <algorithm>
#include <utility>

#include "sim/check/situations.hpp"
#include "sim/search/shrink/shrinker.hpp"
#include "sim/search/shrink/story.hpp"

namespace feira::search {

using scenario::Scenario;

namespace {

bool is_expected(const Scenario& scenario, check::Property property) {
  return std::ranges::find(scenario.expect.fails, check::name(property)) != scenario.expect.fails.end();
}

/// The failure to keep: of what is violated what the scenario does not expect, then what came first.
std::optional<FailureClass> failure_to_keep(const Scenario& scenario, const JudgedRun& run,
                                            const std::optional<check::Property>& wanted) {
  const check::Verdict* chosen = nullptr;
  for (const check::Verdict& verdict : run.result.verdicts) {
    if (!verdict.violation || (wanted && verdict.property != *wanted)) continue;
    const auto rank = [&](const check::Verdict& each) {
      return std::pair(is_expected(scenario, each.property), each.violation->time);
    };
    if (chosen == nullptr || rank(verdict) < rank(*chosen)) chosen = &verdict;
  }
  if (chosen == nullptr) return std::nullopt;
  const auto failure = std::ranges::find(run.failures, chosen->property, &FailureClass::property);
  return *failure;
}

/// A campaign that begins with seed 1 does not come to later seeds than this.
constexpr std::uint64_t campaign_max = 1'000;

/// What these seeds violate, in the order of the properties.
std::vector<std::string> violated_by(const Scenario& scenario, std::uint64_t first, std::uint64_t last) {
  std::vector<bool> violated(check::property_count, false);
  for (std::uint64_t each = first; each <= last; ++each) {
    for (const check::Verdict& verdict : sim::run(scenario, each).verdicts) {
      if (!verdict.holds) violated[static_cast<std::size_t>(verdict.property)] = true;
    }
  }
  std::vector<std::string> names;
  for (std::size_t i = 0; i < check::property_count; ++i) {
    if (violated[i]) names.emplace_back(check::name(static_cast<check::Property>(i)));
  }
  return names;
}

/// The faults that must come about, or the run has shown something else; of a run without faults something that it
/// came to.
std::vector<scenario::ReachSpec> reach_of(const Scenario& scenario, std::uint64_t seed) {
  const sim::RunResult run = sim::run(scenario, seed);
  const auto reached = [&run](std::size_t situation) { return run.situations[situation] > 0; };
  std::vector<scenario::ReachSpec> reach;
  for (std::size_t i = 0; i < check::situation_count; ++i) {
    const std::string name = check::name(static_cast<check::Situation>(i));
    if (name.starts_with("fault:") && reached(i)) reach.push_back({name, 1});
  }
  for (const check::Situation usual : {check::Situation::contended_grant, check::Situation::sold,
                                       check::Situation::refused_sold_out, check::Situation::pending_answer}) {
    if (reach.empty() && reached(static_cast<std::size_t>(usual))) reach.push_back({check::name(usual), 1});
  }
  return reach;
}

}  // namespace

std::optional<Shrunk> shrink(const Scenario& scenario, std::uint64_t seed, const ShrinkOptions& options,
                             const std::function<void(const ShrinkProgress&)>& progress) {
  const JudgedRun run = judged_run(scenario, seed, {.event = {}, .stop = options.budget.stop});
  if (run.result.ended_by == sim::EndedBy::stopped) return std::nullopt;
  const auto failure = failure_to_keep(scenario, run, options.property);
  if (!failure) return std::nullopt;
  Shrinker shrinker({scenario, seed}, *failure, options.budget, progress);
  shrinker.run();
  Shrunk shrunk;
  shrunk.scenario = shrinker.best().scenario;
  shrunk.seed = shrinker.best().seed;
  shrunk.failure = *failure;
  shrunk.before = sizes_of(scenario, seed);
  shrunk.after = sizes_of(shrunk.scenario, shrunk.seed);
  shrunk.runs = shrinker.trials().runs();
  shrunk.remembered = shrinker.trials().remembered();
  shrunk.finished = !shrinker.trials().is_over();
  const bool has_campaign = shrunk.seed >= 1 && shrunk.seed <= campaign_max;
  shrunk.scenario.run.seeds = has_campaign ? shrunk.seed : 1;
  shrunk.scenario.expect.fails = violated_by(shrunk.scenario, has_campaign ? 1 : shrunk.seed, shrunk.seed);
  shrunk.scenario.reach = reach_of(shrunk.scenario, shrunk.seed);
  shrunk.scenario.about = story_of(shrunk.scenario, shrunk.seed, *failure);
  return shrunk;
}

}  // namespace feira::search
