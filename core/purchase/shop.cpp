#include "core/purchase/shop.hpp"

#include <algorithm>
#include <optional>
#include <variant>

namespace feira {

namespace {

template <class... Fs>
struct Overloaded : Fs... {
  using Fs::operator()...;
};

bool contains(const Keys& keys, IdempotencyKey key) { return std::find(keys.begin(), keys.end(), key) != keys.end(); }

/// The outcome of a purchase inside an accepted commit, by the owner's own stock; nothing when it stays undecided.
std::optional<Outcome> outcome(const Step& step, const Product* product, const Purchase& purchase,
                               const Commit& commit) {
  if (product == nullptr || product->removed) return Outcome::refused_removed;
  if (purchase.quantity == 0) return Outcome::refused_invalid;
  if (purchase.price != product->price) return Outcome::refused_price_changed;
  if (contains(commit.declined, purchase.key)) return Outcome::refused_declined;
  const bool confirmed = contains(commit.confirmed, purchase.key);
  const bool trusted = confirmed && step.ablated(Ablation::owner_check);
  if (product->stock < purchase.quantity && !trusted) return Outcome::refused_sold_out;
  if (confirmed) return Outcome::sold;
  return std::nullopt;
}

/// A change of one existing product: what becomes of it and how much it is about, or why not.
struct Changed {
  ChangeKind kind;
  std::int64_t quantity;
};
using ChangeResult = std::variant<Changed, ChangeRefusal>;

ChangeResult apply(const RegisterProduct&, Product&) { return ChangeRefusal::unknown_product; }

ChangeResult apply(const Restock& change, Product& product) {
  if (change.quantity <= 0 || product.stock > INT64_MAX - change.quantity) return ChangeRefusal::invalid_quantity;
  product.stock += change.quantity;
  return Changed{ChangeKind::restocked, change.quantity};
}

ChangeResult apply(const Withdraw& change, Product& product) {
  if (change.quantity <= 0) return ChangeRefusal::invalid_quantity;
  if (product.stock < change.quantity) return ChangeRefusal::not_enough_stock;
  product.stock -= change.quantity;
  return Changed{ChangeKind::withdrawn, change.quantity};
}

ChangeResult apply(const Reprice& change, Product& product) {
  if (change.price.minor < 0) return ChangeRefusal::invalid_quantity;
  product.price = change.price;
  return Changed{ChangeKind::repriced, 0};
}

ChangeResult apply(const RemoveProduct&, Product& product) {
  const std::int64_t left = product.stock;
  product.stock = 0;
  product.removed = true;
  return Changed{ChangeKind::removed, left};
}

void publish(Step& step, Catalogue& catalogue, RequestId request, const Changed& changed, Product& product) {
  const Version version = catalogue.change(product, step.options());
  step.record(ProductChanged{changed.kind, changed.quantity, product});
  step.reply(request, ChangeMade{product.id, version}, Ablation::durable_change);
  Catalogue::push(step, product);
}

void register_product(Step& step, Catalogue& catalogue, RequestId request, const RegisterProduct& asked) {
  if (asked.stock < 0 || asked.price.minor < 0) {
    step.reply(request, ChangeRefused{ChangeRefusal::invalid_quantity});
    return;
  }
  Product product;
  product.id = ProductId{step.me(), catalogue.own().next_local()};
  product.name = asked.name;
  product.sku = asked.sku;
  product.price = asked.price;
  product.stock = asked.stock;
  publish(step, catalogue, request, Changed{ChangeKind::registered, asked.stock}, product);
}

}  // namespace

ProductId subject(const Change& change) {
  return std::visit(
      Overloaded{[](const RegisterProduct&) { return ProductId{}; }, [](const auto& other) { return other.product; }},
      change);
}

bool takes_turn(const Change& change) {
  return !std::holds_alternative<RegisterProduct>(change) && !std::holds_alternative<Restock>(change);
}

void Shop::reset(const Config& config) {
  books_.clear();
  one_book_ = config.ablations.has(Ablation::key_bound_to_product);
}

const SalesBook* Shop::find(ProductId product) const {
  const ProductId wanted = page(product);
  const auto at = std::lower_bound(books_.begin(), books_.end(), wanted,
                                   [](const Book& b, ProductId id) { return b.product < id; });
  return at != books_.end() && at->product == wanted ? &at->sales : nullptr;
}

SalesBook& Shop::book(ProductId product) {
  const ProductId wanted = page(product);
  const auto at = std::lower_bound(books_.begin(), books_.end(), wanted,
                                   [](const Book& b, ProductId id) { return b.product < id; });
  if (at != books_.end() && at->product == wanted) return at->sales;
  return books_.insert(at, Book{wanted, {}})->sales;
}

const Decision* Shop::decision(ProductId product, IdempotencyKey key) const {
  const SalesBook* sales = find(product);
  return sales == nullptr ? nullptr : sales->find(key);
}

Decisions Shop::decisions(ProductId product, const Purchases& purchases) const {
  Decisions found;
  for (const Purchase& purchase : purchases) {
    if (const Decision* made = decision(product, purchase.key)) found.push_back(*made);
  }
  return found;
}

std::size_t Shop::decisions_made() const {
  std::size_t count = 0;
  for (const Book& each : books_) count += each.sales.decisions().size();
  return count;
}

bool Shop::all_decided(ProductId product, const Purchases& purchases) const {
  return std::all_of(purchases.begin(), purchases.end(),
                     [&](const Purchase& p) { return decision(product, p.key) != nullptr; });
}

Decisions Shop::commit(Step& step, Catalogue& catalogue, const Commit& commit) {
  const ProductId id = commit.interest.product;
  const Product* known = catalogue.own().find(id);
  std::optional<Product> product;
  if (known != nullptr) product = *known;
  SalesBook& sales = book(id);
  Decided decided{id, commit.token, commit.interest.id, {}, 0, 0};
  bool sold = false;
  for (const Purchase& purchase : commit.interest.purchases) {
    const Decision* made_before = sales.find(purchase.key);
    if (made_before != nullptr && stands(step, *made_before)) continue;
    const std::optional<Outcome> result = outcome(step, product ? &*product : nullptr, purchase, commit);
    if (!result) continue;
    if (*result == Outcome::sold) {
      product->stock -= purchase.quantity;
      sold = true;
    }
    const Decision& made = decided.decisions.emplace_back(Decision{purchase, *result});
    sales.add(made);
  }
  Decisions decisions = decided.decisions;
  if (step.ablated(Ablation::one_record) && product) {
    decided.stock = known->stock;
    decided.version = known->version;
    step.record(std::move(decided));
    decided = Decided{id, std::nullopt, std::nullopt, {}, 0, 0};  // the stock alone follows
  }
  if (sold) catalogue.change(*product, step.options());
  if (product) {
    decided.stock = product->stock;
    decided.version = product->version;
  }
  step.record(std::move(decided));
  if (sold) Catalogue::push(step, *product);
  return decisions;
}

Decision Shop::cancel(Step& step, const Catalogue& catalogue, ProductId product, IdempotencyKey key) {
  if (const Decision* made = decision(product, key)) return *made;
  const Decision cancelled{Purchase{key, 0, {}}, Outcome::refused_cancelled};
  if (step.ablated(Ablation::cancel_recorded)) return cancelled;
  book(product).add(cancelled);
  Decided decided{product, std::nullopt, std::nullopt, {cancelled}, 0, 0};
  if (const Product* known = catalogue.own().find(product)) {
    decided.stock = known->stock;
    decided.version = known->version;
  }
  step.record(std::move(decided));
  return cancelled;
}

void Shop::change(Step& step, Catalogue& catalogue, RequestId request, const Change& change) {
  if (const auto* registration = std::get_if<RegisterProduct>(&change)) {
    register_product(step, catalogue, request, *registration);
    return;
  }
  const Product* known = catalogue.own().find(subject(change));
  if (known == nullptr || known->removed) {
    const auto why = known == nullptr ? ChangeRefusal::unknown_product : ChangeRefusal::removed;
    step.reply(request, ChangeRefused{why});
    return;
  }
  Product product = *known;
  const ChangeResult result = std::visit([&](const auto& asked) { return apply(asked, product); }, change);
  if (const auto* refused = std::get_if<ChangeRefusal>(&result)) {
    step.reply(request, ChangeRefused{*refused});
    return;
  }
  publish(step, catalogue, request, std::get<Changed>(result), product);
}

void Shop::recover(const Decided& decided) {
  SalesBook& sales = book(decided.product);
  for (const Decision& decision : decided.decisions) sales.add(decision);
}

}  // namespace feira
