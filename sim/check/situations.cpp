#include "sim/check/situations.hpp"

#include <algorithm>

namespace feira::check {
namespace {

constexpr std::array<const char*, situation_count> names = {"contended-grant",
                                                            "lease-ended",
                                                            "lease-ended-inside",
                                                            "fenced-commit",
                                                            "voided",
                                                            "settled",
                                                            "repaired",
                                                            "retry-answered-from-memory",
                                                            "recovery-with-open-interests",
                                                            "volatile-loss",
                                                            "pending-answer",
                                                            "misuse-answer",
                                                            "not-accepted-answer",
                                                            "sold",
                                                            "refused-sold-out",
                                                            "refused-removed",
                                                            "refused-cancelled",
                                                            "refused-declined",
                                                            "refused-price-changed",
                                                            "owner-change-queued",
                                                            "token-carried",
                                                            "hook-outlasted-lease",
                                                            "duplicate-received",
                                                            "late-copy-received",
                                                            "message-lost",
                                                            "fault:partition",
                                                            "fault:cut",
                                                            "fault:crash",
                                                            "fault:pause",
                                                            "fault:clog",
                                                            "fault:hold",
                                                            "message-clogged",
                                                            "message-held",
                                                            "message-corrupted",
                                                            "message-overtaken",
                                                            "joined",
                                                            "left",
                                                            "evicted",
                                                            "rejoined-under-new-id",
                                                            "unknown-answer",
                                                            "welcome-ignored",
                                                            "lost-disk-noticed",
                                                            "fault:lose-disk",
                                                            "fault:old-disk",
                                                            "fault:suspend",
                                                            "fault:slow",
                                                            "fault:slow-disk",
                                                            "fault:stall",
                                                            "fault:full-disk",
                                                            "fault:read-error",
                                                            "fault:drift",
                                                            "fault:clock-step",
                                                            "input-waited",
                                                            "write-stalled",
                                                            "write-refused",
                                                            "torn-record",
                                                            "recovery-failed",
                                                            "clock-stood-still",
                                                            "clock-went-back",
                                                            "down-for-good",
                                                            "fault:flip-bits",
                                                            "flipped-bits-caught",
                                                            "fault:message"};

}  // namespace

const char* name(Situation situation) { return names[static_cast<std::size_t>(situation)]; }

std::optional<Situation> situation_named(std::string_view name) {
  const auto found = std::find(names.begin(), names.end(), name);
  if (found == names.end()) return std::nullopt;
  return static_cast<Situation>(found - names.begin());
}

void Situations::decided(Outcome outcome) {
  switch (outcome) {
    case Outcome::sold:
      return count(Situation::sold);
    case Outcome::refused_sold_out:
      return count(Situation::refused_sold_out);
    case Outcome::refused_removed:
      return count(Situation::refused_removed);
    case Outcome::refused_cancelled:
      return count(Situation::refused_cancelled);
    case Outcome::refused_declined:
      return count(Situation::refused_declined);
    case Outcome::refused_price_changed:
      return count(Situation::refused_price_changed);
    case Outcome::refused_invalid:
      return;
  }
}

void Situations::fault(std::string_view label) {
  // The label's first word is the kind; what follows is detail.
  const std::string_view kind = label.substr(0, label.find_first_of(" :"));
  constexpr std::string_view prefix = "fault:";
  for (std::size_t i = 0; i < names.size(); ++i) {
    const std::string_view name = names[i];
    if (name.starts_with(prefix) && name.substr(prefix.size()) == kind) return count(static_cast<Situation>(i));
  }
}

void Situations::lost(std::string_view label) {
  count(Situation::message_lost);
  if (label == "corrupted") count(Situation::message_corrupted);
}

void Situations::received(std::string_view label) {
  if (label == "late") count(Situation::late_copy_received);
  if (label == "overtaken") count(Situation::message_overtaken);
}

void Situations::detained(std::string_view label) {
  count(label == "clog" ? Situation::message_clogged : Situation::message_held);
}

void Situations::struck(std::string_view label) {
  if (const std::optional<Situation> situation = situation_named(label)) count(*situation);
}

void Situations::lease_moved(Dense holder, Ware product, const IdempotencyKey& key, GlobalTime lease_end) {
  for (Hook& hook : processes_[holder].hooks) {
    if (hook.product == product && hook.key == key) hook.lease_end = lease_end;
  }
}

void Situations::hook_started(Dense holder, Ware product, const IdempotencyKey& key, GlobalTime lease_end) {
  processes_[holder].hooks.push_back({product, key, lease_end});
}

void Situations::hook_ended(Dense holder, Ware product, const IdempotencyKey& key, GlobalTime now) {
  std::vector<Hook>& hooks = processes_[holder].hooks;
  const auto found =
      std::find_if(hooks.begin(), hooks.end(), [&](const Hook& h) { return h.product == product && h.key == key; });
  if (found == hooks.end()) return;
  if (now > found->lease_end) count(Situation::hook_outlasted_lease);
  hooks.erase(found);
}

void Situations::commit_received(Dense owner, Ware product, FencingToken token, InterestRef interest) {
  processes_[owner].commit = {true, product, token, interest};
}

void Situations::commit_accepted(Dense owner, FencingToken token) {
  CommitTaken& commit = processes_[owner].commit;
  if (commit.token == token) commit.waits = false;
}

void Situations::last_word(Dense owner, InterestRef interest, bool ended) {
  CommitTaken& commit = processes_[owner].commit;
  if (!commit.waits || commit.interest != interest) return;
  if (ended) {
    fenced(owner);
  } else {
    commit.waits = false;  // all of it was decided before: it is answered from memory
  }
}

void Situations::fenced(Dense process) {
  processes_[process].commit.waits = false;
  count(Situation::fenced_commit);
}

void Situations::recovered(Dense process) {
  if (processes_[process].open_interests > 0) count(Situation::recovery_with_open_interests);
}

void Situations::crashed(Dense process, bool lost_records) {
  if (lost_records) count(Situation::volatile_loss);
  processes_[process].hooks.clear();
  processes_[process].commit.waits = false;
}

}  // namespace feira::check
