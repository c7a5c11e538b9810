// Verdicts for programs to read: one document, headed by its format and version.
#pragma once

#include <string>
#include <vector>

#include "sim/campaign/judgement.hpp"
#include "sim/report/report.hpp"

namespace feira::report {

/// Over all scenarios that were run. Keys keep their order; all numbers are integers, durations in nanoseconds.
std::string json(const std::vector<CampaignReport>& reports, campaign::Exit exit);

/// One line of the file of digests, which starts with `digests_header`.
std::string digest_line(const std::string& file, std::uint64_t seed, std::uint64_t digest);
std::string digests_header();

}  // namespace feira::report
