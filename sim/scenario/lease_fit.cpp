#include "sim/scenario/lease_fit.hpp"

#include <algorithm>
#include <array>

namespace feira::scenario {

Options fit_lease(Options options, const LeaseWords& given) {
  options.lease = given.lease.value_or(options.lease);
  options.lease_cap = given.cap.value_or(options.lease_cap);
  options.heartbeat = given.heartbeat.value_or(options.heartbeat);
  if (!given.heartbeat) options.heartbeat = std::min(options.heartbeat, options.lease / 5);
  if (!given.cap) options.lease_cap = std::max(options.lease_cap, options.lease);
  if (!given.lease && given.heartbeat) {
    options.lease = std::max(options.lease, options.heartbeat * 5);
    if (!given.cap) options.lease_cap = std::max(options.lease_cap, options.lease);
  }
  return options;
}

LeaseWords fewest_lease_words(const Options& options) {
  // Bit 0: the lease; bit 1: the heartbeat; bit 2: the cap.
  constexpr std::array<unsigned, 8> in_order{0, 1, 2, 4, 3, 5, 6, 7};
  LeaseWords words;
  for (const unsigned subset : in_order) {
    words = {};
    if ((subset & 1U) != 0) words.lease = options.lease;
    if ((subset & 2U) != 0) words.heartbeat = options.heartbeat;
    if ((subset & 4U) != 0) words.cap = options.lease_cap;
    const Options fitted = fit_lease(Options{}, words);
    const bool same =
        fitted.lease == options.lease && fitted.lease_cap == options.lease_cap && fitted.heartbeat == options.heartbeat;
    if (same) break;
  }
  return words;
}

}  // namespace feira::scenario
