// Small scenarios to be explored, and explorations of them.
#pragma once

#include <gtest/gtest.h>

#include <fstream>
#include <sstream>
#include <string>
#include <variant>
#include <vector>

#include "sim/scenario/read.hpp"
#include "sim/search/explore/search.hpp"

namespace feira::explore::test {

inline scenario::Scenario read_well(const std::string& text, const std::string& name) {
  auto outcome = scenario::read(text, name);
  if (const auto* problems = std::get_if<std::vector<scenario::Problem>>(&outcome)) {
    for (const scenario::Problem& problem : *problems) ADD_FAILURE() << scenario::message(problem);
    return {};
  }
  return std::get<scenario::Scenario>(std::move(outcome));
}

/// A file of scenarios/explore.
inline scenario::Scenario sample(const std::string& name) {
  const std::string file = "scenarios/explore/" + name + ".json";
  std::ostringstream text;
  text << std::ifstream(file).rdbuf();
  return read_well(text.str(), file);
}

inline scenario::Scenario without(scenario::Scenario scenario, Ablation mechanism) {
  scenario.ablate.add(mechanism);
  return scenario;
}

struct Explored {
  explicit Explored(const scenario::Scenario& scenario, const Limits& limits = {})
      : store(Setting(scenario)), result(explore(store, limits, [](const Progress&) { return true; })) {}
  Store store;
  Exploration result;
};

inline Exploration explored(const scenario::Scenario& scenario, const Limits& limits = {}) {
  return Explored(scenario, limits).result;
}

}  // namespace feira::explore::test
