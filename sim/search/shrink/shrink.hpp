// From a failing run to a scenario that a person can read: as little as possible, as mild as possible, in round
// numbers, and failing in the same way.
//
// Theory of operation. First everything that chance decides before or during the run is given instead: the swarm's
// draw, recipes and random faults, who comes and goes, what the buyers want and when, and in the end what the network
// does to each single message. Then parts are cut away by delta debugging, kinds of trouble are switched off, numbers
// go back to their defaults; what is left is made milder and rounder. All of it is repeated until nothing changes any
// more. Every step is taken only after a run that fails by the class from which it started (sim/search/failure.hpp);
// whatever changes more draws than it should is therefore harmless, it only makes the step less likely to be taken.
//
// The result is the same for any number of threads. It does no I/O and looks at no clock.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string_view>

#include "sim/check/property.hpp"
#include "sim/scenario/scenario.hpp"
#include "sim/search/failure.hpp"
#include "sim/search/shrink/trials.hpp"

namespace feira::search {

/// How much there is in a scenario, with all that a seed draws for it.
struct Sizes {
  std::size_t marketplaces = 0;
  std::size_t products = 0;
  /// All buyers of all groups.
  std::uint64_t buyers = 0;
  /// Of the plan, single messages, slow links, and kinds of trouble of the whole network.
  std::size_t faults = 0;
  /// Changes of products and of the membership.
  std::size_t changes = 0;
  friend bool operator==(const Sizes&, const Sizes&) = default;
};

Sizes sizes_of(const scenario::Scenario& scenario, std::uint64_t seed);

struct ShrinkOptions {
  Budget budget;
  /// The property whose violation is kept; without it the one that is violated first, rather one that the scenario does
  /// not expect to fail.
  std::optional<check::Property> property;
};

/// Where the shrinking is. Lives as long as the call.
struct ShrinkProgress {
  /// What is being cut: "marketplaces", "lengths of faults".
  std::string_view what;
  const scenario::Scenario& best;
  std::uint64_t seed = 1;
  std::uint64_t runs = 0;
};

struct Shrunk {
  /// With an `about` that tells what happens, `expect` naming what is violated, and `reach` the faults that must come
  /// about.
  scenario::Scenario scenario;
  /// The seed that fails; mostly 1. The scenario's own campaign, seeds 1 to this, fails as it expects. (A seed beyond
  /// 1000, or 0, has to be named; then `expect` is about that seed alone.)
  std::uint64_t seed = 1;
  FailureClass failure;
  Sizes before;
  Sizes after;
  std::uint64_t runs = 0;
  std::uint64_t remembered = 0;
  /// Nothing more could be taken away; otherwise the budget was used up, or the search was stopped.
  bool finished = false;
};

/// Nothing when the run of this seed violates nothing, or not the property that was asked for.
std::optional<Shrunk> shrink(const scenario::Scenario& scenario, std::uint64_t seed, const ShrinkOptions& options,
                             const std::function<void(const ShrinkProgress&)>& progress = {});

}  // namespace feira::search
