// The way of a message from process to process: the kernel's one meeting point with delay and chance, which are passed
// in.
//
// A transit policy is anything with
//   Span delay(ProcessIndex from, ProcessIndex to, const Message&);
// called once for each copy, in the order sent.
#pragma once

#include <concepts>
#include <cstdint>
#include <utility>

#include "sim/kernel/kernel.hpp"

namespace feira::kernel {

template <class Policy, class Message>
concept Transit = requires(Policy& policy, ProcessIndex process, const Message& message) {
  { policy.delay(process, process, message) } -> std::same_as<Span>;
};

/// Sends one copy of a held message.
template <class Message, class Timer, Transit<Message> Policy>
void send(Kernel<Message, Timer>& kernel, Policy& policy, ProcessIndex from, ProcessIndex to, Slot slot,
          std::uint32_t tag = 0) {
  const Span delay = policy.delay(from, to, std::as_const(kernel).at(slot));
  kernel.post(kernel.now() + delay, from, to, slot, tag);
}

/// Sends one copy to each of processes 0 .. `processes` - 1 but `from`, in this order: one message, many deliveries.
/// A lone process has nobody to tell: the message is dropped.
template <class Message, class Timer, Transit<Message> Policy>
void broadcast(Kernel<Message, Timer>& kernel, Policy& policy, ProcessIndex from, ProcessIndex processes, Slot slot,
               std::uint32_t tag = 0) {
  for (ProcessIndex to = 0; to < processes; ++to) {
    if (to != from) send(kernel, policy, from, to, slot, tag);
  }
  kernel.drop(slot);
}

}  // namespace feira::kernel
