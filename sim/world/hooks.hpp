// Hooks, what runs inside the critical section: how long each takes and what it says.
//
// How long is drawn for (product, key, token); what it says for (product, key) alone, so that a hook asked again by its
// key answers the same, as an idempotent payment does.
#pragma once

#include "core/effect.hpp"
#include "sim/chance/chance.hpp"
#include "sim/scenario/scenario.hpp"

namespace feira::sim {

class Hooks {
 public:
  Hooks(const scenario::Scenario& scenario, const chance::Chance& chance)
      : length_(scenario.hook), declines_(scenario.hook_declines), chance_(chance) {}

  [[nodiscard]] Duration length(const StartHook& hook) const;
  [[nodiscard]] bool confirms(const StartHook& hook) const;
  /// From here on all draws come from `chance`.
  void draw_from(const chance::Chance& chance) { chance_ = chance; }

 private:
  scenario::Spread length_;
  scenario::Share declines_;
  chance::Chance chance_;
};

}  // namespace feira::sim
