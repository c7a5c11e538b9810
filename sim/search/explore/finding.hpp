// What is wrong with a step: the property that it breaks, and a sentence for people.
#pragma once

#include <string>
#include <vector>

#include "sim/check/property.hpp"

namespace feira::explore {

struct Finding {
  check::Property property = check::Property::mutual_exclusion;
  std::string sentence;
};
using Findings = std::vector<Finding>;

}  // namespace feira::explore
