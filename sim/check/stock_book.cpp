#include "sim/check/stock_book.hpp"

namespace feira::check {

void StockBook::decided(Moment now, const LedgerEntry& entry, const Directory& names) {
  Book& of = book(entry.product);
  const std::int64_t before = of.left;
  std::int64_t sold = 0;
  for (const Decision& decision : entry.decisions) {
    ++decisions_;
    if (decision.sold()) {
      sold += decision.purchase.quantity;
    } else {
      ++refused_;
    }
  }
  of.sold += sold;
  of.left = entry.stock;
  if (before - sold < 0 || entry.stock > before - sold) {
    oversell_.add(now, names.product_id(entry.product),
                  std::to_string(sold) + " of " + names.text_of_product(entry.product) + " were sold of " +
                      std::to_string(before) + " left, and " + std::to_string(entry.stock) + " are said to remain",
                  {of.last, entry.event});
  } else {
    check_stock(now, entry, of, names);
  }
  check_balance(now, entry, of, names);
}

void StockBook::changed(Moment now, const LedgerEntry& entry, const Directory& names) {
  Book& of = book(entry.product);
  const std::int64_t before = of.left;
  of.left = entry.stock;
  switch (entry.change) {
    case ChangeKind::registered:
    case ChangeKind::restocked:
      of.brought += entry.quantity;
      break;
    case ChangeKind::withdrawn:
      of.withdrawn += entry.quantity;
      break;
    case ChangeKind::repriced:
      break;
    case ChangeKind::removed:
      // The state after a removal may still show what was left, or nothing.
      of.withdrawn += entry.quantity - entry.stock;
      if (entry.quantity != before) of.brought += 1;  // names another number than was left: cannot balance
      break;
  }
  check_stock(now, entry, of, names);
  check_balance(now, entry, of, names);
}

Verdict StockBook::oversell_verdict(const Directory& names) const {
  std::string summary;
  if (products_.size() == 1) {
    summary = std::to_string(products_[0].sold) + " of " + std::to_string(products_[0].brought) + " " +
              names.text_of_product(0) + " sold, " + std::to_string(refused_) + " refused";
  } else {
    std::int64_t sold = 0;
    std::int64_t brought = 0;
    for (const Book& of : products_) {
      sold += of.sold;
      brought += of.brought;
    }
    summary = std::to_string(sold) + " of " + std::to_string(brought) + " pieces sold, " + std::to_string(refused_) +
              " refused";
  }
  return {Property::no_oversell, oversell_.holds(), summary, decisions_, oversell_.first()};
}

Verdict StockBook::conservation_verdict() const {
  return {Property::conservation, conservation_.holds(), counted(records_, "record") + " balanced", records_,
          conservation_.first()};
}

StockBook::Book& StockBook::book(Ware product) {
  if (products_.size() <= product) products_.resize(product + 1);
  return products_[product];
}

void StockBook::check_stock(Moment now, const LedgerEntry& entry, const Book& book, const Directory& names) {
  if (entry.stock >= 0) return;
  oversell_.add(now, names.product_id(entry.product),
                "the stock of " + names.text_of_product(entry.product) + " fell to " + std::to_string(entry.stock),
                {book.last, entry.event});
}

void StockBook::check_balance(Moment now, const LedgerEntry& entry, Book& book, const Directory& names) {
  ++records_;
  if (book.brought != book.sold + book.withdrawn + book.left) {
    conservation_.add(now, names.product_id(entry.product),
                      names.text_of_product(entry.product) + ": " + std::to_string(book.brought) +
                          " registered and restocked, but " + std::to_string(book.sold) + " sold, " +
                          std::to_string(book.withdrawn) + " withdrawn and " + std::to_string(book.left) + " left",
                      {book.last, entry.event});
    book.brought = book.sold + book.withdrawn + book.left;  // so that one error is not told again at each record
  }
  book.last = entry.event;
}

}  // namespace feira::check
