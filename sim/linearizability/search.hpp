// The search for a linearization of one object's history.
//
// It walks along the history once and keeps the set of configurations in which the history so far can have ended: just
// in time linearization (Lowe, "Testing for linearizability", 2017) of Wing and Gong's search (1993). At the return of
// an operation only those configurations survive in which it has taken effect, and it is forgotten, so configurations
// speak of open operations only: time and memory are linear in the length for a fixed number of clients. What keeps the
// set small, each at no loss:
//
//  - Outcomes are known from the start, since the whole history is.
//  - An observation changes nothing, so it is done as soon as some state suits it.
//  - An operation that is possible in all states may have taken effect just before one that overwrites, without a
//    trace: when an overwriting one takes effect, all such open ones become free (see `Configuration`) instead of
//    branching over which of them did. The same when taking effect now would change nothing.
//  - A configuration that another one dominates is dropped.
//  - Of open operations that do the same, the one that returns first goes first: a continuation that uses the other one
//    first works as well with the two exchanged. Not so if the first is free and the other one is owed.
//  - States that nobody can tell apart any more are one state (`settle` of the model).
//  - Updates take effect at the last moment, at a return; and before the one that returns only if that matters (see
//    `reducible`).
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "sim/linearizability/bits.hpp"
#include "sim/linearizability/configurations.hpp"
#include "sim/linearizability/effect.hpp"
#include "sim/linearizability/history.hpp"
#include "sim/linearizability/verdict.hpp"

namespace feira::linearizability {

template <class Model, std::size_t Words>
class Search {
 public:
  /// `budget` is drawn upon. From step `trail_from` of the object's history on, it is kept in what order operations
  /// took effect.
  Search(const History& history, const Object& object, Budget& budget, std::size_t trail_from = SIZE_MAX)
      : history_(history), object_(object), budget_(budget), trail_from_(trail_from), model_(history, object) {}

  /// `progress` is told now and then how many steps have been taken.
  template <class Progress>
  Finding run(Progress&& progress) {
    Config first;
    first.state = model_.initial();
    configurations_.assign(1, first);
    for (std::size_t i = 0; i < object_.steps.size(); ++i) {
      if (i % progress_every == 0) progress(i);
      const Step step = object_.steps[i];
      const std::uint32_t operation = step.operation();
      if (i == trail_from_) begin_trail();
      const bool survives = step.returns() ? returned(operation) : invoked(operation);
      if (over_budget_) return {Answer::unknown, i, operation, over_budget_};
      if (!survives) return {Answer::violated, i, operation, nullptr};
    }
    return {Answer::linearizable, object_.steps.size(), 0, nullptr};
  }

  /// After a violation: how the history before the return that cannot be placed can have come about.
  [[nodiscard]] Explanation explain() const {
    Explanation explanation;
    const Config& shown = configurations_.front();
    std::uint32_t at = shown.trail;
    for (; trail_[at].before != no_trail; at = trail_[at].before) {
      explanation.order.push_back({trail_[at].operation, trail_[at].maybe});
    }
    explanation.from = model_.known(trail_from_states_[at]);
    std::reverse(explanation.order.begin(), explanation.order.end());
    used_.each([&](std::size_t slot) {
      explanation.open.push_back({slots_[slot].operation, shown.done.has(slot), shown.ready.has(slot)});
    });
    std::sort(explanation.open.begin(), explanation.open.end(),
              [](const OpenOperation& a, const OpenOperation& b) { return a.operation < b.operation; });
    return explanation;
  }

 private:
  using State = typename Model::State;
  using Compiled = typename Model::Compiled;
  using Config = Configuration<State, Words>;

  static constexpr std::size_t progress_every = 4096;

  struct Slot {
    std::uint32_t operation = 0;
    Place returned = never;
    Compiled compiled;
    Bits<Words> better;  // those that do the same and return earlier
  };

  /// A configuration before the returning operation has taken effect at this return.
  struct Node : Config {
    /// The returning operation is to be tried here; not so where a shorter way does as well.
    bool try_here = true;
  };

  struct Trail {
    std::uint32_t before;
    std::uint32_t operation;
    bool maybe;
  };

  // The trail's first nodes stand for the configurations with which it begins.
  void begin_trail() {
    recording_ = true;
    for (Config& config : configurations_) {
      config.trail = static_cast<std::uint32_t>(trail_.size());
      trail_.push_back({no_trail, 0, false});
      trail_from_states_.push_back(config.state);
    }
  }

