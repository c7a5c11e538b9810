// Hashes of what events carry, for the trace digest: over the values of all fields in a fixed order, so that they are
// the same on every compiler and library. A message's is taken once, when it is made, however many copies are received.
#pragma once

#include <cstdint>
#include <string_view>

#include "core/effect.hpp"
#include "sim/check/event.hpp"

namespace feira::sim {

[[nodiscard]] std::uint64_t content_hash(const Message& message);
[[nodiscard]] std::uint64_t content_hash(const Record& record);
[[nodiscard]] std::uint64_t content_hash(const Reply& reply);
[[nodiscard]] std::uint64_t content_hash(const StartHook& hook);
[[nodiscard]] std::uint64_t content_hash(const Delivery& delivery);
[[nodiscard]] std::uint64_t content_hash(const check::Invocation& invocation);
[[nodiscard]] std::uint64_t content_hash(std::string_view text);

}  // namespace feira::sim
