// Steps by number. Sites, messages and books are kept once each; what an input makes of a site is worked out once and
// remembered, because the core is a pure function: from then on a step is a look-up. There are far fewer states of one
// marketplace than of the world, and nearly all steps of an exploration have been seen before.
//
// The store is shared by all threads, the memory of steps is each thread's own.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "sim/search/explore/interned.hpp"
#include "sim/search/explore/stage.hpp"

namespace feira::explore {

struct SiteEntry {
  Site value;
  std::uint64_t relative = 0;  // its hash relative to the moment `at`
  Number at = 0;
  // What is looked at in every state.
  std::uint32_t hooks = 0;
  std::uint64_t outside = 0;  // clients that have not asked, a bit each
  bool waits = false;         // a client has asked and has no answer
  bool undurable = false;
  LocalTime wake;
};

struct ParcelEntry {
  Parcel value;
  std::uint64_t exact = 0;
  std::uint64_t relative = 0;
  Number at = 0;
};

struct BookEntry {
  Book value;
  std::uint64_t hash = 0;
};

struct Store {
  explicit Store(Setting the_setting) : setting(std::move(the_setting)) {}

  Number add(Site&& site, Number at);
  Number add(Parcel&& parcel, Number at);
  Number add(Book&& book);
  Number add_time(LocalTime time);

  Setting setting;
  Interned<SiteEntry> sites;
  Interned<ParcelEntry> parcels;
  Interned<BookEntry> books;
  Interned<LocalTime> times;
};

enum class Move : std::uint8_t { deliver, lose, duplicate, ask, confirm, decline, durable, crash, timer };

/// What a move of one marketplace leads to.
struct Result {
  Number site = 0;
  Number book = 0;
  std::uint32_t first_sent = 0;
  std::uint32_t sent = 0;
  /// Of `Stepper::outcome`, or nothing that concerns others and nothing wrong.
  std::uint32_t outcome = UINT32_MAX;
  /// A message that changes nothing, and would not later.
  bool dead = false;
};

class Stepper {
 public:
  explicit Stepper(Store& store) : store_(store), stage_(store.setting) { slots_.resize(1U << 12U); }

  /// `subject`: a parcel, a client's or a hook's place, how many records survive. The reference is good until the next
  /// call.
  const Result& step(Dense me, Number site, Number book, Number time, Move move, std::uint32_t subject);
  [[nodiscard]] std::span<const Number> sent(const Result& result) const {
    return {sent_.data() + result.first_sent, result.sent};
  }
  [[nodiscard]] const Outcome& outcome(const Result& result) const { return outcomes_[result.outcome]; }

  [[nodiscard]] std::uint64_t relative_site(Number site, Number time);
  [[nodiscard]] std::uint64_t relative_parcel(Number parcel, Number time);

  [[nodiscard]] std::size_t bytes() const;
  [[nodiscard]] std::size_t remembered() const { return results_.size(); }

 private:
  struct Key {
    Number site = 0;
    Number book = 0;
    Number time = 0;
    std::uint32_t subject = 0;
    Move move = Move::deliver;
    Dense me = 0;
    friend bool operator==(const Key&, const Key&) = default;
  };
  struct Slot {
    Key key;
    std::uint32_t result = 0;  // plus one
  };
  struct Shifted {
    std::uint64_t key = 0;
    std::uint64_t hash = 0;
  };

  [[nodiscard]] static std::uint64_t hash(const Key& key);
  void grow();
  Result work_out(const Key& key);
  [[nodiscard]] bool is_dead(const Key& key, const Result& result) const;
  template <class WorkOut>
  std::uint64_t shifted(std::uint64_t key, WorkOut&& work_out);

  Store& store_;
  Stage stage_;
  std::vector<Slot> slots_;
  std::vector<Result> results_;
  std::vector<Number> sent_;
  std::vector<Outcome> outcomes_;
  std::vector<Shifted> shifted_;
  std::size_t shifted_used_ = 0;
  Outcome outcome_;
};

}  // namespace feira::explore
