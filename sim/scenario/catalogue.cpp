#include "sim/scenario/catalogue.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <iterator>

namespace feira::scenario {

namespace {

constexpr Topic property = Topic::property;
constexpr Topic ablation = Topic::ablation;
constexpr Topic situation = Topic::situation;
constexpr Topic fault = Topic::fault;

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
        "bounded waiting: Dijkstra 1965, Knuth 1966; Lynch 1996"}};

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

constexpr const char* counted = "counted from the trace";

constexpr std::array situation_entries{
    Entry{situation, "contended-grant", "A product was granted while another interest waited for it.", counted},
    Entry{situation, "lease-ended", "A lease ended before its holder had committed or released.", counted},
    Entry{situation, "lease-ended-inside", "A lease ended while its holder was inside the critical section.", counted},
    Entry{situation, "fenced-commit", "An owner refused a commit because its token was not the current one.", counted},
    Entry{situation, "voided",
          "A marketplace gave up on a predecessor that nobody could supply, and went on without it.", counted},
    Entry{situation, "settled",
          "A missing interest was answered as settled, and the asker passed over it without delivering it.", counted},
    Entry{situation, "repaired", "A missing interest was supplied on request, by its sender or by somebody else.",
          counted},
    Entry{situation, "retry-answered-from-memory",
          "A purchase that had been decided before was asked for again and got the first decision.", counted},
    Entry{situation, "recovery-with-open-interests",
          "A marketplace recovered with interests that had no last word yet.", counted},
    Entry{situation, "volatile-loss", "A crash took back records that were not durable yet.", counted},
    Entry{situation, "pending-answer", "A buyer ran out of patience and was told pending.", counted},
    Entry{situation, "misuse-answer", "A key came back with another quantity or price and was answered as misuse.",
          counted},
    Entry{situation, "not-accepted-answer", "A marketplace could not pass a request on and said so, deciding nothing.",
          counted},
    Entry{situation, "sold", "A purchase was decided by its product's owner: sold.", counted},
    Entry{situation, "refused-sold-out", "A purchase was refused because the stock did not suffice.", counted},
    Entry{situation, "refused-removed", "A purchase was refused because its product had been removed.", counted},
    Entry{situation, "refused-cancelled", "A purchase was refused because its buyer had cancelled it.", counted},
    Entry{situation, "refused-declined", "A purchase was refused because the hook declined it.", counted},
    Entry{situation, "refused-price-changed", "A purchase was refused because the price was no longer the one offered.",
          counted},
    Entry{situation, "owner-change-queued",
          "A change by the owner itself waited for its turn behind interests in the queue.", counted},
    Entry{situation, "token-carried", "A buyer handed a causality token on to another question.", counted},
    Entry{situation, "hook-outlasted-lease", "A hook answered only after the lease had ended under which it started.",
          counted},
    Entry{situation, "duplicate-received", "A copy of a message arrived that had arrived before.", counted},
    Entry{situation, "late-copy-received", "A copy of a message turned up much later than the message.", counted},
    Entry{situation, "message-lost", "A copy of a message was lost on its way, by chance or by a partition or cut.",
          counted},
    Entry{situation, "fault:partition", "A partition began: messages between groups of marketplaces are lost.",
          counted},
    Entry{situation, "fault:cut", "A one-way cut began: messages in one direction are lost.", counted},
    Entry{situation, "fault:crash", "A marketplace crashed, losing what was volatile, to start again later.", counted},
    Entry{situation, "fault:pause", "A marketplace was paused: it took no step for a while.", counted}};

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
    Entry{fault, "loss", "A share of the copies of messages is lost.", "\"network\": {\"loss\": \"1%\"}"},
    Entry{fault, "duplicate", "A share of the messages arrives twice, the copy with a delay of its own.",
          "\"network\": {\"duplicate\": \"2%\"}"},
    Entry{fault, "late", "Of a share of the messages one more copy turns up much later.",
          "\"network\": {\"late\": \"1%\", \"late-after\": ...}"},
    Entry{fault, "slow-link", "A directed link has a delay of its own, fixed for the whole run.",
          "\"network\": {\"links\": [{\"from\", \"to\", \"delay\"}]}"},
    Entry{fault, "clock-drift", "A marketplace's clock runs at a given rate, within the protocol's bound or beyond it.",
          "\"clocks\": {NAME: {\"drift\": \"-0.5%\"}}"}};

constexpr std::array<std::span<const Entry>, 4> topics{property_entries, ablation_entries, situation_entries,
                                                       fault_entries};

}  // namespace

std::string_view name(Topic topic) {
  switch (topic) {
    case Topic::property:
      return "property";
    case Topic::ablation:
      return "ablation";
    case Topic::situation:
      return "situation";
    case Topic::fault:
      return "fault";
  }
  return {};
}

std::span<const Entry> properties() { return property_entries; }
std::span<const Entry> ablations() { return ablation_entries; }
std::span<const Entry> situations() { return situation_entries; }
std::span<const Entry> faults() { return fault_entries; }

std::vector<Entry> explain(std::string_view name) {
  std::vector<Entry> found;
  for (const auto& entries : topics) {
    std::copy_if(entries.begin(), entries.end(), std::back_inserter(found),
                 [&](const Entry& entry) { return entry.name == name; });
  }
  return found;
}

std::vector<std::string_view> names(std::span<const Entry> entries) {
  std::vector<std::string_view> list;
  for (const Entry& entry : entries) list.push_back(entry.name);
  return list;
}

std::vector<std::string_view> all_names() {
  std::vector<std::string_view> list;
  for (const auto& entries : topics) {
    for (const Entry& entry : entries) {
      if (std::find(list.begin(), list.end(), entry.name) == list.end()) list.push_back(entry.name);
    }
  }
  return list;
}

std::optional<Ablation> find_ablation(std::string_view name) {
  for (std::size_t i = 0; i < ablation_entries.size(); ++i) {
    if (ablation_entries[i].name == name) return static_cast<Ablation>(i);
  }
  return std::nullopt;
}

}  // namespace feira::scenario
