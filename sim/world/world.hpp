// The simulated world: the driver of the simulator. It owns time, network, disks, clocks, crashes and buyers, gives the
// marketplaces their inputs and performs their effects as core/effect.hpp says.
//
// Theory of operation. The kernel hands over one event after the other: a copy of a message arrives, or a timer of the
// world's own is due. Each becomes at most one input of one marketplace, which takes one step; then its effects are
// performed, and what follows at once (its messages to itself, writes to a disk without latency) is taken as further
// steps of the same marketplace, until nothing is left to do at this moment. A step never touches another marketplace.
//
// A paused marketplace takes no input: whatever comes for it is put off to the moment at which it goes on, in the order
// in which it came.
//
// The trace shows for each step first the input, then its effects in the order made, as far as records tell it: between
// two records what causal delivery handed over, then sends, answers and hooks. For the end of a write it shows
// `durable`, its step, and then the effects that were held back for it.
//
// A world is a value: a copy goes on by itself (only the observers, given from outside, are shared).
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/effect.hpp"
#include "sim/chance/chance.hpp"
#include "sim/kernel/kernel.hpp"
#include "sim/scenario/scenario.hpp"
#include "sim/world/buyers.hpp"
#include "sim/world/encoding.hpp"
#include "sim/world/hooks.hpp"
#include "sim/world/nemesis.hpp"
#include "sim/world/network.hpp"
#include "sim/world/operators.hpp"
#include "sim/world/pool.hpp"
#include "sim/world/process.hpp"
#include "sim/world/request_book.hpp"
#include "sim/world/roster.hpp"
#include "sim/world/trace.hpp"

namespace feira::sim {

class World final : private Desk, private Office {
 public:
  /// `observers` outlives the world and its copies.
  World(const scenario::Scenario& scenario, std::uint64_t seed, const Observers& observers)
      : World(scenario, scenario::expand(scenario, seed), chance::Chance(seed), observers) {}
  /// With a fault plan of one's own.
  World(const scenario::Scenario& scenario, scenario::FaultPlan plan, const chance::Chance& chance,
        const Observers& observers);

  /// Starts all marketplaces, and sets everything in motion.
  void begin();
  /// Takes the next event. False when nothing is pending any more.
  bool advance();
  [[nodiscard]] GlobalTime now() const { return {kernel_.now().ns}; }
  /// When `advance` takes something next; nothing when nothing is pending.
  [[nodiscard]] std::optional<GlobalTime> next_time() {
    const std::optional<kernel::Time> next = kernel_.next_time();
    return next ? std::optional(GlobalTime{next->ns}) : std::nullopt;
  }

  /// The faults are over, nobody wants anything, all marketplaces are up and at rest and hold the same catalogues.
  /// A marketplace that is down for good is excused, and so is what cannot be had without it: who waits at it or for
  /// its products waits for ever.
  [[nodiscard]] bool quiet() const;
  /// The run is over: the checkers judge what can only be judged now, and the final states go into the digest. `bound`:
  /// how long after the end of the faults the liveness properties had to come true.
  void finish(Duration bound);

  /// From here on all draws come from `chance`.
  void draw_from(const chance::Chance& chance);

  [[nodiscard]] Trace& trace() { return trace_; }
  [[nodiscard]] const Buyers& buyers() const { return buyers_; }
  [[nodiscard]] const Nemesis& nemesis() const { return nemesis_; }
  [[nodiscard]] const Process& process(MarketplaceIndex index) const { return processes_[index]; }
  [[nodiscard]] std::uint32_t size() const { return roster_.size(); }
  /// What was drawn before the run, in lines of text: the fault plan.
  [[nodiscard]] std::vector<std::string> drawn() const;
  /// The process of this marketplace, whose disk cannot be trusted any more, is never started again: a newcomer with
  /// the next of its ids takes its place, lets somebody let it in, and its operator registers its products anew. Its
  /// old id is evicted a while later. Precondition: it is down or stopped, and the roster was told of a further id
  /// (`Nemesis::renewals`). Takes effect at once.
  void rejoin(MarketplaceIndex index);
  /// What the scenario gives for single messages and what never came about.
  [[nodiscard]] std::vector<std::string> missed() const { return network_.missed(); }
  /// Messages sent from one marketplace to another, by kind; a broadcast counts once for each receiver.
  [[nodiscard]] const std::array<std::uint64_t, message_kinds>& sent() const { return sent_; }

