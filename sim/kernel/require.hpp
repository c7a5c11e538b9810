// A broken invariant of the simulator is a bug of ours: say which and stop, in optimised builds too.
#pragma once

#include <cstdio>
#include <cstdlib>

namespace feira::kernel {

[[noreturn]] inline void broken(const char* invariant) {
  std::fprintf(stderr, "feira: broken invariant: %s\n", invariant);
  std::abort();
}

inline void require(bool holds, const char* invariant) {
  if (!holds) [[unlikely]]
    broken(invariant);
}

}  // namespace feira::kernel
