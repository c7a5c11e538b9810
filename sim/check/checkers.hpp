// All checkers of a run, fed event by event.
//
// `observe` only decides who needs an event; what is known of interests, purchases, products and questions stands here
// once, and each property is an object of its own that is handed these facts. A plain value: copies go on
// independently. Nothing is allocated in the steady state, apart from what is remembered of each interest, purchase and
// question.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "sim/check/at_most_once.hpp"
#include "sim/check/atomic.hpp"
#include "sim/check/bounded_bypass.hpp"
#include "sim/check/catalogue_history.hpp"
#include "sim/check/causal_delivery.hpp"
#include "sim/check/client_history.hpp"
#include "sim/check/clock_condition.hpp"
#include "sim/check/copies.hpp"
#include "sim/check/departures.hpp"
#include "sim/check/directory.hpp"
#include "sim/check/durable.hpp"
#include "sim/check/event.hpp"
#include "sim/check/fencing.hpp"
#include "sim/check/grant_order.hpp"
#include "sim/check/happens_before.hpp"
#include "sim/check/interests.hpp"
#include "sim/check/ledger.hpp"
#include "sim/check/linearizable.hpp"
#include "sim/check/liveness.hpp"
#include "sim/check/mutual_exclusion.hpp"
#include "sim/check/property.hpp"
#include "sim/check/purchases.hpp"
#include "sim/check/repair.hpp"
#include "sim/check/single_writer.hpp"
#include "sim/check/situations.hpp"
#include "sim/check/stock_book.hpp"

namespace feira::check {

class Checkers {
 public:
  /// All members, sorted by id, and the numbers of the protocol that they follow.
  explicit Checkers(std::vector<Member> members, const Options& options = {});

  /// Events come in the order of their numbers.
  void observe(const Event& event);
  /// The run is over: what is judged at the end is judged now. Call once.
  void finish(const Ending& ending);

  /// One for each property, in the order of `Property`.
  [[nodiscard]] std::array<Verdict, property_count> verdicts() const;
  /// Whether any property is violated so far.
  [[nodiscard]] bool all_hold() const;
  [[nodiscard]] const Situations& situations() const { return situations_; }
  [[nodiscard]] const HappensBefore& happens_before() const { return happens_before_; }
  [[nodiscard]] const Interests& interests() const { return interests_; }
  [[nodiscard]] const Directory& directory() const { return names_; }

 private:
  /// `process` takes a new input: its step before is over.
  void next_step(Dense process) {
    situations_.next_step(process);
    repair_.next_step(process);
  }
  void on_send(const Event& event, Dense process);
  void on_receive(const Event& event, Dense process);
  void on_record(const Event& event, Dense process);
  void on_durable(const Event& event, Dense process);
  void on_crash(const Event& event, Dense process);
  void on_new_life(const Event& event, Dense process);
  void on_deliver(const Event& event, Dense process);
  void on_hook_start(const Event& event, Dense process);
  void on_lease_moved(const Event& event, Dense process);
  void on_invoke(const Event& event, Dense process);
  void on_answer(const Event& event, Dense process);

  void note(const InterestMade& made, const Event& event, Dense process, LedgerEntry& entry);
  void note(const Decided& decided, const Event& event, Dense process, LedgerEntry& entry);
  void note(const ProductChanged& changed, const Event& event, Dense process, LedgerEntry& entry);

  [[nodiscard]] std::pair<Dense, RecordNumber> maker(Dense process, RecordNumber number, Ware product) const;
  void happened(Moment now, Dense process, const LedgerEntry& entry);
  void decisions_happened(Moment now, const LedgerEntry& entry);
  void taken_back(const LedgerEntry& entry);

  void delivered(Moment now, Dense process, InterestRef interest, const InterestFacts& facts);
  void granted(Moment now, Ware product, InterestRef interest);
  /// Something left `process` that was made just now: it shows all records made before.
  void shown(Moment now, Dense process);
  void told(Moment now, Ware product, const IdempotencyKey& key);
  void last_word(const LastWord& word, const Event& event, Dense process);
  /// The owner's word that `interest` has ended left at `event`.
  void ended(std::uint64_t event, InterestRef interest);
  void answer_decided(Moment now, Question& question, const Decision& decision);
  void change_answered(Moment now, std::uint32_t question, const ChangeMade& made);

  [[nodiscard]] Dense owner_of(Ware product) const { return names_.of(names_.product_id(product).owner); }

  Directory names_;
  HappensBefore happens_before_;
  Interests interests_;
  Purchases purchases_;
  Ledger ledger_;
  Departures departures_;
  CatalogueHistory catalogues_;
  ClientHistory history_;
  Copies copies_;
  Situations situations_;
  std::vector<bool> gone_;  // who was evicted or has left

  MutualExclusion mutual_exclusion_;
  Fencing fencing_;
  StockBook stock_book_;
  AtMostOnce at_most_once_;
  Atomic atomic_;
  DurableAcknowledgements durable_;
  ClockCondition clock_condition_;
  CausalDelivery causal_delivery_;
  GrantOrder grant_order_;
  SingleWriter single_writer_;
  Answered answered_;
  Convergence convergence_;
  BoundedBypass bounded_bypass_;
  Repair repair_;
  Linearizable linearizable_;

  /// A delivery of an own interest whose record follows in the same step.
  struct EarlyDelivery {
    Moment at;
    InterestRef interest;
  };

  /// The last record that effects wait for, and the event that made it.
  struct LastRecord {
    RecordNumber number = 0;
    std::uint64_t event = 0;
  };

  std::vector<LastRecord> last_records_;
  std::vector<EarlyDelivery> early_deliveries_;
  std::vector<std::uint64_t> section_passed_;  // by product: the latest grant or decision, an event number
  std::vector<std::uint32_t> open_changes_;    // questions
  std::vector<std::uint8_t> boots_;            // it starts or recovers, and has not said so in a record yet
  std::uint64_t last_event_ = 0;
  bool calm_ = false;
};

}  // namespace feira::check
