#include "bench/ratio_reporter.hpp"

#include <algorithm>
#include <cstdio>

namespace feira::bench {

namespace {

double median(std::vector<double> values) {
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  return *middle;
}

/// The name and the argument, without what tells repetitions apart.
std::string name_of(const benchmark::BenchmarkReporter::Run& run) {
  std::string name = run.run_name.function_name;
  if (!run.run_name.args.empty()) name += " " + run.run_name.args;
  return name;
}

}  // namespace

bool RatioReporter::ReportContext(const Context&) { return true; }

void RatioReporter::ReportRuns(const std::vector<Run>& runs) {
  for (const Run& run : runs) {
    if (run.run_type == Run::RT_Aggregate) continue;
    const std::string name = name_of(run);
    if (run.error_occurred) {
      std::fprintf(stderr, "%s: %s\n", name.c_str(), run.error_message.c_str());
      failed_ = true;
      continue;
    }
    const auto rate = run.counters.find("items_per_second");
    if (rate == run.counters.end()) continue;
    Measure& measure = measures_[{run.family_index, run.per_family_instance_index}];
    measure.name = name;
    measure.rates.push_back(rate->second);
  }
}

double RatioReporter::bare_rate() const {
  for (const auto& [order, measure] : measures_) {
    if (measure.name == bare_loop_name) return median(measure.rates);
  }
  return 0;
}

void RatioReporter::Finalize() {
  const double bare = bare_rate();
  for (const auto& [order, measure] : measures_) {
    const double rate = median(measure.rates);
    std::printf("%-48s %7.1f M/s %7.1f ns", measure.name.c_str(), rate * 1e-6, 1e9 / rate);
    if (bare > 0) std::printf(" %5.0f %% of the bare loop", 100 * rate / bare);
    std::printf("\n");
  }
}

int run_interleaved(int argc, char** argv) {
  // What the command line says comes later and so wins.
  std::vector<std::string> words{argv[0], "--benchmark_enable_random_interleaving=true", "--benchmark_repetitions=11",
                                 "--benchmark_min_time=0.06"};
  words.insert(words.end(), argv + 1, argv + argc);
  std::vector<char*> pointers;
  for (std::string& word : words) pointers.push_back(word.data());
  pointers.push_back(nullptr);
  int count = static_cast<int>(words.size());
  benchmark::Initialize(&count, pointers.data());
  if (benchmark::ReportUnrecognizedArguments(count, pointers.data())) return 64;
  RatioReporter reporter;
  benchmark::RunSpecifiedBenchmarks(&reporter);
  benchmark::Shutdown();
  return reporter.failed() ? 1 : 0;
}

}  // namespace feira::bench
