#include "cli/interrupt.hpp"

#include <unistd.h>

#include <array>
#include <csignal>
#include <cstring>

#include "sim/campaign/judgement.hpp"

namespace feira::cli {
namespace {

std::atomic<bool> asked_to_end = false;
static_assert(std::atomic<bool>::is_always_lock_free, "a signal handler sets it");

thread_local const char* running_file = nullptr;
thread_local const char* running_words = nullptr;
thread_local std::uint64_t running_seed = 0;

void on_interrupt(int signal) {
  if (asked_to_end.exchange(true)) _exit(128 + signal);
}

void say(const char* text) {
  // Nothing can be done when even this cannot be written.
  [[maybe_unused]] const auto written = write(STDERR_FILENO, text, std::strlen(text));
}

// Only what a signal handler may call.
void on_abort(int) {
  if (running_file != nullptr || running_words != nullptr) {
    std::array<char, 24> digits{};
    std::size_t place = digits.size() - 1;
    std::uint64_t seed = running_seed;
    do {
      digits[--place] = static_cast<char>('0' + seed % 10);
      seed /= 10;
    } while (seed != 0);
    say("feira: this is a mistake of feira itself; repeat it:  ");
    if (running_words != nullptr) {
      say(running_words);
    } else {
      say("feira run ");
      say(running_file);
      say(" --seed ");
    }
    say(&digits[place]);
    say("\n");
  }
  _exit(static_cast<int>(campaign::Exit::own_error));
}

void handle(int signal, void (*handler)(int)) {
  struct sigaction action{};
  action.sa_handler = handler;
  sigemptyset(&action.sa_mask);
  sigaction(signal, &action, nullptr);
}

}  // namespace

void watch_signals() {
  handle(SIGINT, on_interrupt);
  handle(SIGTERM, on_interrupt);
  handle(SIGABRT, on_abort);
  handle(SIGPIPE, SIG_IGN);
}

const std::atomic<bool>& interrupted() { return asked_to_end; }

void now_running(const char* file, std::uint64_t seed) {
  running_file = file;
  running_words = nullptr;
  running_seed = seed;
}

void now_running_case(const char* words, std::uint64_t number) {
  running_words = words;
  running_seed = number;
}

}  // namespace feira::cli
