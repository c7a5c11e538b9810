// The mechanisms that can be ablated.
#include <array>

#include "sim/scenario/catalogue.hpp"

namespace feira::scenario {

namespace {

constexpr Topic ablation = Topic::ablation;

constexpr std::array ablation_entries{
    Entry{ablation, "causal-delivery",
          "Interests of others are delivered as they arrive, without waiting for what happened before them, so an "
          "owner may queue and grant an effect before its cause. Noticed by causal-delivery, grant-order "
          "(scenarios/ablations/causal-delivery.json).",
          "takes away Birman, Schiper and Stephenson 1991"},
    Entry{ablation, "own-interests-wait",
          "A marketplace delivers its own interest at once, although what happened before it has not been delivered "
          "there yet. Noticed by causal-delivery, grant-order (scenarios/ablations/own-interests-wait.json).",
          "takes away half of Birman, Schiper and Stephenson 1991"},
    Entry{ablation, "clock-merge",
          "A receiver does not merge the clock of a message into its own, so its next interest hides what it depends "
          "on. Noticed by clock-condition, causal-delivery, grant-order (scenarios/ablations/clock-merge.json).",
          "takes away the receive rule of Fidge 1988 and Mattern 1989"},
    Entry{ablation, "leave-at-commit",
          "A holder does not leave the critical section with its commit: it goes on to start hooks while the owner has "
          "passed the section on. Noticed by mutual-exclusion (scenarios/ablations/leave-at-commit.json).",
          "takes away the exit protocol of mutual exclusion"},
    Entry{ablation, "idempotency",
          "The owner does not remember decisions by key: asked again, it decides again. Noticed by at-most-once "
          "(scenarios/ablations/idempotency.json).",
          "takes away Birrell and Nelson 1984"},
    Entry{ablation, "durable-decision",
          "The owner tells its decisions before they are durable, so that a crash can take back what was told. Noticed "
          "by atomic, durable (scenarios/ablations/durable-decision.json).",
          "takes away write-ahead logging"},
    Entry{ablation, "lease-on-holder-clock",
          "A lease is counted from when the grant arrives instead of from the holder's own earlier clock reading, so "
          "that a slow grant is held beyond the owner's wait. Noticed by mutual-exclusion "
          "(scenarios/ablations/lease-on-holder-clock.json).",
          "takes away the lease rule of Gray and Cheriton 1989"},
    Entry{ablation, "fencing",
          "The owner accepts a commit whatever its token says. Noticed by fencing, grant-order "
          "(scenarios/ablations/fencing.json).",
          "takes away Kleppmann 2016"},
    Entry{ablation, "clock-tick",
          "The clock inside an interest does not count the interest itself, so it hides that it is an event of its "
          "own. Noticed by clock-condition (scenarios/ablations/clock-tick.json).",
          "takes away the tick rule of Fidge 1988 and Mattern 1989"},
    Entry{ablation, "clock-in-records",
          "Records carry no clock: a recovering marketplace knows its own count and nothing of what happened before "
          "its records. Noticed by clock-condition (scenarios/ablations/clock-in-records.json).",
          "takes away the edge from a durable record to what is done after recovery (protocol, section 2)"},
    Entry{
        ablation, "frontier-in-records",
        "Records carry no delivery frontier: a recovering marketplace has delivered nothing yet, and takes everything "
        "that others still have once more. Noticed by causal-delivery (scenarios/ablations/frontier-in-records.json).",
        "takes away part of section 2 of the protocol"},
    Entry{ablation, "count-after-durable",
          "Heartbeats do not wait for records, so they show counts and versions that a crash can take back. Noticed by "
          "durable (scenarios/ablations/count-after-durable.json).",
          "takes away the one rule for durability (protocol, section 2)"},
    Entry{ablation, "durable-interest",
          "An interest is told before it is durable, so that a crash can take back what others have queued. Noticed by "
          "durable, grant-order, bounded-bypass (scenarios/ablations/durable-interest.json).",
          "takes away part of step 1 of the protocol"},
    Entry{ablation, "durable-incarnation",
          "The incarnation is not durable: every life of a marketplace takes itself for the first. Noticed by fencing, "
          "answered (scenarios/ablations/durable-incarnation.json).",
          "takes away part of step 4 of the protocol"},
    Entry{ablation, "durable-change",
          "The owner answers its operator and pushes a change before the change is durable. Noticed by durable, "
          "single-writer (scenarios/ablations/durable-change.json).",
          "takes away write-ahead logging"},
    Entry{ablation, "sticky-refusal",
          "A refusal does not stand: a key that was refused may be decided again. Noticed by at-most-once "
          "(scenarios/ablations/sticky-refusal.json).",
          "takes away half of Birrell and Nelson 1984"},
    Entry{ablation, "owner-alone-refuses",
          "A marketplace refuses a purchase by itself when its replica looks sold out. Noticed by atomic, durable, "
          "linearizable (scenarios/ablations/owner-alone-refuses.json).",
          "takes away the owner's say (protocol, section 3)"},
    Entry{ablation, "key-bound-to-product",
          "Decisions are remembered by key alone, whatever product they were about. Noticed by atomic, durable "
          "(scenarios/ablations/key-bound-to-product.json).",
          "takes away the identity of a purchase (protocol, section 3)"},
    Entry{ablation, "misuse-check",
          "A key that comes back with another quantity or price is not told a misuse but given the decision on the "
          "first. Noticed by atomic (scenarios/ablations/misuse-check.json).",
          "takes away the identity of a purchase (protocol, section 3)"},
    Entry{ablation, "cancel-recorded",
          "The owner answers a cancelling that comes before its purchase and does not write it down. Noticed by "
          "at-most-once, atomic, durable, linearizable (scenarios/ablations/cancel-recorded.json).",
          "takes away part of section 3 of the protocol"},
    Entry{ablation, "drift-margin",
          "The holder's part of a lease is as long as the owner's: nothing is left for clocks that drift. Noticed by "
          "mutual-exclusion (scenarios/ablations/drift-margin.json).",
          "takes away the factor 1 - 2 rho of step 4"},
    Entry{ablation, "recovery-wait",
          "An owner that recovers grants at once, although grants that it has forgotten may be outstanding. Noticed by "
          "mutual-exclusion (scenarios/ablations/recovery-wait.json).",
          "takes away the recovery rule of Gray and Cheriton 1989"},
    Entry{ablation, "lease-bound",
          "The longest lease in use is not durable: an owner that recovers waits for the first lease only, though "
          "leases have grown. Noticed by mutual-exclusion (scenarios/ablations/lease-bound.json).",
          "takes away part of step 4 of the protocol"},
    Entry{ablation, "highest-told",
          "A late copy moves the holder's time that the owner remembers, so leases are counted from long ago. No "
          "property notices: it is there for speed (scenarios/ablations/highest-told.json).",
          "takes away part of the triple of step 4"},
    Entry{ablation, "highest-incarnation",
          "A late copy from a former life moves the incarnation that the owner remembers back, so the next message "
          "looks like a new life and ends a grant that holds. Noticed by mutual-exclusion "
          "(scenarios/ablations/highest-incarnation.json).",
          "takes away part of the triple of step 4"},
    Entry{ablation, "grant-incarnation",
          "A holder takes a grant that was meant for a former life of it, with a lease on a clock that is gone. "
          "Noticed by mutual-exclusion (scenarios/ablations/grant-incarnation.json).",
          "takes away part of step 4 of the protocol"},
    Entry{
        ablation, "newer-life-ends-grant",
        "A grant to a holder that has crashed and come back is not ended when its newer life is heard; everybody waits "
        "for the lease. No property notices: it is there for speed (scenarios/ablations/newer-life-ends-grant.json).",
        "takes away part of step 4 of the protocol"},
    Entry{ablation, "entry-check",
          "A holder enters on a grant whose lease is over. Nothing notices it alone "
          "(scenarios/ablations/entry-check.json). Without hook-start-check as well it is noticed by mutual-exclusion.",
          "takes away one of the two checks of step 5"},
    Entry{ablation, "hook-start-check",
          "A hook that had to wait for the disk is started although the lease is over by then. Noticed by "
          "mutual-exclusion (scenarios/ablations/hook-start-check.json).",
          "takes away the driver's check of step 5"},
    Entry{ablation, "enter-once",
          "A grant that comes again is entered again, also after the commit. Nothing notices it alone "
          "(scenarios/ablations/enter-once.json). Without hook-memory as well it is noticed by mutual-exclusion.",
          "takes away part of step 5 of the protocol"},
    Entry{ablation, "commit-answered-again",
          "A grant that comes again after the commit is not answered with the commit again. No property notices: it is "
          "there for speed (scenarios/ablations/commit-answered-again.json).",
          "takes away part of step 6 of the protocol"},
    Entry{ablation, "release",
          "A grant for an interest that its origin no longer has is not given back; everybody waits for the lease. "
          "Nothing notices it alone (scenarios/ablations/release.json). Without one-undecided-interest as well it is "
          "noticed by bounded-bypass, answered.",
          "takes away part of step 4 of the protocol"},
    Entry{ablation, "hook-memory",
          "What a hook answered is not remembered: with each grant every hook starts anew. Noticed by answered "
          "(scenarios/ablations/hook-memory.json).",
          "takes away part of step 5 of the protocol"},
    Entry{ablation, "epoch",
          "The epoch of fencing tokens does not grow with the owner's lives: they count from the beginning again. "
          "Noticed by fencing (scenarios/ablations/epoch.json).",
          "takes away part of step 4; sequencers: Burrows 2006"},
    Entry{ablation, "one-undecided-interest",
          "A marketplace makes a new interest with each buyer, although it has one that is undecided. Noticed by "
          "bounded-bypass (scenarios/ablations/one-undecided-interest.json).",
          "takes away part of step 1 of the protocol"},
    Entry{ablation, "end-the-silent",
          "A head of the queue whose marketplace is silent is passed over instead of ended, and stays in the queue. "
          "Noticed by grant-order, bounded-bypass (scenarios/ablations/end-the-silent.json).",
          "takes away part of step 4 of the protocol"},
    Entry{
        ablation, "last-word-covered",
        "A last word is told before the owner's durable frontier covers its interest, so that after a crash the "
        "interest can be delivered and granted again. Noticed by durable (scenarios/ablations/last-word-covered.json).",
        "takes away part of step 6 of the protocol"},
    Entry{ablation, "ask-anew-on-ended",
          "A marketplace without an answer asks anew instead of telling its interest again. Noticed by answered, "
          "bounded-bypass (scenarios/ablations/ask-anew-on-ended.json).",
          "takes away part of step 6 of the protocol"},
    Entry{ablation, "grant-unchanged",
          "A grant that is sent again is extended, though the owner waits no longer for it. Noticed by "
          "mutual-exclusion (scenarios/ablations/grant-unchanged.json).",
          "takes away part of step 4 of the protocol"},
    Entry{ablation, "queue-order",
          "The owner's queue is in the order of delivery instead of that of the clocks' sums. Noticed by grant-order "
          "(scenarios/ablations/queue-order.json).",
          "takes away the linear extension of step 3"},
    Entry{ablation, "tie-break",
          "Interests whose clocks have one sum are queued in the order of delivery. Noticed by grant-order "
          "(scenarios/ablations/tie-break.json).",
          "takes away the second half of the order of step 3"},
    Entry{ablation, "own-change-turn",
          "The owner withdraws, reprices and removes at once, whoever is inside the critical section. Noticed by "
          "mutual-exclusion (scenarios/ablations/own-change-turn.json).",
          "takes away part of step 3 of the protocol"},
    Entry{ablation, "decided-head",
          "A head of the queue whose purchases are all decided is granted like any other. No property notices: it is "
          "there for speed (scenarios/ablations/decided-head.json).",
          "takes away part of step 3 of the protocol"},
    Entry{ablation, "voiding",
          "What cannot be had is never given up. Noticed by answered (scenarios/ablations/voiding.json).",
          "takes away the voiding of section 3"},
    Entry{ablation, "void-patience",
          "What is missing is given up after having been asked for once. Noticed by repair "
          "(scenarios/ablations/void-patience.json).",
          "takes away the patience of section 3"},
    Entry{ablation, "gap-repair",
          "Nobody asks for interests that it misses. Noticed by answered (scenarios/ablations/gap-repair.json).",
          "takes away part of step 2 of the protocol"},
    Entry{ablation, "supply-by-anyone",
          "Only the origin supplies an interest that somebody misses. Noticed by repair "
          "(scenarios/ablations/supply-by-anyone.json).",
          "takes away part of step 2 of the protocol"},
    Entry{ablation, "settled-answers",
          "An origin does not answer for interests that have had their last word. Noticed by answered "
          "(scenarios/ablations/settled-answers.json).",
          "takes away part of step 2 of the protocol"},
    Entry{ablation, "own-settled-passed",
          "A marketplace that recovers does not pass over its own settled interests above its frontier. No property "
          "notices: it is there for speed (scenarios/ablations/own-settled-passed.json).",
          "takes away part of step 2 of the protocol"},
    Entry{ablation, "kept-interests",
          "Nobody keeps delivered interests of others. Noticed by repair (scenarios/ablations/kept-interests.json).",
          "takes away part of step 2 of the protocol"},
    Entry{ablation, "purchases-with-commit",
          "The owner does not learn the purchases of an interest from its commit. No property notices: it is there for "
          "speed (scenarios/ablations/purchases-with-commit.json).",
          "takes away part of step 2 of the protocol"},
    Entry{ablation, "retransmission",
          "Interests and cancellings without an answer are not told again. Noticed by answered "
          "(scenarios/ablations/retransmission.json).",
          "takes away part of step 6 of the protocol"},
    Entry{ablation, "lease-adapts",
          "Leases keep their first length, whatever becomes of them. Noticed by answered "
          "(scenarios/ablations/lease-adapts.json).",
          "takes away part of step 4 of the protocol"},
    Entry{ablation, "anti-entropy",
          "Nobody asks for the versions of catalogues that heartbeats show it lacks. Noticed by convergence "
          "(scenarios/ablations/anti-entropy.json).",
          "takes away Demers et al. 1987"},
    Entry{ablation, "push",
          "Changes are not pushed; replicas learn of them by heartbeats alone. No property notices: it is there for "
          "speed (scenarios/ablations/push.json).",
          "takes away part of section 4 of the protocol"},
    Entry{ablation, "version-check",
          "A replica takes any difference, in whatever order they come. Noticed by single-writer "
          "(scenarios/ablations/version-check.json).",
          "takes away part of section 4 of the protocol"},
    Entry{ablation, "tombstone-floor",
          "Who has dropped tombstones answers with a difference all the same, which hides the removals. Noticed by "
          "convergence (scenarios/ablations/tombstone-floor.json).",
          "takes away part of section 4 of the protocol"},
    Entry{ablation, "batch",
          "Each interest holds one purchase. No property notices: it is there for speed "
          "(scenarios/ablations/batch.json).",
          "takes away part of step 1 of the protocol"},
    Entry{ablation, "owner-check",
          "The owner sells what the holder confirmed without looking at its stock: it trusts what the holder saw in "
          "its grant. Nothing notices it alone (scenarios/ablations/owner-check.json). Without fencing as well it is "
          "noticed by fencing, no-oversell, grant-order, linearizable.",
          "takes away part of step 6 of the protocol"},
    Entry{ablation, "attach",
          "A purchase that is asked for again while it is under way waits for the next interest instead of joining. No "
          "property notices: it is there for speed (scenarios/ablations/attach.json).",
          "takes away part of section 3 of the protocol"},
    Entry{ablation, "lost-disk-detection",
          "A marketplace that hears of more interests than it has made goes on. Noticed by fencing, conservation, "
          "answered, convergence, linearizable (scenarios/ablations/lost-disk-detection.json).",
          "takes away part of section 2 of the protocol"},
    Entry{ablation, "clock-goes-back",
          "A marketplace whose clock goes back goes on as if nothing had happened. Noticed by mutual-exclusion "
          "(scenarios/ablations/clock-goes-back.json).",
          "takes away part of section 1 of the protocol"},
    Entry{ablation, "one-record",
          "A commit's decisions and the stock that follows from them are two records, and a crash can come between. "
          "Noticed by no-oversell, conservation (scenarios/ablations/one-record.json).",
          "takes away part of step 6 of the protocol; Gray 1981"},
    Entry{ablation, "welcome-frontier",
          "A newcomer does not take its sponsor's clock as its delivery frontier: it wants every interest that was "
          "ever made. No property notices: it is there for speed (scenarios/ablations/welcome-frontier.json).",
          "takes away part of section 4 of the protocol"},
    Entry{ablation, "membership-gossip",
          "Heartbeats do not tell who has come and gone: only the sponsor knows a newcomer. Noticed by answered "
          "(scenarios/ablations/membership-gossip.json).",
          "takes away part of section 4 of the protocol"},
    Entry{ablation, "eviction-ends-no-lease",
          "An owner that hears of an eviction ends the grants of the evicted, which may be inside. Noticed by "
          "mutual-exclusion (scenarios/ablations/eviction-ends-no-lease.json).",
          "takes away part of section 4 of the protocol"},
    Entry{ablation, "unknown-never-refused",
          "Purchases at an owner that has left or was evicted are answered refused instead of unknown. Noticed by "
          "durable, linearizable (scenarios/ablations/unknown-never-refused.json).",
          "takes away part of section 4 of the protocol"},
    Entry{ablation, "later-welcomes-ignored",
          "A newcomer that has been let in begins anew with each welcome that still comes. Noticed by durable, "
          "causal-delivery (scenarios/ablations/later-welcomes-ignored.json).",
          "takes away part of section 4 of the protocol"},
    Entry{
        ablation, "durable-void",
        "A marketplace delivers over what it gives up before it is durable that it has: a crash can take the void back "
        "and let what was given up come after what followed it. Noticed by durable, grant-order "
        "(scenarios/ablations/durable-void.json).",
        "takes away part of the voiding of section 3"},
    Entry{ablation, "membership-only-grows",
          "Whoever has left is present again when somebody says so who has not heard of it yet. Noticed by answered "
          "(scenarios/ablations/membership-only-grows.json).",
          "takes away part of section 4 of the protocol"},
    Entry{
        ablation, "durable-join",
        "A newcomer takes part before the record of its joining is durable, so that a crash can take back what others "
        "have heard from it. Noticed by durable (scenarios/ablations/durable-join.json).",
        "takes away part of section 4 of the protocol"}};
static_assert(ablation_entries.size() == ablation_count);

}  // namespace

std::span<const Entry> ablations() { return ablation_entries; }

}  // namespace feira::scenario
