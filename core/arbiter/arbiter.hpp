// The seam: how a marketplace's own products let interests into their critical sections. The owner's arbiter is the
// default; another way in (Lamport 1978, Ricart and Agrawala 1981, a token) has to offer what this concept names.
#pragma once

#include <concepts>
#include <cstdint>

#include "core/arbiter/owner_arbiter.hpp"

namespace feira {

template <class A>
concept ArbitratesSections =
    std::equality_comparable<A> &&
    requires(A arbiter, const A constant, OwnerSide owner, const Config& config, const Interest& interest,
             const Change& change, const Commit& commit, const Release& release, MarketplaceId id, RequestId request) {
      arbiter.reset(config, std::uint32_t{}, Duration{}, LocalTime{});
      arbiter.start_over(std::uint32_t{}, LocalTime{});
      arbiter.enqueue(owner, interest);
      arbiter.enqueue(owner, request, change);
      arbiter.retold(owner, interest);
      arbiter.handle(owner, commit);
      arbiter.handle(owner, id, release);
      arbiter.turn_away(owner, interest);
      arbiter.gone(owner, id);
      arbiter.reborn(owner, id);
      arbiter.wake(owner);
      { constant.due() } -> std::same_as<LocalTime>;
      { constant.idle() } -> std::same_as<bool>;
    };

static_assert(ArbitratesSections<OwnerArbiter>);
using Arbiter = OwnerArbiter;

}  // namespace feira
