#include "cli/progress.hpp"

#include <cstdio>
#include <utility>

#include "cli/output.hpp"
#include "sim/report/words.hpp"

namespace feira::cli {
namespace {

constexpr auto between = std::chrono::milliseconds(100);
constexpr std::uint64_t bar_length = 30;

}  // namespace

// Nothing is drawn for what is over at once.
Progress::Progress(std::string title, std::uint64_t all, std::string noun)
    : title_(std::move(title)),
      all_(all),
      noun_(std::move(noun)),
      seen_(errors_are_seen()),
      next_(std::chrono::steady_clock::now() + 3 * between) {}

Progress::~Progress() {
  if (drawn_) std::fputs("\r\x1b[K", stderr);
}

void Progress::show(std::uint64_t done) {
  if (!seen_) return;
  const auto now = std::chrono::steady_clock::now();
  if (now < next_) return;
  next_ = now + between;
  const auto filled =
      static_cast<std::size_t>(all_ / bar_length == 0 ? done * bar_length / all_ : done / (all_ / bar_length));
  std::string bar = std::string(filled < bar_length ? filled : bar_length, '#');
  bar.resize(bar_length, '.');
  std::fprintf(stderr, "\r\x1b[K%s [%s] %s of %s", title_.c_str(), bar.c_str(), report::grouped(done).c_str(),
               report::counted(all_, noun_).c_str());
  drawn_ = true;
}

}  // namespace feira::cli
