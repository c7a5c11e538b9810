// What came of judging a history, as text and as JSON.
#pragma once

#include <string>

#include "sim/linearizability/judge.hpp"
#include "sim/report/palette.hpp"

namespace feira::report {

struct LinearizationReport {
  std::string file;
  const linearizability::History& history;
  const linearizability::Judgement& judgement;
};

std::string text(const LinearizationReport& report, const Palette& palette);
/// One document, headed by format and version.
std::string json(const LinearizationReport& report);

}  // namespace feira::report
