// Prints benchmarks as one readable line each: operations a second (the median of the repetitions), and the ratio to
// the bare loop of the same run. The machine's mood changes by the minute, so repetitions of all benchmarks should be
// interleaved (see `run_interleaved`).
#pragma once

#include <benchmark/benchmark.h>

#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace feira::bench {

/// The benchmark that the others are held against, by its name.
inline constexpr const char* bare_loop_name = "W1 on the bare loop";

class RatioReporter : public benchmark::BenchmarkReporter {
 public:
  bool ReportContext(const Context& context) override;
  void ReportRuns(const std::vector<Run>& runs) override;
  void Finalize() override;

  /// A benchmark reported an error, such as a result that is not the defined one.
  [[nodiscard]] bool failed() const { return failed_; }

 private:
  struct Measure {
    std::string name;
    std::vector<double> rates;
  };
  [[nodiscard]] double bare_rate() const;

  /// In the order registered, which interleaving does not keep: by family and number within it.
  std::map<std::pair<std::int64_t, std::int64_t>, Measure> measures_;
  bool failed_ = false;
};

/// Runs all registered benchmarks, repetitions interleaved, as the command line says. Returns the program's exit code:
/// 0, 1 when a benchmark failed, 64 for a bad command line.
int run_interleaved(int argc, char** argv);

}  // namespace feira::bench
