// What a replayed run is compared with, line by line: its trace, or a second run.
#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>

#include "cli/trace_file.hpp"
#include "sim/check/names.hpp"
#include "sim/report/replay.hpp"
#include "sim/scenario/scenario.hpp"
#include "sim/world/playback.hpp"

namespace feira::cli {

class ExpectedRun {
 public:
  using Difference = report::ReplayReport::Difference;

  ExpectedRun() = default;
  ExpectedRun(const ExpectedRun&) = delete;
  ExpectedRun& operator=(const ExpectedRun&) = delete;
  virtual ~ExpectedRun() = default;

  /// The line of the next event; nothing when no more come. Good until the next call.
  virtual std::optional<std::string_view> next() = 0;
  /// `difference` is what was found, if anything, in a run of so many events with this digest that is over, or was
  /// ended by that difference. What it turns out to be; a `Failure` when it is the trace's own fault.
  virtual std::optional<Difference> judged(std::optional<Difference> difference, std::uint64_t events,
                                           std::uint64_t digest) = 0;
};

class FromTrace final : public ExpectedRun {
 public:
  /// `trace` outlives this.
  explicit FromTrace(TraceFile& trace) : trace_(trace) {}

  std::optional<std::string_view> next() override;
  std::optional<Difference> judged(std::optional<Difference> difference, std::uint64_t events,
                                   std::uint64_t digest) override;

 private:
  TraceFile& trace_;
};

/// A second run of the same, a step at a time as its lines are wanted.
class FromAnotherRun final : public ExpectedRun {
 public:
  /// `scenario` is one as it is run; `names` outlives this.
  FromAnotherRun(const scenario::Scenario& scenario, std::uint64_t seed, const check::Names& names);

  std::optional<std::string_view> next() override;
  std::optional<Difference> judged(std::optional<Difference> difference, std::uint64_t events,
                                   std::uint64_t digest) override;

 private:
  std::deque<std::string> lines_;
  std::string line_;
  bool over_ = false;
  sim::Observers observers_;
  sim::Playback playback_;
};

}  // namespace feira::cli
