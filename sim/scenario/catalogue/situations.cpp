// The situations that runs count.
#include <array>

#include "sim/scenario/catalogue.hpp"

namespace feira::scenario {

namespace {

constexpr Topic situation = Topic::situation;
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
    Entry{situation, "fault:pause", "A marketplace was paused: it took no step for a while.", counted},
    Entry{situation, "fault:clog", "A clog began: what arrives on some links waits until it ends.", counted},
    Entry{situation, "fault:hold", "A hold began: messages of some kinds wait on some links until it ends.", counted},
    Entry{situation, "message-clogged", "A copy of a message found its link clogged and had to wait.", counted},
    Entry{situation, "message-held", "A copy of a message was of a kind on hold on its link and had to wait.", counted},
    Entry{situation, "message-corrupted", "A copy of a message was damaged on its way, and lost for that.", counted},
    Entry{situation, "message-overtaken",
          "A message arrived after a later one of its kind on its link, where the network is set to reorder.", counted},
    Entry{situation, "joined", "A newcomer was let in and made that durable: it is a member.", counted},
    Entry{situation, "left", "A marketplace that was asked to leave had nothing left to do, and has left.", counted},
    Entry{situation, "evicted", "An operator said that a member is evicted.", counted},
    Entry{situation, "rejoined-under-new-id",
          "A marketplace whose disk was lost or out of date joined anew under another id.", counted},
    Entry{situation, "unknown-answer",
          "A buyer was told that nobody knows: the owner of the product has left or was evicted.", counted},
    Entry{situation, "welcome-ignored", "A welcome came to a marketplace that had been let in already.", counted},
    Entry{
        situation, "lost-disk-noticed",
        "A marketplace heard of more than it remembers having made, and stopped: its disk was lost or is out of date.",
        counted},
    Entry{situation, "fault:lose-disk", "A marketplace crashed and lost its whole disk.", counted},
    Entry{situation, "fault:old-disk", "A marketplace crashed and was restored from an old backup of its disk.",
          counted},
    Entry{situation, "fault:suspend",
          "A marketplace's machine was suspended: it took no step, and its clock stood still or went on.", counted},
    Entry{situation, "fault:slow", "A marketplace became slow: each input that came to it had to wait.", counted},
    Entry{situation, "fault:slow-disk", "A marketplace's disk became slow: its writes took a time of their own.",
          counted},
    Entry{situation, "fault:stall", "A marketplace's disk stalled: nothing became durable.", counted},
    Entry{situation, "fault:full-disk", "A marketplace's disk became full: no write that began succeeded.", counted},
    Entry{situation, "fault:read-error", "A marketplace's journal could not be read.", counted},
    Entry{situation, "fault:drift", "A marketplace's clock began to run at another rate.", counted},
    Entry{situation, "fault:clock-step", "A marketplace's clock was set forward or back.", counted},
    Entry{situation, "input-waited", "An input stood in the line of a slow marketplace before it was taken.", counted},
    Entry{situation, "write-stalled", "A write that would have ended was held up by a stalled disk.", counted},
    Entry{situation, "write-refused",
          "A disk that was full refused a write, which was tried again when there was room.", counted},
    Entry{situation, "torn-record", "A recovery found a record of which only a part had been written, and dropped it.",
          counted},
    Entry{situation, "recovery-failed",
          "A marketplace could not recover when its time came, because its journal could not be read.", counted},
    Entry{situation, "clock-stood-still",
          "A suspended marketplace went on with a clock that had stood still meanwhile.", counted},
    Entry{situation, "clock-went-back",
          "A marketplace saw its own clock go back, and did all that it does when it recovers from a crash.", counted},
    Entry{situation, "down-for-good",
          "A marketplace crashed for good: it never starts again, and what only it could do is excused.", counted},
    Entry{situation, "fault:flip-bits", "A marketplace crashed, and a bit of its journal flipped.", counted},
    Entry{situation, "flipped-bits-caught",
          "A recovery saw by a checksum that a bit of the journal had flipped, and did not use it.", counted}};

}  // namespace

std::span<const Entry> situations() { return situation_entries; }

}  // namespace feira::scenario
