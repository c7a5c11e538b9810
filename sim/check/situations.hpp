// How often a run reached each situation worth reaching, so that nothing passes emptily. Counted from events alone.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "core/purchase/purchase.hpp"
#include "sim/check/directory.hpp"
#include "sim/check/event.hpp"
#include "sim/check/interests.hpp"

namespace feira::check {

enum class Situation : std::uint8_t {
  contended_grant,
  lease_ended,
  lease_ended_inside,
  fenced_commit,
  voided,
  settled,
  repaired,
  retry_answered_from_memory,
  recovery_with_open_interests,
  volatile_loss,
  pending_answer,
  misuse_answer,
  not_accepted_answer,
  sold,
  refused_sold_out,
  refused_removed,
  refused_cancelled,
  refused_declined,
  refused_price_changed,
  owner_change_queued,
  token_carried,
  hook_outlasted_lease,
  duplicate_received,
  late_copy_received,
  message_lost,
  fault_partition,
  fault_cut,
  fault_crash,
  fault_pause,
  fault_clog,
  fault_hold,
  message_clogged,
  message_held,
  message_corrupted,
  message_overtaken,
  joined,
  left,
  evicted,
  rejoined_under_new_id,
  unknown_answer,
  welcome_ignored,
  lost_disk_noticed,
  fault_lose_disk,
  fault_old_disk,
  fault_suspend,
  fault_slow,
  fault_slow_disk,
  fault_stall,
  fault_full_disk,
  fault_read_error,
  fault_drift,
  fault_clock_step,
  input_waited,
  write_stalled,
  write_refused,
  torn_record,
  recovery_failed,
  clock_stood_still,
  clock_went_back,
  down_for_good,
  fault_flip_bits,
  flipped_bits_caught,
  fault_message,
};
inline constexpr std::size_t situation_count = 63;

/// "contended-grant", ...
const char* name(Situation situation);
std::optional<Situation> situation_named(std::string_view name);

class Situations {
 public:
  explicit Situations(std::uint32_t members) : processes_(members) {}

  [[nodiscard]] std::uint64_t operator[](Situation situation) const {
    return counts_[static_cast<std::size_t>(situation)];
  }
  [[nodiscard]] const std::array<std::uint64_t, situation_count>& counts() const { return counts_; }
  void count(Situation situation) { ++counts_[static_cast<std::size_t>(situation)]; }
  void set(Situation situation, std::uint64_t count) { counts_[static_cast<std::size_t>(situation)] = count; }

  void decided(Outcome outcome);
  void fault(std::string_view label);
  void lost(std::string_view label);
  void received(std::string_view label);
  void detained(std::string_view label);
  /// A fault made a difference; `label` is the name of the situation.
  void struck(std::string_view label);

  void hook_started(Dense holder, Ware product, const IdempotencyKey& key, GlobalTime lease_end);
  void lease_moved(Dense holder, Ware product, const IdempotencyKey& key, GlobalTime lease_end);
  void hook_ended(Dense holder, Ware product, const IdempotencyKey& key, GlobalTime now);

  /// An owner took a commit. It is fenced unless the step makes a record with its token or says that all is decided.
  void commit_received(Dense owner, Ware product, FencingToken token, InterestRef interest);
  void commit_accepted(Dense owner, FencingToken token);
  void last_word(Dense owner, InterestRef interest, bool ended);
  /// `process` takes a new input: the step before is over.
  void next_step(Dense process) {
    if (processes_[process].commit.waits) fenced(process);
  }

  /// `process` is a member from now on: its first start, or its record of having joined.
  void is_member(Dense process) { processes_[process].member = true; }
  void welcomed(Dense process) {
    if (processes_[process].member) count(Situation::welcome_ignored);
  }

  void interests_opened(Dense process, int more) { processes_[process].open_interests += more; }
  void recovered(Dense process);
  void crashed(Dense process, bool lost_records);

 private:
  struct Hook {
    Ware product = none;
    IdempotencyKey key;
    GlobalTime lease_end;
  };
  struct CommitTaken {
    bool waits = false;
    Ware product = none;
    FencingToken token;
    InterestRef interest;
  };
  struct Process {
    std::vector<Hook> hooks;  // under way
    CommitTaken commit;
    std::int64_t open_interests = 0;  // durable
    bool member = false;
  };

  void fenced(Dense process);

  std::array<std::uint64_t, situation_count> counts_{};
  std::vector<Process> processes_;
};

}  // namespace feira::check
