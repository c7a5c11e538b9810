#include "core/config.hpp"

#include <array>

namespace feira {

const char* name(Ablation ablation) {
  static constexpr std::array<const char*, ablation_count> names{
      "causal-delivery", "own-interests-wait", "clock-merge",           "leave-at-commit",
      "idempotency",     "durable-decision",   "lease-on-holder-clock", "fencing"};
  return names[static_cast<std::size_t>(ablation)];
}

}  // namespace feira
