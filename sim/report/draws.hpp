// A draw in words: what was left to chance.
#pragma once

#include <string>

#include "sim/chance/address.hpp"
#include "sim/scenario/scenario.hpp"

namespace feira::report {

/// "how long the 3rd grant from ana to bia travels"; empty for what nobody asks about (identities, plans).
std::string in_words(const chance::Address& draw, const scenario::Scenario& scenario);

}  // namespace feira::report
