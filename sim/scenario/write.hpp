// A scenario as the file that a person would write: the parts in the order of the reference, defaults left out, names
// in place of indices, every quantity in its shortest form, short objects and lists on one line.
//
// Reading it gives the scenario back: `read(write(s))` is `s` for every `s` that `read` can give. (The name is the
// file's; comments are gone, and recipes stand after the other faults.)
#pragma once

#include <string>

#include "sim/scenario/scenario.hpp"

namespace feira::scenario {

/// Precondition: `scenario` is as a file can say it, which leaves out what is drawn for a seed: groups of no buyers,
/// and who is where in a partition of a drawn shape.
std::string write(const Scenario& scenario);

}  // namespace feira::scenario