  // For the kernel.
  struct Envelope {
    Message message;
    std::uint64_t id = 0;
  };
  struct Timer {
    enum class What : std::uint8_t {
      wake,
      disk,
      hook,
      buyer,
      task,
      fault_begins,
      fault_ends,
      calm,
      membership,
      rejoin,
      evict,
      sponsor
    };
    What what = What::wake;
    /// It has stood in a slow marketplace's line, or does.
    bool queued = false;
    /// A hook's place, a task, a fault, a change of the membership, an old id to be evicted.
    std::uint32_t subject = 0;
    /// Wake: the alarm's. Disk, hook: the life in which it was begun.
    std::uint32_t ticket = 0;
    BuyerTimer buyer;
  };
  void on_message(std::uint32_t from, std::uint32_t to, kernel::Slot slot, const Envelope& envelope, std::uint32_t tag,
                  bool last);
  void on_timer(std::uint32_t owner, const Timer& timer);

 private:
  /// A hook under way.
  struct Running {
    StartHook hook;
    bool confirmed = true;
    /// It was not started: its marketplace is still to be told.
    bool skipped = false;
    MarketplaceIndex at = 0;
    std::uint32_t life = 0;
    bool ended = false;
  };

  // Desk and Office: what buyers and operators see.
  [[nodiscard]] bool is_open(MarketplaceIndex at) const override;
  [[nodiscard]] std::optional<GlobalTime> turn(MarketplaceIndex at, bool& queued) override;
  [[nodiscard]] std::optional<Money> price(MarketplaceIndex at, ProductId product) const override;
  [[nodiscard]] bool knows(MarketplaceIndex at, ProductId product) const override;
  [[nodiscard]] bool is_gone(MarketplaceIndex at) const override { return processes_[at].gone; }
  [[nodiscard]] ProductId product(ProductIndex index) const override { return roster_.product(index); }
  RequestId new_request(BuyerIndex buyer, Hand hand) override;
  RequestId new_request(TaskIndex task) override;
  void set_timer(GlobalTime at, const BuyerTimer& timer) override;
  void set_timer(GlobalTime at, TaskIndex task, bool queued) override;

  // Inputs (inputs.cpp)
  /// `word`: as in the trace's `receive`.
  void take(MarketplaceIndex index, kernel::Slot slot, const Envelope& envelope, std::string_view word, bool last);
  void step_decoded(MarketplaceIndex index, kernel::Slot slot, const Message& sent);
  void lose(MarketplaceIndex index, const Envelope& envelope, bool last, std::string_view why);
  void tell_fate(const scenario::MessageAddress& message, Copy copy, const Network::Arrival& arrival);
  bool detain(MarketplaceIndex index, MarketplaceIndex from, kernel::Slot slot, std::uint32_t tag);
  bool split(MarketplaceIndex from, MarketplaceIndex to, kernel::Slot slot, const Network::Arrival& arrival);
  void wake(MarketplaceIndex index, const Timer& timer);
  void write_ended(MarketplaceIndex index, const Timer& timer);
  void hook_ended(MarketplaceIndex index, const Timer& timer);
  void ask(const Question& question);
  void order(const Operators::Order& order);
  /// Puts a timer off to the end of its owner's pause, or to its place in the line, if it is paused or slow.
  bool put_off(MarketplaceIndex index, const Timer& timer);

  // Faults (faults.cpp)
  void fault_begins(std::size_t fault);
  void fault_ends(std::size_t fault);
  void fault_event(std::size_t fault, check::EventKind kind);
  /// What the scenario gives for a single message comes about.
  void message_event(std::string_view label);
  void calm();
  void boot(MarketplaceIndex index);
  [[nodiscard]] LocalClock draw_clock(MarketplaceIndex index) const;
  void crash(MarketplaceIndex index, scenario::Keeps keeps = scenario::Keeps::any);
  void recover(MarketplaceIndex index);
  void pause(MarketplaceIndex index, GlobalTime until);
  void resume(MarketplaceIndex index);

