// What can happen next in a state, and where each of it leads.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "sim/search/explore/state.hpp"
#include "sim/search/explore/stepper.hpp"

namespace feira::explore {

/// One of the things that can happen next.
struct Choice {
  Move move = Move::deliver;
  Dense site = 0;
  std::uint32_t subject = 0;  // as in `Stepper::step`
  Number parcel = 0;          // deliver, lose, duplicate
};

struct Reductions {
  /// Buyers who want the same at the same marketplace first ask in their order.
  bool symmetry = false;
  /// Messages that change nothing any more are delivered at once.
  bool partial_order = false;
};

class Moves {
 public:
  Moves(Store& store, Reductions reductions) : store_(store), stepper_(store), reductions_(reductions) {}

  /// All marketplaces are up, have registered what they sell and have heard one another's first heartbeats, and nothing
  /// is in flight. Times begin here.
  std::vector<Word> first_state();

  /// Calls `visit(choice, state, fingerprint, findings)` for each successor of `from`; `findings` may be null. `visit`
  /// returns whether to go on. The words of the successor are good during the call.
  template <class Visit>
  void successors(StateView from, Visit&& visit);

  /// Of what would be delivered next if time went on and nothing went wrong any more: whether all buyers get their
  /// answers and all replicas agree within the scenario's `settle`. For states in which nothing but a timer can come.
  [[nodiscard]] Findings judge_rest(StateView rest);

  /// Nothing is left to choose but faults and timers.
  [[nodiscard]] bool rests(StateView state) const;
  /// All of a state in 64 bits, times relative to its own; never zero.
  [[nodiscard]] std::uint64_t fingerprint(StateView state);
  /// Tells the choices of one state apart, the same whatever numbers things have.
  [[nodiscard]] std::uint64_t rank(const Choice& choice) const;
  [[nodiscard]] std::string text(StateView from, const Choice& choice) const;

  [[nodiscard]] const Store& store() const { return store_; }
  [[nodiscard]] Stepper& stepper() { return stepper_; }
  [[nodiscard]] Dense size() const { return store_.setting.size(); }

  /// Makes one choice. What is found to be wrong with it stands in `found` until the next call.
  std::vector<Word> made(StateView from, const Choice& choice);
  [[nodiscard]] const Findings& found() const { return findings_; }

 private:
  void list(StateView from, std::vector<Choice>& out);
  void list_timers(StateView from, std::vector<Choice>& out);
  void make(StateView from, const Choice& choice);
  void put(Number parcel);
  void take(Number parcel);
  void take_dead();
  void judge(Dense actor, const Outcome& outcome);
  void judge(Dense actor, const Seen& seen);
  void judge_replica(Dense actor, const Seen& seen);
  [[nodiscard]] bool all_well(StateView state) const;
  [[nodiscard]] std::uint32_t messages_at() const { return static_cast<std::uint32_t>(State::sites_at + size()); }

  Store& store_;
  Stepper stepper_;
  Reductions reductions_;
  std::vector<Word> next_;
  std::vector<Choice> choices_;
  Findings findings_;
};

template <class Visit>
void Moves::successors(StateView from, Visit&& visit) {
  choices_.clear();
  list(from, choices_);
  for (const Choice& choice : choices_) {
    make(from, choice);
    const StateView next(next_);
    if (!visit(choice, next, fingerprint(next), findings_.empty() ? nullptr : &findings_)) return;
  }
}

}  // namespace feira::explore
