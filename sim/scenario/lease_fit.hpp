// The lease, its cap and the heartbeat belong together: what a file does not give is fitted to what it gives.
#pragma once

#include <optional>

#include "core/config.hpp"
#include "core/time.hpp"

namespace feira::scenario {

/// As given in a file; empty where the file says nothing.
struct LeaseWords {
  std::optional<Duration> lease;
  std::optional<Duration> cap;
  std::optional<Duration> heartbeat;
};

/// `options` with these three set. A lease adapts between five heartbeats and the cap.
Options fit_lease(Options options, const LeaseWords& given);

/// The fewest words that give the lease, cap and heartbeat of `options`.
LeaseWords fewest_lease_words(const Options& options);

}  // namespace feira::scenario
