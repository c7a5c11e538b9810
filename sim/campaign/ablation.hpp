// What came of switching a mechanism off: one scenario run with and without it, in several campaigns of their own
// seeds, and what that says about the mechanism.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sim/campaign/judgement.hpp"
#include "sim/campaign/seed_range.hpp"
#include "sim/campaign/tally.hpp"
#include "sim/scenario/scenario.hpp"

namespace feira::campaign {

/// Campaign `c` of `campaigns` runs seeds c * seeds + 1 to (c + 1) * seeds: no two share any.
struct AblationPlan {
  std::uint64_t campaigns = 5;
  std::uint64_t seeds = 1;

  [[nodiscard]] SeedRange all() const { return {1, campaigns * seeds}; }
};

/// How good or bad the market is without looking at any property, in thousandths of `unit`. Smaller is better.
struct Figure {
  std::string name;
  std::string unit;
  std::uint64_t with = 0;
  std::uint64_t without = 0;

  /// It is worse by a tenth at least without the mechanism.
  [[nodiscard]] bool worsens() const { return without * 10 > with * 11; }
  /// How many times worse, in thousandths; zero when it was zero with the mechanism.
  [[nodiscard]] std::uint64_t factor() const { return with == 0 ? 0 : without * 1000 / with; }
};

class AblationRow {
 public:
  /// `mechanisms` are those that `scenario` switches off.
  AblationRow(std::string file, scenario::Scenario scenario, std::vector<std::string> mechanisms, AblationPlan plan,
              const std::vector<std::string>& situations);

  /// In the order of the seeds of `plan.all()`.
  void add_without(const Outcome& outcome);
  /// The control: the same seeds with the mechanisms in place.
  void add_with(const Outcome& outcome) { with_.add(outcome); }

  [[nodiscard]] const std::string& file() const { return file_; }
  [[nodiscard]] const scenario::Scenario& scenario() const { return scenario_; }
  [[nodiscard]] const std::vector<std::string>& mechanisms() const { return mechanisms_; }
  /// "a", or "a + b".
  [[nodiscard]] std::string title() const;
  [[nodiscard]] const AblationPlan& plan() const { return plan_; }
  [[nodiscard]] const Tally& with() const { return with_; }
  [[nodiscard]] const Tally& without() const { return without_; }
  [[nodiscard]] bool complete() const;

  /// Of each campaign: how many seeds it took until the property failed, the failing one included; zero for never.
  [[nodiscard]] std::vector<std::uint64_t> seeds_to(std::string_view property) const;
  /// The median of these over the campaigns, where never is more than any number; nothing when that is never.
  [[nodiscard]] std::optional<std::uint64_t> median_to(std::string_view property) const;

  [[nodiscard]] std::vector<Figure> figures() const;
  /// The figure that worsens most; nothing when none does.
  [[nodiscard]] std::optional<Figure> worst_figure() const;

  /// What the scenario expects of the run without the mechanisms.
  [[nodiscard]] Judgement judgement() const { return judge(without_, scenario_.expect, scenario_.reach); }
  /// Some property notices.
  [[nodiscard]] bool is_seen() const { return !without_.violated().empty(); }

 private:
  std::string file_;
  scenario::Scenario scenario_;
  std::vector<std::string> mechanisms_;
  AblationPlan plan_;
  Tally with_;
  Tally without_;
  /// By property, then campaign.
  std::map<std::string, std::vector<std::uint64_t>, std::less<>> firsts_;
};

/// What a row comes to.
enum class AblationVerdict : std::uint8_t {
  seen,        // the properties that its scenario names fail, and over many seeds perhaps more
  slower,      // none fails, as expected, and a figure worsens
  backed,      // none fails, as expected: another mechanism does the same, and both together are seen
  unnoticed,   // nothing notices
  lost,        // a property that was to fail does not, or one fails where none was to
  control,     // a property fails with the mechanisms in place: the scenario shows nothing
  unreached,   // a situation that the scenario demands never came
  incomplete,  // interrupted before all seeds were run
};
[[nodiscard]] const char* name(AblationVerdict verdict);

/// `rows` are all: for a mechanism that another backs, the row of the pair is among them.
[[nodiscard]] AblationVerdict verdict(const AblationRow& row, const std::vector<AblationRow>& rows);
/// The rows of several mechanisms, this one's among them, that are seen.
[[nodiscard]] std::vector<const AblationRow*> backing(const AblationRow& row, const std::vector<AblationRow>& rows);

/// 1 when a row is unnoticed or lost or its control fails, 2 when one is unreached, 130 when one is incomplete.
[[nodiscard]] Exit exit_of(const std::vector<AblationRow>& rows);

}  // namespace feira::campaign
