// Ctrl-C, and what is said when a broken invariant stops the program.
#pragma once

#include <atomic>
#include <cstdint>

namespace feira::cli {

/// From here on the first SIGINT or SIGTERM asks for an orderly end, the second one ends the program at once, and an
/// abort ends it with the exit code of our own errors, naming the seed that was being run. A closed pipe is an error of
/// writing, not a signal.
void watch_signals();

/// Set once an orderly end has been asked for.
const std::atomic<bool>& interrupted();

/// What this thread is running now, for the message of an abort. `file` must live as long as the run.
void now_running(const char* file, std::uint64_t seed);
/// The same for what no file holds: `words` are what repeats it before its number, "feira check --seed 1 --case ".
void now_running_case(const char* words, std::uint64_t number);

}  // namespace feira::cli
