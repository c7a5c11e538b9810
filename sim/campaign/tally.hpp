// The sum of a campaign so far. Outcomes are added in the order of their seeds; memory does not grow with their number.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/time.hpp"
#include "sim/campaign/histogram.hpp"
#include "sim/campaign/outcome.hpp"

namespace feira::campaign {

/// How often one property was violated.
struct Violated {
  std::uint64_t seeds = 0;
  std::uint64_t lowest_seed = 0;
};

/// In how many seeds of a swarm a kind of fault was on.
struct KindOn {
  std::string kind;
  std::uint64_t seeds = 0;
};

class Tally {
 public:
  /// `situations` names what `Outcome::reached` counts.
  explicit Tally(std::vector<std::string> situations);

  void add(const Outcome& outcome);

  [[nodiscard]] std::uint64_t seeds() const { return seeds_; }
  /// Seeds in which all properties held.
  [[nodiscard]] std::uint64_t seeds_held() const { return seeds_held_; }
  /// That of the only seed, or one over the digests of all seeds in their order.
  [[nodiscard]] std::uint64_t digest() const { return digest_; }
  [[nodiscard]] std::uint64_t events() const { return events_; }
  [[nodiscard]] std::uint64_t messages() const { return messages_; }
  [[nodiscard]] std::uint64_t purchases() const { return purchases_; }
  /// In milliseconds: over many seeds nanoseconds would overflow.
  [[nodiscard]] std::uint64_t simulated_ms() const { return simulated_ms_; }
  [[nodiscard]] const Histogram& latencies() const { return latencies_; }
  /// By name; only properties that were violated.
  [[nodiscard]] const std::map<std::string, Violated, std::less<>>& violated() const { return violated_; }
  [[nodiscard]] const std::vector<std::string>& situations() const { return situations_; }
  /// In the order of `situations()`.
  [[nodiscard]] const std::vector<std::uint64_t>& reached() const { return reached_; }
  /// Of a swarm: in how many seeds each kind of fault was on, in the order of the first outcome.
  [[nodiscard]] const std::vector<KindOn>& kinds_on() const { return kinds_on_; }
  /// In how many seeds something that the scenario gives for a single message never came about.
  [[nodiscard]] const std::map<std::string, std::uint64_t, std::less<>>& missed() const { return missed_; }
  /// Zero for a situation that nobody counts.
  [[nodiscard]] std::uint64_t reached(std::string_view situation) const;

 private:
  std::uint64_t seeds_ = 0;
  std::uint64_t seeds_held_ = 0;
  std::uint64_t digest_ = 0;
  std::uint64_t events_ = 0;
  std::uint64_t messages_ = 0;
  std::uint64_t purchases_ = 0;
  std::uint64_t simulated_ms_ = 0;
  Histogram latencies_;
  std::map<std::string, Violated, std::less<>> violated_;
  std::vector<std::string> situations_;
  std::vector<std::uint64_t> reached_;
  std::vector<KindOn> kinds_on_;
  std::map<std::string, std::uint64_t, std::less<>> missed_;
};

}  // namespace feira::campaign