  // Coming and going (members.cpp)
  void membership_changes(std::uint32_t change);
  /// It takes part, as far as anybody can know.
  [[nodiscard]] bool is_member(MarketplaceIndex index) const;
  /// A member, `wanted` if it can be, or else one after it that is open, or else any but `but`.
  [[nodiscard]] std::optional<MarketplaceIndex> some_member(MarketplaceIndex wanted, MarketplaceIndex but) const;
  bool start_newcomer(MarketplaceIndex index, MarketplaceIndex sponsor);
  // These are false when it has to be tried again later.
  bool ask_to_leave(MarketplaceIndex index);
  [[nodiscard]] bool is_noted_as_gone(MarketplaceId member) const;
  bool evict(MarketplaceId member, MarketplaceIndex by, MarketplaceIndex whose);
  void look_for_sponsors(MarketplaceId gone);
  void change_sponsor(MarketplaceIndex index);
  void evict_old(MarketplaceIndex index, MarketplaceId old);
  [[nodiscard]] std::vector<Product> own_products(MarketplaceIndex index) const;
  const std::vector<MarketplaceIndex>& audience(MarketplaceIndex index);
  /// Crashes, and loses all records or those after a backup.
  void lose_disk(MarketplaceIndex index, bool keeps_a_backup);
  /// Crashes, and a bit of what is durable flips.
  void flip_bits(MarketplaceIndex index);
  // Faults of one marketplace that goes on (process_faults.cpp)
  void process_fault_begins(const Fault& fault, GlobalTime end);
  void process_fault_ends(const Fault& fault);
  /// A fault has made a difference: `situation` is its name.
  void struck(MarketplaceIndex index, std::string_view situation);
  void change_clock(MarketplaceIndex index, const LocalClock& clock);
  void move_leases(MarketplaceIndex index);
  GlobalTime stand_in_line(MarketplaceIndex index);
  /// Whether the disk is full, so that no write succeeds that begins now.
  bool refuses_write(MarketplaceIndex index);
  [[nodiscard]] std::vector<bool> down_for_good() const;

  // Steps and their effects (steps.cpp)
  void step(MarketplaceIndex index, const Input& input);
  /// How many effects of each list have been performed.
  struct Performed {
    std::size_t deliveries = 0;
    std::size_t sends = 0;
    std::size_t replies = 0;
    std::size_t hooks = 0;
  };
  void perform(MarketplaceIndex index);
  void perform_made_before(RecordNumber record, MarketplaceIndex index, Performed& performed);
  void settle(MarketplaceIndex index);
  void take_own_message(MarketplaceIndex index);
  void stop(MarketplaceIndex index);
  void begin_write(MarketplaceIndex index);
  void end_write(MarketplaceIndex index);
  void perform_record(MarketplaceIndex index, Record& record);
  void perform(MarketplaceIndex index, const Delivery& delivery);
  void perform(MarketplaceIndex index, Send& send);
  void perform(MarketplaceIndex index, const Reply& reply);
  void perform(MarketplaceIndex index, const StartHook& hook);
  void depart(MarketplaceIndex index, const HeldSend& send);
  void post(MarketplaceIndex from, MarketplaceIndex to, kernel::Slot slot, MessageKind kind);
  /// `made`: as in the trace's `answer`.
  void answer(MarketplaceIndex index, const Reply& reply, std::uint64_t made);
  void start_hook(MarketplaceIndex index, const StartHook& hook);
  void want_alarm(MarketplaceIndex index);
  void set_alarm(MarketplaceIndex index, const std::optional<Alarm::Setting>& setting);

  /// The id under which the trace knows what this marketplace does.
  [[nodiscard]] MarketplaceId watched_as(MarketplaceIndex index) const {
    return processes_[index].is_double ? roster_.double_of(index) : roster_.id(index);
  }
  /// An event of this moment at a marketplace.
  [[nodiscard]] check::Event event(check::EventKind kind, MarketplaceIndex index) const;
  [[nodiscard]] LocalTime local(MarketplaceIndex index) const { return processes_[index].clock.read(now()); }
  void set_timer(GlobalTime at, MarketplaceIndex owner, const Timer& timer) {
    kernel_.set_timer({at.ns}, owner, timer);
  }

  chance::Chance chance_;
  Nemesis nemesis_;
  Roster roster_;
  kernel::Kernel<Envelope, Timer> kernel_;
  Network network_;
  Encoding encoding_;
  Hooks hooks_;
  Operators operators_;
  Buyers buyers_;
  RequestBook requests_;
  std::vector<Process> processes_;
  Pool<Running> running_;
  Trace trace_;
  scenario::Spread write_;
  std::vector<scenario::ClockSpec> clocks_;
  bool calm_ = false;
  /// Changes of the membership that are still to come.
  std::size_t members_to_change_ = 0;
  /// Faults of the plan that are on.
  std::vector<bool> applied_;
  /// In words, as the trace has them.
  std::vector<std::string> fault_labels_;
  std::vector<std::string> membership_labels_;
  std::uint64_t messages_ = 0;
  std::array<std::uint64_t, message_kinds> sent_{};

  // Reused from step to step.
  Effects effects_;
  /// Messages of the stepping marketplace to itself that have departed.
  std::vector<kernel::Slot> own_;
  std::size_t own_taken_ = 0;
};

}  // namespace feira::sim
