// What was observed of each interest: when it was made, its clock as recorded, its past by happens-before, and how far
// it came. An interest that a crash took back makes room for the next of its number.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/identity.hpp"
#include "sim/check/directory.hpp"

namespace feira::check {

struct InterestFacts {
  Ware product = none;
  bool durable = false;
  /// The owner has made a last word on it.
  bool closed = false;
  /// The owner's latest grant to it has been answered by a commit or a release.
  bool grant_answered = false;
  /// Event numbers, zero for never: made; first granted (departed); first accepted commit (durable).
  std::uint64_t made = 0;
  std::uint64_t granted = 0;
  std::uint64_t committed = 0;
  /// The owner's word that it has ended left.
  std::uint64_t ended = 0;
};

class Interests {
 public:
  explicit Interests(std::uint32_t members) : members_(members), origins_(members) {}

  /// Null when it was never made.
  [[nodiscard]] InterestFacts* find(InterestRef ref) {
    if (ref.origin >= members_ || ref.number - 1 >= origins_[ref.origin].facts.size()) return nullptr;
    InterestFacts& facts = origins_[ref.origin].facts[ref.number - 1];
    return facts.made == 0 ? nullptr : &facts;
  }
  [[nodiscard]] const InterestFacts* find(InterestRef ref) const { return const_cast<Interests*>(this)->find(ref); }
  /// Numbers of `origin` are at most this.
  [[nodiscard]] std::uint32_t count(Dense origin) const {
    return static_cast<std::uint32_t>(origins_[origin].facts.size());
  }
  /// The event that made it, zero when it was never made.
  [[nodiscard]] std::uint64_t made(InterestRef ref) const {
    const InterestFacts* facts = find(ref);
    return facts == nullptr ? 0 : facts->made;
  }

  /// The number follows those that the origin has made, or names one that was taken back.
  InterestFacts& make(InterestRef ref, std::span<const std::uint32_t> past);
  /// A crash took it back: it was never made.
  void forget(InterestRef ref) {
    if (InterestFacts* facts = find(ref)) *facts = {};
  }
  /// Where its clock is to be written.
  [[nodiscard]] std::uint32_t* clock_of(InterestRef ref) { return &origins_[ref.origin].clocks[place(ref)]; }

  /// By origin: the latest interest that happened before it, its own number at its own origin. It must have been made.
  [[nodiscard]] const std::uint32_t* past(InterestRef ref) const { return &origins_[ref.origin].pasts[place(ref)]; }
  [[nodiscard]] const std::uint32_t* clock(InterestRef ref) const { return &origins_[ref.origin].clocks[place(ref)]; }
  [[nodiscard]] std::uint32_t members() const { return members_; }

  /// Both must have been made.
  [[nodiscard]] bool happened_before(InterestRef a, InterestRef b) const {
    return a != b && past(b)[a.origin] >= a.number;
  }
  /// By their clocks as recorded.
  [[nodiscard]] bool clock_less(InterestRef a, InterestRef b) const;

 private:
  struct Origin {
    std::vector<InterestFacts> facts;
    std::vector<std::uint32_t> pasts;   // `members_` for each
    std::vector<std::uint32_t> clocks;  // likewise
  };

  [[nodiscard]] std::size_t place(InterestRef ref) const { return std::size_t{ref.number - 1} * members_; }

  std::uint32_t members_;
  std::vector<Origin> origins_;
};

}  // namespace feira::check
