#include "sim/check/linearizable.hpp"

#include <algorithm>
#include <variant>

#include "sim/check/client_operations.hpp"
#include "sim/check/shelf_model.hpp"

namespace feira::check {
namespace {

struct WhatChanges {
  ChangeKind kind;
  std::int64_t pieces;
};

template <class... Fs>
struct Overloaded : Fs... {
  using Fs::operator()...;
};

WhatChanges what_changes(const Change& change) {
  return std::visit(
      Overloaded{[](const RegisterProduct& asked) { return WhatChanges{ChangeKind::registered, asked.stock}; },
                 [](const Restock& asked) { return WhatChanges{ChangeKind::restocked, asked.quantity}; },
                 [](const Withdraw& asked) { return WhatChanges{ChangeKind::withdrawn, asked.quantity}; },
                 [](const Reprice&) { return WhatChanges{ChangeKind::repriced, 0}; },
                 [](const RemoveProduct&) { return WhatChanges{ChangeKind::removed, 0}; }},
      change);
}

/// Whether a decision says anything about the stock.
bool concerns_stock(Outcome outcome) {
  switch (outcome) {
    case Outcome::sold:
    case Outcome::refused_sold_out:
    case Outcome::refused_removed:
      return true;
    case Outcome::refused_cancelled:
    case Outcome::refused_declined:
    case Outcome::refused_invalid:
    case Outcome::refused_price_changed:
      return false;
  }
  return false;
}

/// Whether the decision is the one that has to be made with this stock; what is sold is taken.
bool follows(const Decision& decision, std::int64_t& stock) {
  const std::int64_t pieces = decision.purchase.quantity;
  switch (decision.outcome) {
    case Outcome::sold:
      if (stock < pieces) return false;
      stock -= pieces;
      return true;
    case Outcome::refused_sold_out:
      return stock != no_product && stock < pieces;
    case Outcome::refused_removed:
      return stock == no_product;
    default:
      return true;
  }
}

/// The same for a change.
bool follows(const LedgerEntry& entry, std::int64_t& stock) {
  if ((entry.change == ChangeKind::registered) != (stock == no_product)) return false;
  switch (entry.change) {
    case ChangeKind::registered:
      stock = entry.quantity;
      return true;
    case ChangeKind::restocked:
      stock += entry.quantity;
      return true;
    case ChangeKind::withdrawn:
      if (stock < entry.quantity) return false;
      stock -= entry.quantity;
      return true;
    case ChangeKind::repriced:
      return true;
    case ChangeKind::removed:
      stock = no_product;
      return true;
  }
  return false;
}

}  // namespace

// --- the owner's changes ---

void Linearizable::asked(Moment now, std::uint32_t question, Ware product, const Change& change) {
  const WhatChanges what = what_changes(change);
  open_.push_back(static_cast<std::uint32_t>(asked_.size()));
  Asked& asked = asked_.emplace_back();
  asked.question = question;
  asked.product = product;
  asked.kind = what.kind;
  asked.pieces = what.pieces;
  asked.asked = now.event;
  if (product == none) return;
  Shelf& of = shelf(product);
  ++of.watched_by;
  see(asked, of);
}

void Linearizable::answered(Moment now, std::uint32_t question, Ware product, Version version) {
  Asked* asked = open_question(question);
  if (asked == nullptr) return;
  asked->answered = now.event;
  asked->answer = Answer::made;
  close(question);
  asked->product = product;
  Shelf& of = shelf(product);
  const auto record = std::find_if(of.records.begin(), of.records.end(),
                                   [&](const Recorded& one) { return one.version == version && !one.has_question; });
  const bool same = record != of.records.end() && record->kind == asked->kind && record->event > asked->asked &&
                    (record->pieces == asked->pieces || asked->kind == ChangeKind::removed);
  if (!same) return fail(of, now.event);
  record->has_question = true;
  asked->has_record = true;
}

void Linearizable::refused(Moment now, std::uint32_t question, ChangeRefusal reason) {
  Asked* asked = open_question(question);
  if (asked == nullptr) return;
  asked->answered = now.event;
  asked->answer = Answer::other;
  close(question);
  if (asked->product == none) return;
  Shelf& of = shelf(asked->product);
  if (reason == ChangeRefusal::not_enough_stock) {
    asked->answer = Answer::too_few;
    if (asked->least >= asked->pieces) fail(of, now.event);
  } else if (reason == ChangeRefusal::removed) {
    asked->answer = Answer::no_product;
    if (!asked->saw_none) fail(of, now.event);
  }
}

void Linearizable::leaves(Moment now, Dense owner, const Directory& names) {
  for (Ware product = 0; product < names.products(); ++product) {
    if (names.of(names.product_id(product).owner) != owner) continue;
    open_.push_back(static_cast<std::uint32_t>(asked_.size()));
    Asked& asked = asked_.emplace_back();
    asked.product = product;
    asked.kind = ChangeKind::removed;
    asked.asked = now.event;
  }
}

void Linearizable::changed(const LedgerEntry& entry) {
  Shelf& of = shelf(entry.product);
  of.records.push_back({entry.version, entry.event, entry.change, entry.quantity, false});
  if (of.failed != 0) return;
  ++placed_;
  if (!follows(entry, of.stock)) return fail(of, entry.event);
  moved(entry.product, of, entry.event);
}

// --- purchases ---

void Linearizable::decided(const PurchaseFacts& facts, const Decision& decision, std::uint64_t made) {
  Shelf& of = shelf(facts.product);
  // Decided again: it has taken effect already, and takes it once.
  if (of.failed != 0 || facts.decided != 0) return;
  if (facts.told != 0 && facts.told_decision.outcome != decision.outcome) return fail(of, made);
  if (!concerns_stock(decision.outcome)) return;
  ++placed_;
  const bool in_time = facts.asked != 0 && facts.asked < made && (facts.told == 0 || made < facts.told);
  if (!in_time || !follows(decision, of.stock)) return fail(of, made);
  moved(facts.product, of, made);
}

void Linearizable::told(Moment now, const PurchaseFacts& facts, const Decision& decision, const Directory& names) {
  if (facts.told != 0) {
    if (facts.told_decision.outcome == decision.outcome) return;
    findings_.add(now, names.product_id(facts.product),
                  "purchase " + text(facts.key) + " of " + names.text_of_product(facts.product) + " was told " +
                      text(facts.told_decision.outcome) + " and then " + text(decision.outcome) +
                      ": no order of all operations gives both answers",
                  {facts.asked, facts.told, now.event});
    return;
  }
  Shelf& of = shelf(facts.product);
  if (facts.decided != 0) {
    if (facts.decision.outcome != decision.outcome) fail(of, now.event);
  } else if (facts.made_record == 0 && concerns_stock(decision.outcome)) {
    fail(of, now.event);
  }
}

void Linearizable::taken_back(const PurchaseFacts& facts) {
  if (facts.told == 0 || facts.decided != 0 || !concerns_stock(facts.told_decision.outcome)) return;
  fail(shelf(facts.product), facts.told);
}

// --- the witness ---

Linearizable::Shelf& Linearizable::shelf(Ware product) {
  if (shelves_.size() <= product) shelves_.resize(product + 1);
  return shelves_[product];
}

Linearizable::Asked* Linearizable::open_question(std::uint32_t question) {
  for (const std::uint32_t index : open_) {
    if (asked_[index].question == question) return &asked_[index];
  }
  return nullptr;
}

void Linearizable::close(std::uint32_t question) {
  std::erase_if(open_, [&](std::uint32_t index) {
    if (asked_[index].question != question) return false;
    if (asked_[index].product != none) --shelf(asked_[index].product).watched_by;
    return true;
  });
}

void Linearizable::fail(Shelf& shelf, std::uint64_t event) {
  if (shelf.failed == 0) shelf.failed = event;
}

// The stock is another one from event `made` on. For a question asked later than that it is what there was at first.
void Linearizable::moved(Ware product, const Shelf& shelf, std::uint64_t made) {
  if (shelf.watched_by == 0) return;
  for (const std::uint32_t index : open_) {
    Asked& asked = asked_[index];
    if (asked.product != product) continue;
    if (made < asked.asked) {
      asked.least = INT64_MAX;
      asked.saw_none = false;
    }
    see(asked, shelf);
  }
}

void Linearizable::see(Asked& asked, const Shelf& shelf) {
  if (shelf.stock == no_product) {
    asked.saw_none = true;
  } else {
    asked.least = std::min(asked.least, shelf.stock);
  }
}

// --- the end ---

// A record without an answered question comes from one whose answer was lost: some question has to be that one. (Only a
// registration may have been asked for without naming its product.)
void Linearizable::claim_what_was_never_answered() {
  for (Ware product = 0; product < shelves_.size(); ++product) {
    Shelf& of = shelves_[product];
    if (of.failed != 0) continue;
    for (Recorded& record : of.records) {
      if (record.has_question || record.kind == ChangeKind::registered || record.kind == ChangeKind::repriced) continue;
      const auto found = std::find_if(open_.begin(), open_.end(), [&](std::uint32_t index) {
        const Asked& asked = asked_[index];
        return asked.product == product && asked.kind == record.kind && !asked.has_record &&
               (asked.pieces == record.pieces || record.kind == ChangeKind::removed) && asked.asked < record.event;
      });
      if (found == open_.end()) {
        fail(of, record.event);
        break;
      }
      record.has_question = true;
      asked_[*found].has_record = true;
    }
  }
}

void Linearizable::finish(Moment now, const Purchases& purchases, const Directory& names) {
  claim_what_was_never_answered();
  for (Ware product = 0; product < shelves_.size(); ++product) {
    if (shelves_[product].failed != 0) search(now, product, purchases, names);
  }
}

void Linearizable::search(Moment now, Ware product, const Purchases& purchases, const Directory& names) {
  ++searched_;
  const Shelf& of = shelves_[product];
  ClientOperations operations;
  for (const Recorded& record : of.records) {
    if (record.kind == ChangeKind::registered && !record.has_question) operations.registered(record.pieces);
  }
  for (const Asked& asked : asked_) {
    // A registration that was not answered is known by its record.
    if (asked.product != product || (asked.kind == ChangeKind::registered && asked.answer != Answer::made)) continue;
    if (asked.answer == Answer::too_few || asked.answer == Answer::no_product) {
      operations.change_refused(asked.asked, asked.answered, asked.pieces, asked.answer == Answer::no_product);
    } else if (asked.answer != Answer::other) {
      operations.change(asked.asked, asked.answered, asked.kind, asked.pieces);
    }
  }
  for (std::uint32_t i = 0; i < purchases.size(); ++i) {
    const PurchaseFacts& facts = purchases[i];
    if (facts.product != product || facts.asked == 0) continue;
    if (facts.told == 0 || concerns_stock(facts.told_decision.outcome)) operations.purchase(facts, i);
  }
  const ClientOperations::Finding finding = operations.search();
  if (finding.answer == linearizability::Answer::unknown) ++given_up_;
  if (finding.answer != linearizability::Answer::violated) return;
  const std::string what = finding.purchase == none ? "a change of " + names.text_of_product(product) + " by its owner"
                                                    : "purchase " + text(purchases[finding.purchase].key) + " of " +
                                                          names.text_of_product(product) + ", told " +
                                                          text(purchases[finding.purchase].told_decision.outcome) + ",";
  findings_.add(now, names.product_id(product),
                what + " fits in no order of what clients asked and were told until then",
                {finding.invoked, finding.returned, of.failed});
}

Verdict Linearizable::verdict() const {
  std::string summary = counted(placed_, "operation") + " in order";
  if (searched_ != 0) summary += ", " + counted(searched_, "product") + " searched";
  if (given_up_ != 0) summary += ", " + std::to_string(given_up_) + " of them given up";
  return {Property::linearizable, findings_.holds(), summary, placed_, findings_.first()};
}

}  // namespace feira::check
