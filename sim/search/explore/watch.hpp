// What the properties need to remember of one marketplace, seen from outside as the checkers of sim/check see it: the
// compact part of them, without times, event numbers and counts of what was checked.
//
// It is a part of the state, and hashed with it: two states that are taken for one have the same futures, and get the
// same verdicts on them. In a run in which all is well nearly all of it follows from the marketplace's own state, so
// that it tells hardly any states apart.
//
// Here stand the rules that concern one marketplace: causal-delivery, grant-order, bounded-bypass, fencing,
// no-oversell, conservation, at-most-once and durable. Those that concern several look into the others' watches
// (judge.hpp).
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "core/effect.hpp"
#include "core/journal/record.hpp"
#include "sim/search/explore/book.hpp"
#include "sim/search/explore/counts.hpp"
#include "sim/search/explore/finding.hpp"

namespace feira::explore {

/// A critical section that this marketplace is inside of, or has left with a commit.
struct Section {
  ProductId product;
  FencingToken token;
  LocalTime until;
  bool inside = false;
  bool committed = false;
  template <class Hasher>
  void hash_into(Hasher& hasher) const {
    hasher.add(product, token, until, inside, committed);
  }
};

struct VersionMade {
  Product state;
  bool durable = false;
  template <class Hasher>
  void hash_into(Hasher& hasher) const {
    hasher.add(state, durable);
  }
};

class Watch {
 public:
  Watch(const Setting& setting, Dense me);

  [[nodiscard]] const Counts& known() const { return known_; }
  [[nodiscard]] const std::vector<Section>& sections() const { return sections_; }
  [[nodiscard]] const Decision* decision(ProductId product, IdempotencyKey key) const;
  [[nodiscard]] const std::vector<VersionMade>& versions() const { return versions_; }
  [[nodiscard]] Version replica(Dense owner) const { return replicas_[owner]; }

  void next_step();
  void received(const Counts& known) { known_.merge(known); }
  void delivered(InterestId interest, const Book& book, Findings& findings);
  void recorded(const Record& record, RecordNumber number, Book& book, Findings& findings);
  void durable(const Record& record, RecordNumber number, Book& book, Findings& findings);
  void grant_made(const Grant& grant, const Book& book, Findings& findings);
  void grant_left(const Grant& grant, const Book& book, Findings& findings);
  void last_word_made(const LastWord& word);
  void last_word_left(const LastWord& word);
  void section_left(ProductId product, FencingToken token, LocalTime now);
  void hook_started(const StartHook& hook, LocalTime now);
  /// What leaves now shows the records up to `number`.
  void shown(RecordNumber number) { shown_ = std::max(shown_, number); }
  /// All records but these are lost.
  void crashed(std::span<const Record> survive, Book& book, Findings& findings);

  template <class Hasher>
  void hash_into(Hasher& hasher) const {
    hasher.add(known_, passed_, passed_by_itself_, shelves_, sections_, versions_, replicas_, marks_);
    if (!marks_.empty()) hasher.add(shown_);
  }

 private:
  /// An interest that waits for one of the own products.
  struct Waiting {
    InterestId interest;
    std::uint32_t passed_by = 0;  // origins with a later interest that was granted before it
    bool granted = false;         // the grant is made and has not left
    bool fresh = true;            // delivered in this step
    template <class Hasher>
    void hash_into(Hasher& hasher) const {
      hasher.add(interest, passed_by, granted);
    }
  };
  struct Fact {
    InterestId interest;
    bool granted = false;
    bool closed = false;
    bool committed = false;
    bool ended = false;
    template <class Hasher>
    void hash_into(Hasher& hasher) const {
      hasher.add(interest, granted, closed, committed, ended);
    }
  };
  /// An own product.
  struct Shelf {
    ProductId product;
    std::int64_t brought = 0;
    std::int64_t sold = 0;
    std::int64_t withdrawn = 0;
    std::int64_t left = 0;
    std::optional<FencingToken> accepted;
    Counts granted;    // by origin, the latest that is or happened before one that was granted
    Counts committed;  // likewise
    std::vector<Waiting> queue;
    std::vector<Fact> facts;
    std::vector<Decision> decisions;
    template <class Hasher>
    void hash_into(Hasher& hasher) const {
      hasher.add(product, brought, sold, withdrawn, left, accepted, granted, committed, queue, facts, decisions);
    }
  };
  /// What was known when a record was made: for crashes.
  struct Mark {
    RecordNumber number = 0;
    Counts known;
    Counts passed;
    std::uint32_t passed_by_itself = 0;
    template <class Hasher>
    void hash_into(Hasher& hasher) const {
      hasher.add(number, known, passed, passed_by_itself);
    }
  };

  Shelf& shelf(ProductId product);
  static Fact& fact(Shelf& shelf, InterestId interest);
  void first_in_order(Counts& latest, InterestId interest, const char* verb, const Shelf& shelf, const Book& book,
                      Findings& findings) const;
  void decided(const Decided& record, Book& book, Findings& findings);
  void changed(const ProductChanged& record, Findings& findings);
  void balance(const Shelf& shelf, Findings& findings) const;
  void end_sections(LocalTime now);

  const Setting* setting_;
  Dense me_;
  Counts known_;
  Counts passed_;  // by origin, the latest that is or happened before one that was delivered here
  std::uint32_t passed_by_itself_ = 0;
  std::vector<Shelf> shelves_;
  std::vector<Section> sections_;
  std::vector<VersionMade> versions_;
  std::vector<Version> replicas_;
  std::vector<Mark> marks_;  // from the last durable record on; empty where nobody crashes
  RecordNumber shown_ = 0;
};

}  // namespace feira::explore
