// The ablation matrix, mechanism by property, as text, as JSON and as a page of documentation.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "sim/campaign/ablation.hpp"
#include "sim/report/palette.hpp"

namespace feira::report {

/// One row: what failed after how many seeds, or what became slower.
std::string ablation_line(const campaign::AblationRow& row, const std::vector<campaign::AblationRow>& rows,
                          const Palette& palette);
/// The matrix and the summary.
std::string ablation_text(const std::vector<campaign::AblationRow>& rows, const Palette& palette);
std::string ablation_json(const std::vector<campaign::AblationRow>& rows);
/// The page docs/ablations.md; `command` made it.
std::string ablation_markdown(const std::vector<campaign::AblationRow>& rows, std::string_view command);

}  // namespace feira::report
