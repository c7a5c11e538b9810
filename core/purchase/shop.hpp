// The owner's side of purchases: its sales books and the changes of its own products. Only here is a purchase decided,
// once, by the stock at that moment, in one durable record with the new stock and version.
#pragma once

#include <vector>

#include "core/catalogue/catalogue.hpp"
#include "core/input.hpp"
#include "core/purchase/sales_book.hpp"
#include "core/step.hpp"

namespace feira {

class Shop {
 public:
  void reset(const Config& config);

  /// Null when undecided (or never heard of).
  [[nodiscard]] const Decision* decision(ProductId product, IdempotencyKey key) const;
  /// The decisions made on these purchases.
  [[nodiscard]] Decisions decisions(ProductId product, const Purchases& purchases) const;
  [[nodiscard]] bool all_decided(ProductId product, const Purchases& purchases) const;

  /// In all books.
  [[nodiscard]] std::size_t decisions_made() const;

  /// A decision that has been made is not made again.
  [[nodiscard]] static bool stands(const Step& step, const Decision& made) {
    if (step.ablated(Ablation::idempotency)) return false;
    return made.sold() || !step.ablated(Ablation::sticky_refusal);
  }

  /// Decides what an accepted commit lets decide: each confirmed or declined purchase and each that does not fit.
  /// The others stay undecided.
  Decisions commit(Step& step, Catalogue& catalogue, const Commit& commit);
  /// Refuses an undecided purchase as cancelled; gives the decision that stands.
  Decision cancel(Step& step, const Catalogue& catalogue, ProductId product, IdempotencyKey key);
  /// Changes an own product now and answers the operator.
  static void change(Step& step, Catalogue& catalogue, RequestId request, const Change& change);

  void recover(const Decided& decided);

  template <class Hasher>
  void hash_into(Hasher& hasher) const {
    hasher.add(books_);
  }
  friend bool operator==(const Shop&, const Shop&) = default;

  // The sales books: for whoever looks in.

  struct Book {
    ProductId product;
    SalesBook sales;
    template <class Hasher>
    void hash_into(Hasher& hasher) const {
      hasher.add(product, sales);
    }
    friend bool operator==(const Book&, const Book&) = default;
  };
  [[nodiscard]] const std::vector<Book>& books() const { return books_; }

 private:
  [[nodiscard]] const SalesBook* find(ProductId product) const;
  SalesBook& book(ProductId product);

  /// The product under which the sales of `product` are booked: itself, unless an ablation throws all together.
  [[nodiscard]] ProductId page(ProductId product) const { return one_book_ ? ProductId{product.owner, 0} : product; }

  std::vector<Book> books_;  // sorted by product
  bool one_book_ = false;
};

/// The own product that `change` is about; nobody's for a registration.
ProductId subject(const Change& change);
/// What a holder inside the critical section counts on, so that it takes its turn in the queue: less stock, another
/// price, removal.
bool takes_turn(const Change& change);

}  // namespace feira
