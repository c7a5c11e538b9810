// What happens in a run that fails, in words: for the `about` of a scenario file.
#pragma once

#include <cstdint>
#include <string>

#include "sim/scenario/scenario.hpp"
#include "sim/search/failure.hpp"

namespace feira::search {

/// "Without causal-delivery grant-order fails: bia#1 happened before caio#1, yet caio#1 was granted first. At 1.000 s
/// bia is asked for 1 umbrella; ...". The events are those that break the property and the latest of their causal past,
/// each told once. Precondition: the run of this seed fails by `failure`.
std::string story_of(const scenario::Scenario& scenario, std::uint64_t seed, const FailureClass& failure);

}  // namespace feira::search