  // --- invokes ---

  bool invoked(std::uint32_t number) {
    const Operation& operation = history_.operations[number];
    model_.advance(operation.invoked);
    now_ = operation.invoked;
    const Compiled compiled = model_.compile(operation);
    if (compiled.effect == Effect::none) return true;
    const std::size_t slot = used_.lowest_missing();
    if (slot == used_.capacity) return give_up(too_many_open);
    used_.add(slot);
    slots_[slot].operation = number;
    slots_[slot].returned = operation.returned;
    slots_[slot].compiled = compiled;
    kinds(compiled.effect).add(slot);
    if (compiled.effect != Effect::observation) compare_with_others(slot);
    for (Config& config : configurations_) {
      if (compiled.effect != Effect::observation) config.ready.add(slot);
      if (!operation.returns()) config.done.add(slot);
      refresh(config);
    }
    return true;
  }

  Bits<Words>& kinds(Effect effect) {
    if (effect == Effect::observation) return observations_;
    return effect == Effect::conditional ? conditional_ : unconditional_;
  }

  void compare_with_others(std::size_t slot) {
    Slot& mine = slots_[slot];
    mine.better.clear();
    (used_ - observations_).each([&](std::size_t other) {
      if (other == slot || !(slots_[other].compiled == mine.compiled)) return;
      if (slots_[other].returned < mine.returned) {
        mine.better.add(other);
      } else if (mine.returned < slots_[other].returned || slot < other) {
        slots_[other].better.add(slot);
      } else {
        mine.better.add(other);  // neither ever returns
      }
    });
  }

  // --- returns ---

  bool returned(std::uint32_t number) {
    const Operation& operation = history_.operations[number];
    std::size_t slot = used_.capacity;
    static_cast<void>(used_.any([&](std::size_t used) {
      if (slots_[used].operation != number) return false;
      slot = used;
      return true;
    }));
    if (slot == used_.capacity) return true;  // it cannot matter
    // Until it is gone, the place is the one before.
    now_ = operation.returned - 1;
    nodes_.clear();
    next_.clear();
    for (const Config& config : configurations_) {
      if (config.done.has(slot)) collect(config, slot, operation.returned);
      if (config.ready.has(slot) || !config.done.has(slot)) add_node({config, true});
    }
    for (std::size_t i = 0; i < nodes_.size() && over_budget_ == nullptr; ++i) {
      if (nodes_.is_alive(i)) explore(Node(nodes_[i]), slot, operation.returned);
    }
    if (over_budget_ != nullptr) return false;
    if (next_.alive() == 0) return false;
    configurations_.clear();
    for (std::size_t i = 0; i < next_.size(); ++i) {
      if (next_.is_alive(i)) configurations_.push_back(next_[i]);
    }
    model_.forget(slots_[slot].compiled);
    remove(slot);
    return true;
  }

  void explore(const Node& node, std::size_t slot, Place returned) {
    const Compiled& returning = slots_[slot].compiled;
    const bool observes = returning.effect == Effect::observation;
    const bool possible = !observes && is_possible(returning, node.state);
    if (possible && node.try_here) {
      Config after = node;
      take_effect(after, slot);
      collect(after, slot, returned);
    }
    const bool shortcut = possible && reducible(returning);
    const Bits<Words> detour = worth_a_detour(returning);
    if (shortcut && (detour - node.done).empty()) return;
    node.ready.each([&](std::size_t other) {
      if (other == slot || !spend(1) || outdone(node, other)) return;
      if (!is_possible(slots_[other].compiled, node.state)) return;
      Node after = node;
      const Bits<Words> fresh = take_effect(after, other);
      if (observes && after.done.has(slot)) return collect(after, slot, returned);
      after.try_here = !shortcut || fresh.meets(detour);
      add_node(after);
    });
  }

  /// Whether an operation of this kind, when possible at once, need not wait for others that leave no trace. With x
  /// before it and x after it the same state is reached (the model says so), or x becomes free instead of done (when it
  /// overwrites): either way, taking effect at once and leaving x for later loses nothing, unless the state in between
  /// suits an observation, or x is such that its effect cannot be hidden.
  static constexpr bool reducible(const Compiled& update) {
    return Model::commutes(update) || update.effect == Effect::overwrites;
  }

