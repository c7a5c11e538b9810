#include "sim/world/content_hash.hpp"

#include "core/hasher.hpp"

namespace feira::sim {

namespace {

template <class... Values>
std::uint64_t hash_of(const Values&... values) {
  Hasher hasher;
  hasher.add(values...);
  return hasher.result();
}

}  // namespace

std::uint64_t content_hash(const Message& message) {
  return hash_of(message.from, message.incarnation, message.sent, message.clock, message.body);
}

std::uint64_t content_hash(const Record& record) { return hash_of(record.clock, record.frontier, record.body); }

std::uint64_t content_hash(const Reply& reply) {
  return hash_of(reply.request, reply.after, reply.answer, reply.clock);
}

std::uint64_t content_hash(const StartHook& hook) {
  return hash_of(hook.product, hook.purchase, hook.token, hook.until, hook.after);
}

std::uint64_t content_hash(const Delivery& delivery) { return hash_of(delivery.interest, delivery.product); }

std::uint64_t content_hash(const check::Invocation& invocation) {
  Hasher hasher;
  hasher.add(invocation.kind, invocation.client, invocation.product, invocation.purchase, invocation.token_from,
             invocation.may_give_up, invocation.change != nullptr);
  if (invocation.change != nullptr) hasher.add(*invocation.change);
  return hasher.result();
}

std::uint64_t content_hash(std::string_view text) { return hash_of(text); }

}  // namespace feira::sim
