// Progress of shrinking, on standard error.
#pragma once

#include <string>

#include "sim/search/shrink/shrink.hpp"

namespace feira::cli {

/// "3 marketplaces, 1 product, 12 buyers, 4 faults, 0 changes".
std::string text_of(const search::Sizes& sizes);

/// A line for each time that there is less; on a terminal also what is being tried.
class ShrinkShown {
 public:
  ShrinkShown() = default;
  ~ShrinkShown() { clear(); }
  ShrinkShown(const ShrinkShown&) = delete;
  ShrinkShown& operator=(const ShrinkShown&) = delete;

  void show(const search::ShrinkProgress& progress);

 private:
  void clear();

  search::Sizes last_;
  bool drawn_ = false;
};

}  // namespace feira::cli
