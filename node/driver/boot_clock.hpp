// The clock that the live driver reads for the core: it goes on while the machine is suspended, and never goes back.
#pragma once

#include <time.h>

#include <cerrno>
#include <system_error>

#include "core/time.hpp"

namespace feira::node {

/// Time since this machine was booted, suspensions included.
inline LocalTime boot_time() {
  timespec reading{};
  if (clock_gettime(CLOCK_BOOTTIME, &reading) != 0) {
    throw std::system_error(errno, std::generic_category(), "CLOCK_BOOTTIME cannot be read");
  }
  return LocalTime{std::int64_t{reading.tv_sec} * 1'000'000'000 + reading.tv_nsec};
}

}  // namespace feira::node
