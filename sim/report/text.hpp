// Verdicts for people to read.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "sim/report/palette.hpp"
#include "sim/report/report.hpp"

namespace feira::report {

/// What stands above a verdict and is known before anything runs: the title with its seeds, and what the file sets.
std::string heading(const CampaignReport& report, const Palette& palette);

/// The verdict of one scenario. A story of many seeds is told when something unexpected is to be told, or when
/// `tell_expected` asks for expected failures too. `arguments` are what the line that repeats a failure needs besides
/// file and seed.
std::string verdict(const CampaignReport& report, bool tell_expected, const Palette& palette);

/// One line over several scenarios.
std::string closing(const std::vector<CampaignReport>& reports, std::size_t scenarios, Duration real,
                    const Palette& palette);

}  // namespace feira::report
