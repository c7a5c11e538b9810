// The story of a violation: of all that happened before the events that break a property, what matters, in order.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "sim/check/kept_trace.hpp"
#include "sim/check/property.hpp"

namespace feira::check {

struct PastEvent {
  std::uint64_t number = 0;
  /// One of the events that break the property.
  bool breaks = false;
  /// "   1.204 s  bia   makes interest bia#3 for umbrella {ana 4, bia 3}".
  std::string line;
};

/// The breaking events, the messages that led to them directly, and at most `most` others of their causal past, the
/// latest ones, in order. Left out is what speaks of other products, what carried no news, and what was told before in
/// the same words. A message stands for its sending and its receipt.
std::vector<PastEvent> causal_past(const KeptTrace& trace, const Violation& violation, std::size_t most = 20);

}  // namespace feira::check
