// The mechanisms that can be ablated.
#include <array>

#include "sim/scenario/catalogue.hpp"

namespace feira::scenario {

namespace {

constexpr Topic ablation = Topic::ablation;

constexpr std::array ablation_entries{
    Entry{
        ablation, "causal-delivery",
        "Interests of others are delivered as they arrive, without waiting for what happened before them, so an owner "
        "may queue and grant an effect before its cause.",
        "takes away Birman, Schiper and Stephenson 1991"},
    Entry{ablation, "own-interests-wait",
          "A marketplace delivers its own interest at once, although what happened before it has not been delivered "
          "there yet.",
          "takes away half of Birman, Schiper and Stephenson 1991"},
    Entry{ablation, "clock-merge",
          "A receiver does not merge the clock of a message into its own, so its next interest hides what it depends "
          "on.",
          "takes away the receive rule of Fidge 1988 and Mattern 1989"},
    Entry{ablation, "leave-at-commit",
          "A holder does not leave the critical section with its commit: it goes on to start hooks while the owner has "
          "passed the section on.",
          "takes away the exit protocol of mutual exclusion"},
    Entry{ablation, "idempotency", "The owner does not remember decisions by key: asked again, it decides again.",
          "takes away Birrell and Nelson 1984"},
    Entry{ablation, "durable-decision",
          "The owner tells its decisions before they are durable, so that a crash can take back what was told.",
          "takes away write-ahead logging"},
    Entry{ablation, "lease-on-holder-clock",
          "A lease is counted from when the grant arrives instead of from the holder's own earlier clock reading, so "
          "that a slow grant is held beyond the owner's wait.",
          "takes away the lease rule of Gray and Cheriton 1989"},
    Entry{ablation, "fencing", "The owner accepts a commit whatever its token says.", "takes away Kleppmann 2016"}};
static_assert(ablation_entries.size() == ablation_count);

}  // namespace

std::span<const Entry> ablations() { return ablation_entries; }

}  // namespace feira::scenario
