// linearizable: each product's client history, as a stock with conditional decrement, is linearizable (Herlihy and Wing
// 1990; Wing and Gong 1993; Lowe 2017).
//
// The operations are what clients asked and were told, never what the owner says of itself:
//  - a purchase, (product, key), from the first time it is asked for to the first time that anybody is told its
//    decision; retries with the key are the same operation. Sold: there was enough, and it is taken. Sold out: there
//    was a product, with too few. Removed: there was no product. Any other refusal took nothing and says nothing about
//    the stock. One that nobody was told of may have been decided or not;
//  - the owner's changes, from question to answer: registration, restock, withdrawal, removal.
//
// A linearization is known in advance: the order of the owner's durable records, each taking effect when it was made.
// This *witness* is checked as the records come, and proves the history linearizable; that costs a comparison or two
// for each decision. Where the witness fails (the owner oversells, is told before it decides, loses what it told, ...)
// nothing is proved: then the product's whole history is searched at the end. A search that is given up is no
// violation; the verdict says how many were.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/effect.hpp"
#include "core/input.hpp"
#include "sim/check/directory.hpp"
#include "sim/check/ledger.hpp"
#include "sim/check/property.hpp"
#include "sim/check/purchases.hpp"

namespace feira::check {

class Linearizable {
 public:
  /// A change is asked for. `product` is `none` for a registration that does not name one.
  void asked(Moment now, std::uint32_t question, Ware product, const Change& change);
  /// It was made, as `version`.
  void answered(Moment now, std::uint32_t question, Ware product, Version version);
  void refused(Moment now, std::uint32_t question, ChangeRefusal reason);

  /// The operator of `owner` asks it to leave: a removal of each of its products, which nobody answers.
  void leaves(Moment now, Dense owner, const Directory& names);

  /// A decision, made at event `made`, became durable; `facts` does not know it yet.
  void decided(const PurchaseFacts& facts, const Decision& decision, std::uint64_t made);
  /// A record with the owner's own change became durable.
  void changed(const LedgerEntry& entry);
  /// A client was told a decision; `facts` does not know it yet.
  void told(Moment now, const PurchaseFacts& facts, const Decision& decision, const Directory& names);
  /// A crash took back the record that decided this purchase.
  void taken_back(const PurchaseFacts& facts);

  /// The run is over: what the witnesses do not prove is searched.
  void finish(Moment now, const Purchases& purchases, const Directory& names);

  [[nodiscard]] const Findings& findings() const { return findings_; }
  [[nodiscard]] Verdict verdict() const;

 private:
  enum class Answer : std::uint8_t { missing, made, too_few, no_product, other };

  /// A question of an operator.
  struct Asked {
    std::uint32_t question = none;
    Ware product = none;
    ChangeKind kind = ChangeKind::registered;
    std::int64_t pieces = 0;
    std::uint64_t asked = 0;
    std::uint64_t answered = 0;
    Answer answer = Answer::missing;
    /// Whether a record is taken to be the one that it led to.
    bool has_record = false;
    // Between question and answer, by the witness: the least stock while there was a product, and whether there was
    // a time when there was none.
    std::int64_t least = INT64_MAX;
    bool saw_none = false;
  };
  /// A change as the owner recorded it.
  struct Recorded {
    Version version = 0;
    std::uint64_t event = 0;
    ChangeKind kind = ChangeKind::registered;
    std::int64_t pieces = 0;
    bool has_question = false;
  };
  /// The witness of one product.
  struct Shelf {
    std::int64_t stock = -1;  // -1: no product
    /// The event at which the witness failed; zero: it stands.
    std::uint64_t failed = 0;
    std::uint32_t watched_by = 0;  // questions that are open
    std::vector<Recorded> records;
  };

  Shelf& shelf(Ware product);
  Asked* open_question(std::uint32_t question);
  void close(std::uint32_t question);
  static void fail(Shelf& shelf, std::uint64_t event);
  void moved(Ware product, const Shelf& shelf, std::uint64_t made);
  static void see(Asked& asked, const Shelf& shelf);
  void claim_what_was_never_answered();
  void search(Moment now, Ware product, const Purchases& purchases, const Directory& names);

  std::vector<Shelf> shelves_;  // by product
  std::vector<Asked> asked_;
  std::vector<std::uint32_t> open_;  // of `asked_`
  std::uint64_t placed_ = 0;
  std::uint64_t searched_ = 0;
  std::uint64_t given_up_ = 0;
  Findings findings_{Property::linearizable};
};

}  // namespace feira::check
