// Generated cases for properties that rapidcheck states. It shrinks none of them: what is cut from a scenario without a
// reason tells nobody anything.
#pragma once

#include <gtest/gtest.h>
// After gtest.
#include <rapidcheck/gtest.h>

#include <ostream>

#include "sim/scenario/write.hpp"
#include "sim/search/generate/generate.hpp"

namespace feira::search {

inline std::ostream& operator<<(std::ostream& out, const Case& made) {
  return out << "seed " << made.seed << " of\n" << scenario::write(made.scenario);
}

}  // namespace feira::search

template <>
struct rc::Arbitrary<feira::search::Case> {
  static rc::Gen<feira::search::Case> arbitrary() {
    return [](const rc::Random& random, int size) {
      return rc::shrinkable::just(feira::search::generate(feira::search::Draws(random, size)));
    };
  }
};
