#include "sim/world/trace.hpp"

#include "sim/world/content_hash.hpp"

namespace feira::sim {

namespace {

std::uint64_t flags(const check::Event& event) {
  return static_cast<std::uint64_t>(event.kind) | (event.departed ? 1U << 8U : 0U) | (event.last ? 1U << 9U : 0U) |
         (event.confirmed ? 1U << 10U : 0U);
}

std::uint64_t pair(MarketplaceId high, MarketplaceId low) { return std::uint64_t{high.value} << 32U | low.value; }

}  // namespace

void Trace::add(check::Event& event, std::uint64_t content) {
  event.number = ++events_;
  const std::uint64_t label = event.label.empty() ? 0 : content_hash(event.label);
  digest_.add(event.time.ns, event.local.ns, flags(event) | std::uint64_t{event.except.value} << 32U,
              pair(event.process, event.peer), event.id, event.lease_end.ns, content, label);
  checkers_.observe(event);
  if (observers_->event) observers_->event(event);
}

}  // namespace feira::sim
