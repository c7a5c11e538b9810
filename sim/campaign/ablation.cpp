#include "sim/campaign/ablation.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace feira::campaign {
namespace {

/// In thousandths.
std::uint64_t per(std::uint64_t part, std::uint64_t whole) { return whole == 0 ? 0 : part * 1000 / whole; }

/// Of a hundred decided purchases, how many were not sold, in thousandths.
std::uint64_t refused_share(const Tally& tally) {
  std::uint64_t refused = 0;
  for (const std::string& situation : tally.situations()) {
    if (situation.starts_with("refused-")) refused += tally.reached(situation);
  }
  return per(100 * refused, refused + tally.reached("sold"));
}

}  // namespace

AblationRow::AblationRow(std::string file, scenario::Scenario scenario, std::vector<std::string> mechanisms,
                         AblationPlan plan, const std::vector<std::string>& situations)
    : file_(std::move(file)),
      scenario_(std::move(scenario)),
      mechanisms_(std::move(mechanisms)),
      plan_(plan),
      with_(situations),
      without_(situations) {}

void AblationRow::add_without(const Outcome& outcome) {
  const std::uint64_t campaign = without_.seeds() / plan_.seeds;
  const std::uint64_t place = without_.seeds() % plan_.seeds + 1;
  without_.add(outcome);
  for (const std::string& property : outcome.violated) {
    std::vector<std::uint64_t>& firsts = firsts_.try_emplace(property, plan_.campaigns, 0).first->second;
    if (firsts[campaign] == 0) firsts[campaign] = place;
  }
}

std::string AblationRow::title() const {
  std::string title;
  for (const std::string& mechanism : mechanisms_) title += (title.empty() ? "" : " + ") + mechanism;
  return title;
}

bool AblationRow::complete() const {
  return with_.seeds() == plan_.all().size() && without_.seeds() == plan_.all().size();
}

std::vector<std::uint64_t> AblationRow::seeds_to(std::string_view property) const {
  const auto found = firsts_.find(property);
  return found == firsts_.end() ? std::vector<std::uint64_t>(plan_.campaigns, 0) : found->second;
}

std::optional<std::uint64_t> AblationRow::median_to(std::string_view property) const {
  std::vector<std::uint64_t> firsts = seeds_to(property);
  std::sort(firsts.begin(), firsts.end(), [](std::uint64_t a, std::uint64_t b) { return a - 1 < b - 1; });
  const std::uint64_t middle = firsts[(firsts.size() - 1) / 2];
  return middle == 0 ? std::nullopt : std::optional(middle);
}

std::vector<Figure> AblationRow::figures() const {
  const auto latency = [](const Tally& tally, std::uint64_t per_thousand) {
    return static_cast<std::uint64_t>(tally.latencies().quantile(per_thousand).ns) / 1000;
  };
  return {
      {"median-latency", "ms", latency(with_, 500), latency(without_, 500)},
      {"p99-latency", "ms", latency(with_, 990), latency(without_, 990)},
      {"messages", "a purchase", per(with_.messages(), with_.purchases()),
       per(without_.messages(), without_.purchases())},
      {"refused", "%", refused_share(with_), refused_share(without_)},
  };
}

std::optional<Figure> AblationRow::worst_figure() const {
  std::optional<Figure> worst;
  for (Figure& figure : figures()) {
    if (figure.worsens() && (!worst || worst->factor() < figure.factor())) worst = std::move(figure);
  }
  return worst;
}

const char* name(AblationVerdict verdict) {
  static constexpr std::array<const char*, 8> names{"seen", "slower",  "backed",    "unnoticed",
                                                    "lost", "control", "unreached", "incomplete"};
  return names[static_cast<std::size_t>(verdict)];
}

std::vector<const AblationRow*> backing(const AblationRow& row, const std::vector<AblationRow>& rows) {
  std::vector<const AblationRow*> found;
  if (row.mechanisms().size() != 1) return found;
  for (const AblationRow& other : rows) {
    const auto& all = other.mechanisms();
    const bool has = std::find(all.begin(), all.end(), row.mechanisms().front()) != all.end();
    if (has && all.size() > 1 && other.is_seen()) found.push_back(&other);
  }
  return found;
}

AblationVerdict verdict(const AblationRow& row, const std::vector<AblationRow>& rows) {
  if (!row.complete()) return AblationVerdict::incomplete;
  if (!row.with().violated().empty()) return AblationVerdict::control;
  const Judgement judgement = row.judgement();
  const bool none_was_to_fail = row.scenario().expect.fails.empty();
  if (!judgement.never_came.empty() || (none_was_to_fail && row.is_seen())) return AblationVerdict::lost;
  if (!judgement.unreached.empty()) return AblationVerdict::unreached;
  if (row.is_seen()) return AblationVerdict::seen;
  if (row.worst_figure()) return AblationVerdict::slower;
  return backing(row, rows).empty() ? AblationVerdict::unnoticed : AblationVerdict::backed;
}

Exit exit_of(const std::vector<AblationRow>& rows) {
  Exit exit = Exit::as_expected;
  for (const AblationRow& row : rows) {
    switch (verdict(row, rows)) {
      case AblationVerdict::seen:
      case AblationVerdict::slower:
      case AblationVerdict::backed:
        break;
      case AblationVerdict::unnoticed:
      case AblationVerdict::lost:
      case AblationVerdict::control:
        exit = worse(exit, Exit::violated);
        break;
      case AblationVerdict::unreached:
        exit = worse(exit, Exit::unknown);
        break;
      case AblationVerdict::incomplete:
        exit = worse(exit, Exit::interrupted);
        break;
    }
  }
  return exit;
}

}  // namespace feira::campaign
