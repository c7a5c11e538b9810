// The properties that are checked.
#include <array>

#include "sim/scenario/catalogue.hpp"

namespace feira::scenario {

namespace {

constexpr Topic property = Topic::property;

constexpr std::array property_entries{
    Entry{
        property, "mutual-exclusion",
        "No two marketplaces are inside the critical section of one product at once. A marketplace is inside from the "
        "start of the hook until it sends its commit or release, its lease ends, or it crashes.",
        "Dijkstra 1965; Lamport 1978; leases: Gray and Cheriton 1989"},
    Entry{
        property, "fencing",
        "The fencing tokens of the commits that an owner accepted for a product strictly increase. It holds even where "
        "clocks drift beyond the bound and mutual exclusion may fail.",
        "Kleppmann 2016, How to do distributed locking; sequencers: Burrows 2006 (Chubby)"},
    Entry{property, "no-oversell",
          "The stock of a product is never below zero, and no decision takes more than is left.",
          "the marketplace's own rule"},
    Entry{property, "conservation",
          "At every durable record of the owner: registered + restocked = sold + withdrawn + left, exactly.",
          "the marketplace's own rule"},
    Entry{
        property, "at-most-once",
        "One purchase, named by product and idempotency key, is decided once, and all answers given for it are equal, "
        "wherever and however often it is asked for.",
        "Birrell and Nelson 1984 (at-most-once semantics)"},
    Entry{property, "atomic",
          "A buyer who is told sold has a durable sale with the owner; a buyer who is told refused has none, ever.",
          "all or nothing: Gray 1981, The transaction concept"},
    Entry{property, "durable",
          "Nothing that was acknowledged is lost by a crash at any point: every decision and every change that anybody "
          "was told of is among the records that survive.",
          "Gray 1981; write-ahead logging: Mohan et al. 1992"},
    Entry{property, "clock-condition",
          "For two interests a and b, clock(a) < clock(b) if and only if a happened before b, where happens-before is "
          "rebuilt from the trace's sends, receives and durable records, independently of the clocks.",
          "Lamport 1978; Fidge 1988; Mattern 1989"},
    Entry{property, "causal-delivery", "If interest a happened before interest b, no marketplace delivers b before a.",
          "Birman, Schiper and Stephenson 1991"},
    Entry{property, "grant-order",
          "If interest a happened before interest b and both are first granted on one product, a is first granted "
          "first; the same holds for the commits that are accepted.",
          "Lamport 1978, the ordering condition of the mutual exclusion problem"},
    Entry{
        property, "single-writer",
        "A replica never holds a version or state of a product that its owner did not make durable, and goes back only "
        "by its own crash.",
        "single-writer registers: Lamport 1986"},
    Entry{property, "answered",
          "Once faults are over, every request at a marketplace that is up gets its decision within the bound, unless "
          "its buyer gave up.",
          "liveness: Alpern and Schneider 1985"},
    Entry{property, "convergence",
          "Once faults are over, all replicas equal their owners' catalogues within the bound.",
          "eventual consistency by anti-entropy: Demers et al. 1987"},
    Entry{
        property, "bounded-bypass",
        "While an interest waits in its owner's queue, at most one later interest of each other marketplace is granted "
        "before it.",
        "bounded waiting: Dijkstra 1965, Knuth 1966; Lynch 1996"},
    Entry{
        property, "repair",
        "Nothing is voided that a member keeps and could be asked for: whoever voids an interest did not have it, has "
        "asked everybody for it in three rounds and for the void timeout, and nobody who kept it and took the "
        "question left it unanswered.",
        "the protocol's own rule; recovery of missing messages from any holder: Demers et al. 1987"},
    Entry{
        property, "linearizable",
        "Each product's client history, as a stock with conditional decrement, is linearizable: every purchase and "
        "every "
        "change of the owner can have happened at one moment between question and answer, so that all answers come out "
        "as they were given.",
        "Herlihy and Wing 1990; Wing and Gong 1993; Lowe 2017"}};

}  // namespace

std::span<const Entry> properties() { return property_entries; }

}  // namespace feira::scenario
