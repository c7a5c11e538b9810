// no-oversell: the stock of a product is never below zero, and no decision sells more than is left.
// conservation: registered + restocked = sold + withdrawn + left, after each durable record.
//
// Both keep the same book of each product from its owner's durable records, so they stand together; what a removal
// takes off the shelf counts as withdrawn.
#pragma once

#include <cstdint>
#include <vector>

#include "sim/check/directory.hpp"
#include "sim/check/ledger.hpp"
#include "sim/check/property.hpp"

namespace feira::check {

class StockBook {
 public:
  /// A record with decisions became durable.
  void decided(Moment now, const LedgerEntry& entry, const Directory& names);
  /// A record with the owner's own change became durable.
  void changed(Moment now, const LedgerEntry& entry, const Directory& names);

  [[nodiscard]] const Findings& oversell() const { return oversell_; }
  [[nodiscard]] const Findings& conservation() const { return conservation_; }
  [[nodiscard]] Verdict oversell_verdict(const Directory& names) const;
  [[nodiscard]] Verdict conservation_verdict() const;

 private:
  struct Book {
    std::int64_t brought = 0;  // registered and restocked
    std::int64_t sold = 0;
    std::int64_t withdrawn = 0;
    std::int64_t left = 0;
    std::uint64_t last = 0;  // the event that made the last record
  };

  Book& book(Ware product);
  void check_stock(Moment now, const LedgerEntry& entry, const Book& book, const Directory& names);
  void check_balance(Moment now, const LedgerEntry& entry, Book& book, const Directory& names);

  std::vector<Book> products_;
  std::uint64_t decisions_ = 0;
  std::uint64_t refused_ = 0;
  std::uint64_t records_ = 0;
  Findings oversell_{Property::no_oversell};
  Findings conservation_{Property::conservation};
};

}  // namespace feira::check