  /// What must have come newly out of others for them to be worth going first, given a reducible operation.
  [[nodiscard]] Bits<Words> worth_a_detour(const Compiled& update) const {
    return Model::commutes(update) ? observations_ : observations_ | conditional_;
  }

  [[nodiscard]] bool outdone(const Config& config, std::size_t slot) const {
    const Bits<Words> better = slots_[slot].better & config.ready;
    return config.done.has(slot) ? !better.empty() : !(better - config.done).empty();
  }

  static bool is_possible(const Compiled& update, State state) { return Model::apply(update, state); }

  // --- configurations ---

  /// The operation in `slot`, which is possible, takes effect. Returns what is newly done by that, but for what became
  /// free.
  Bits<Words> take_effect(Config& config, std::size_t slot) {
    const Bits<Words> done_before = config.done;
    const Slot& taken = slots_[slot];
    config.ready.remove(slot);
    Bits<Words> freed;
    if (taken.compiled.effect == Effect::overwrites) {
      freed = (config.ready & unconditional_) - config.done;
      config.done = config.done | freed;
      if (recording_) freed.each([&](std::size_t hidden) { note(config, hidden, true); });
    }
    config.done.add(slot);
    Model::apply(taken.compiled, config.state);
    if (recording_) note(config, slot, false);
    refresh(config);
    return (config.done - done_before) - freed;
  }

  /// Makes done what suits the state, and free what would not change it.
  void refresh(Config& config) {
    (observations_ - config.done).each([&](std::size_t slot) {
      if (!Model::holds(slots_[slot].compiled, config.state)) return;
      config.done.add(slot);
      if (recording_) note(config, slot, false);
    });
    config.state = settled(config, config.state);
    ((unconditional_ & config.ready) - config.done).each([&](std::size_t slot) {
      State after = config.state;
      Model::apply(slots_[slot].compiled, after);
      if (!(settled(config, after) == config.state)) return;
      config.done.add(slot);
      if (recording_) note(config, slot, true);
    });
  }

  [[nodiscard]] State settled(const Config& config, const State& state) const {
    return model_.settle(state, now_, [&](const auto& test) {
      return (observations_ - config.done).any([&](std::size_t slot) { return test(slots_[slot].compiled); });
    });
  }

  void add_node(const Node& node) {
    spend(nodes_.insert(node));
    check_memory();
  }

  /// A configuration in which the operation in `slot` is over.
  void collect(const Config& config, std::size_t slot, Place returned) {
    Config after = config;
    after.ready.remove(slot);
    const Place before = now_;
    now_ = returned;
    if (!(settled(after, after.state) == after.state)) refresh(after);
    now_ = before;
    after.done.remove(slot);
    spend(next_.insert(after));
    check_memory();
  }

  void remove(std::size_t slot) {
    used_.remove(slot);
    observations_.remove(slot);
    conditional_.remove(slot);
    unconditional_.remove(slot);
    used_.each([&](std::size_t other) { slots_[other].better.remove(slot); });
  }

  void note(Config& config, std::size_t slot, bool maybe) {
    trail_.push_back({config.trail, slots_[slot].operation, maybe});
    config.trail = static_cast<std::uint32_t>(trail_.size() - 1);
  }

  // --- budget ---

  bool spend(std::uint64_t steps) {
    if (budget_.steps < steps) return give_up(out_of_steps);
    budget_.steps -= steps;
    return true;
  }
  void check_memory() {
    if (nodes_.bytes() + next_.bytes() + trail_.capacity() * sizeof(Trail) > budget_.memory) give_up(out_of_memory);
  }
  bool give_up(const char* why) {
    over_budget_ = why;
    return false;
  }

  const History& history_;
  const Object& object_;
  Budget& budget_;
  std::size_t trail_from_;
  Model model_;

  std::vector<Slot> slots_ = std::vector<Slot>(Bits<Words>::capacity);
  Bits<Words> used_;
  Bits<Words> observations_;
  Bits<Words> conditional_;
  Bits<Words> unconditional_;

  std::vector<Config> configurations_;
  ConfigurationSet<Node, typename Model::Hash> nodes_;
  ConfigurationSet<Config, typename Model::Hash> next_;
  Place now_ = 0;
  bool recording_ = false;
  std::vector<Trail> trail_;
  std::vector<State> trail_from_states_;
  const char* over_budget_ = nullptr;
};

}  // namespace feira::linearizability
