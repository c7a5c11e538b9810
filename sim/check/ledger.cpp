#include "sim/check/ledger.hpp"

namespace feira::check {

LedgerEntry* Ledger::add(Dense process, RecordNumber number, std::uint64_t event, RecordKind kind) {
  Journal& journal = journals_[process];
  journal.made = number;
  switch (kind) {
    case RecordKind::interest_made:
    case RecordKind::interest_closed:
    case RecordKind::decided:
    case RecordKind::product_changed:
      break;
    case RecordKind::started:
    case RecordKind::voided:
    case RecordKind::lease_bound:
    case RecordKind::frontier_marked:
    case RecordKind::replica_advanced:
    case RecordKind::joined:
    case RecordKind::member_changed:
    case RecordKind::leave_begun:
      return nullptr;
  }
  LedgerEntry& entry = journal.waiting.push();
  entry.number = number;
  entry.event = event;
  entry.kind = kind;
  entry.product = none;
  entry.interest = {};
  entry.token.reset();
  entry.closes = false;
  entry.decisions.clear();
  return &entry;
}

}  // namespace feira::check
