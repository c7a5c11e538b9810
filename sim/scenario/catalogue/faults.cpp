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
    Entry{
        fault, "crash",
        "A marketplace loses all that is volatile, and of the records that its disk has not yet made durable it keeps "
        "any leading part of the write under way (the default), all, none (synced), or a leading part and a torn "
        "record. It starts again when the fault ends, or never.",
        "\"faults\": {\"at\", \"for\": DURATION or \"ever\", \"crash\": NAME, \"keeps\": \"any\", \"all\", \"synced\" "
        "or "
        "\"torn\"}; \"random-faults\": {\"crash\": ...}"},
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
    Entry{fault, "flip-bits",
          "A marketplace crashes, and while it is down one bit of one durable record flips. Its recovery sees by the "
          "checksum that the journal has a hole, and does not use it: when the fault ends, the marketplace joins anew "
          "under "
          "another id, as after a lost disk that was noticed.",
          "\"faults\": {\"at\", \"for\", \"flip-bits\": NAME}; \"random-faults\": {\"flip-bits\": ...}"},
    Entry{fault, "loss", "A share of the copies of messages is lost.", "\"network\": {\"loss\": \"1%\"}"},
    Entry{fault, "duplicate", "A share of the messages arrives twice, the copy with a delay of its own.",
          "\"network\": {\"duplicate\": \"2%\"}"},
    Entry{fault, "late", "Of a share of the messages one more copy turns up much later.",
          "\"network\": {\"late\": \"1%\", \"late-after\": ...}"},
    Entry{fault, "slow-link", "A directed link has a delay of its own, fixed for the whole run.",
          "\"network\": {\"links\": [{\"from\", \"to\", \"delay\"}]}"},
    Entry{fault, "clock-drift", "A marketplace's clock runs at a given rate, within the protocol's bound or beyond it.",
          "\"clocks\": {NAME: {\"drift\": \"-0.5%\"}}"},
    Entry{fault, "corrupt",
          "A share of the copies of messages is damaged on its way, and lost for that. With \"encode\" one bit of the "
          "copy's bytes is flipped, and its checksum must show it.",
          "\"network\": {\"corrupt\": \"0.1%\"}; checksum: XXH3_64 (Collet)"},
    Entry{fault, "reorder",
          "A share of the messages, of some kinds or of all, travels longer, so that others of its link overtake it.",
          "\"network\": {\"reorder\": {\"kinds\", \"share\", \"by\"}}"},
    Entry{fault, "clog",
          "What arrives on some links waits, whatever it is, and is delivered in the order in which it came when the "
          "fault ends: unlike in a cut nothing is lost.",
          "\"faults\": {\"at\", \"for\", \"clog\": {\"from\", \"to\"}}; \"random-faults\": {\"clog\": ...}"},
    Entry{fault, "hold", "Messages of some kinds wait on some links and are delivered in their order when it ends.",
          "\"faults\": {\"at\", \"for\", \"hold\": {\"from\", \"to\", \"kinds\"}}; \"random-faults\": {\"hold\": ...}"},
    Entry{
        fault, "swarm",
        "Each seed switches whole kinds of fault on or off and draws the weight of the rest, the shape of the delays, "
        "who buys, and numbers of the protocol within what it promises to hold.",
        "\"swarm\": true; Groce, Zhang, Eide, Chen and Regehr 2012, Swarm Testing"},
    Entry{fault, "suspend",
          "A marketplace takes no step, as in a pause, and its clock stands still meanwhile (the default) or goes on. "
          "A clock that stands still is beyond what the protocol promises: mutual-exclusion may fail, fencing holds.",
          "\"faults\": {\"at\", \"for\", \"suspend\": NAME, \"clock\": \"stops\" or \"goes-on\"}; \"random-faults\": "
          "{\"suspend\": ...}"},
    Entry{fault, "slow",
          "Each input of a marketplace waits a drawn time before it is taken, in order, one at a time. Hooks go on.",
          "\"faults\": {\"at\", \"for\", \"slow\": NAME, \"step\": SPREAD}; \"random-faults\": {\"slow\": ...}"},
    Entry{fault, "slow-disk", "The writes that begin while it lasts take a time of their own.",
          "\"faults\": {\"at\", \"for\", \"slow-disk\": NAME, \"write\": SPREAD}; \"random-faults\": {\"slow-disk\": "
          "...}"},
    Entry{
        fault, "stall",
        "Nothing becomes durable while it lasts, so whoever makes a record is mute from then on, heartbeats included.",
        "\"faults\": {\"at\", \"for\", \"stall\": NAME}; \"random-faults\": {\"stall\": ...}"},
    Entry{fault, "full-disk",
          "No write that begins while it lasts succeeds; each is tried again at its end. A write under way ends.",
          "\"faults\": {\"at\", \"for\", \"full-disk\": NAME}; \"random-faults\": {\"full-disk\": ...}"},
    Entry{fault, "read-error", "A recovery while it lasts fails and is tried again at its end.",
          "\"faults\": {\"at\", \"for\", \"read-error\": NAME}; \"random-faults\": {\"read-error\": ...}"},
    Entry{fault, "drift",
          "A marketplace's clock runs at this rate beside true time while it lasts, within the protocol's bound or "
          "beyond it, where mutual-exclusion may fail.",
          "\"faults\": {\"at\", \"for\", \"drift\": NAME, \"rate\": SHARE}; \"random-faults\": {\"drift\": ...}"},
    Entry{fault, "clock-step",
          "A marketplace's clock is set forward or back, at one moment. A marketplace that sees its clock go back does "
          "all that it does when it recovers from a crash; a step forward ends its grants early, so mutual-exclusion "
          "may fail.",
          "\"faults\": {\"at\", \"clock-step\": NAME, \"by\": \"+2s\" or \"-500ms\"}; \"random-faults\": "
          "{\"clock-step\": ...}"},
    Entry{fault, "message",
          "One message, named by its kind, its link and its number there, takes a given time, is lost, or comes once "
          "more, in place of all that would be drawn for it. Partitions, cuts, clogs and holds still stop it. A run "
          "says which of these never came about.",
          "\"messages\": [{\"message\": \"2nd interest from bia to ana\", \"delay\": \"40ms\"}]; also \"lost\": true, "
          "\"again-after\": DURATION"}};

}  // namespace

std::span<const Entry> faults() { return fault_entries; }

}  // namespace feira::scenario
