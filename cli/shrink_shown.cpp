#include "cli/shrink_shown.hpp"

#include <algorithm>
#include <cstdio>
#include <utility>

#include "cli/output.hpp"
#include "sim/report/check.hpp"
#include "sim/report/words.hpp"

namespace feira::cli {

using search::Sizes;

namespace {

void tell(std::string what, const std::string& line) {
  constexpr std::size_t column = 24;
  what.resize(std::max(column, what.size() + 1), ' ');
  std::fprintf(stderr, "  %s%s\n", what.c_str(), line.c_str());
}

}  // namespace

std::string text_of(const Sizes& sizes) {
  return report::text({sizes.marketplaces, sizes.products, sizes.buyers, sizes.faults, sizes.changes});
}

void ShrinkShown::show(const search::ShrinkProgress& progress) {
  const Sizes now = search::sizes_of(progress.best, progress.seed);
  const std::string line = text_of(now) + "   " + report::counted(progress.runs, "run");
  if (now != last_) {
    clear();
    tell(std::string(progress.what), line);
    last_ = now;
  } else if (errors_are_seen()) {
    std::fprintf(stderr, "\r\x1b[Kcutting %s: %s", std::string(progress.what).c_str(), line.c_str());
    drawn_ = true;
  }
}

void ShrinkShown::clear() {
  if (std::exchange(drawn_, false)) std::fputs("\r\x1b[K", stderr);
}

}  // namespace feira::cli
