// A scenario in words: the short list of what is set, and every setting with its value, defaults included.
#pragma once

#include <string>
#include <vector>

#include "sim/scenario/scenario.hpp"

namespace feira::scenario {

/// "5 marketplaces, 2 products, 40 buyers, delay 1-50 ms, loss 1 %"
std::string describe(const Scenario& scenario);

/// "1 loss, 2 timers", or "none".
std::string text(const ExploreSpec& explore);

struct Setting {
  std::string path;  // "network.delay"
  std::string value;
};

/// Every setting that is not a list of things, as a file would spell it.
std::vector<Setting> settings(const Scenario& scenario);

}  // namespace feira::scenario
