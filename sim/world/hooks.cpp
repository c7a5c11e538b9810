#include "sim/world/hooks.hpp"

#include "sim/chance/draw.hpp"
#include "sim/world/spread.hpp"

namespace feira::sim {

namespace {

/// The family of draws about one purchase. Keys are (group and buyer, number of the purchase).
chance::Chance about(const chance::Chance& chance, chance::Stream stream, const StartHook& hook) {
  const auto group = static_cast<std::uint32_t>(hook.purchase.key.high >> 32U);
  const auto buyer = static_cast<std::uint32_t>(hook.purchase.key.high);
  return chance.about({.stream = stream, .a = group, .b = buyer, .ordinal = hook.purchase.key.low});
}

}  // namespace

Duration Hooks::length(const StartHook& hook) const {
  if (length_.shape == scenario::Spread::Shape::constant) return length_.low;
  const chance::Chance draws = about(chance_, chance::Stream::hook_length, hook);
  return draw(length_, draws.bits({.a = hook.product.local, .b = hook.token.epoch, .ordinal = hook.token.counter}));
}

bool Hooks::confirms(const StartHook& hook) const {
  if (declines_.per_million == 0) return true;
  const chance::Chance draws = about(chance_, chance::Stream::hook_verdict, hook);
  return !chance::happens(draws.bits({.a = hook.product.local}), declines_.per_million);
}

}  // namespace feira::sim
