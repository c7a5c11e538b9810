#include "sim/search/when/when.hpp"

#include "sim/campaign/in_order.hpp"

namespace feira::search {

namespace {

/// How many worlds stand ready at once.
constexpr std::size_t snapshots_max = 17;

}  // namespace

WhenResult when(const FailingRun& run, const Broken& failure, const WhenOptions& options, const std::atomic<bool>& stop,
                const std::function<void(std::uint64_t)>& progress) {
  JumpSearch search(run.cut_of(failure.violation), options.points);
  std::uint64_t done = 0;
  std::vector<Cut> cuts = search.wanted();
  for (; !cuts.empty() && !stop; cuts = search.wanted()) {
    if (cuts.size() > snapshots_max) cuts.resize(snapshots_max);
    const auto snapshots = run.stand_at(cuts);
    const auto is_over = [&stop] { return stop.load(std::memory_order_relaxed); };
    const auto work = [&](std::uint64_t trial) {
      const auto which = static_cast<std::size_t>(trial / options.continuations);
      return run.fails_alike(snapshots[which], cuts[which], {trial % options.continuations + 1, options.fresh_faults},
                             failure.failure, is_over);
    };
    Share share;
    std::uint64_t merged = 0;
    const auto merge = [&](bool fails) {
      share = {share.part + (fails ? 1 : 0), share.whole + 1};
      if (share.whole == options.continuations) {
        search.take({cuts[merged / options.continuations], share});
        share = {};
      }
      ++merged;
      if (progress) progress(++done);
    };
    campaign::run_in_order({0, cuts.size() * options.continuations - 1}, options.jobs, stop, work, merge);
  }
  return {search.points(), search.greatest(), search.certain_from(), cuts.empty()};
}

}  // namespace feira::search
