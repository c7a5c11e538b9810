// The faults that scenarios can ask for.
#include <array>

#include "sim/scenario/catalogue.hpp"

namespace feira::scenario {

namespace {

constexpr Topic fault = Topic::fault;

constexpr std::array fault_entries{
    Entry{
        fault, "partition",
        "Messages between different groups of marketplaces are lost, both ways. Whoever is named in no group forms one "
        "more group with the others that are not named.",
        "\"faults\": {\"at\", \"for\", \"partition\": [[...], [...]]}; \"random-faults\": {\"partition\": ...}"},
    Entry{fault, "cut", "Messages from some marketplaces to some others are lost, one way only.",
          "\"faults\": {\"at\", \"for\", \"cut\": {\"from\", \"to\"}}; \"random-faults\": {\"cut\": ...}"},
    Entry{fault, "crash",
          "A marketplace loses all that is volatile, and any end of what its disk has not yet made durable may be "
          "missing. It starts again when the fault ends.",
          "\"faults\": {\"at\", \"for\", \"crash\": NAME}; \"random-faults\": {\"crash\": ...}"},
    Entry{fault, "pause",
          "A marketplace takes no step while its clock and its leases go on; what arrives waits until the fault ends.",
          "\"faults\": {\"at\", \"for\", \"pause\": NAME}; \"random-faults\": {\"pause\": ...}"},
    Entry{fault, "lose-disk",
          "A marketplace crashes and comes back, when the fault ends, under its old id with an empty journal. It must "
          "notice from what others say, and stop; it then joins anew under another id, its products are registered "
          "again as its operator's archive has them, and somebody evicts the old id.",
          "\"faults\": {\"at\", \"for\", \"lose-disk\": NAME}; \"random-faults\": {\"lose-disk\": ...}"},
    Entry{fault, "old-disk",
          "As lose-disk, but the journal comes back as some older state of itself, as from a backup.",
          "\"faults\": {\"at\", \"for\", \"old-disk\": NAME}; \"random-faults\": {\"old-disk\": ...}"},
    Entry{fault, "loss", "A share of the copies of messages is lost.", "\"network\": {\"loss\": \"1%\"}"},
    Entry{fault, "duplicate", "A share of the messages arrives twice, the copy with a delay of its own.",
          "\"network\": {\"duplicate\": \"2%\"}"},
    Entry{fault, "late", "Of a share of the messages one more copy turns up much later.",
          "\"network\": {\"late\": \"1%\", \"late-after\": ...}"},
    Entry{fault, "slow-link", "A directed link has a delay of its own, fixed for the whole run.",
          "\"network\": {\"links\": [{\"from\", \"to\", \"delay\"}]}"},
    Entry{fault, "clock-drift", "A marketplace's clock runs at a given rate, within the protocol's bound or beyond it.",
          "\"clocks\": {NAME: {\"drift\": \"-0.5%\"}}"}};

}  // namespace

std::span<const Entry> faults() { return fault_entries; }

}  // namespace feira::scenario
