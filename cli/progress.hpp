// A progress bar on standard error, if that is a terminal; otherwise nothing at all.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>

namespace feira::cli {

class Progress {
 public:
  /// `noun`: what is counted.
  Progress(std::string title, std::uint64_t all, std::string noun = "seed");
  /// Takes the bar away again.
  ~Progress();
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  /// Redraws the bar a few times a second at most.
  void show(std::uint64_t done);

 private:
  std::string title_;
  std::uint64_t all_;
  std::string noun_;
  bool seen_;
  bool drawn_ = false;
  std::chrono::steady_clock::time_point next_;
};

}  // namespace feira::cli
