// What the checkers make of records: made, durable, or taken back by a crash.

#include <algorithm>
#include <utility>

#include "sim/check/checkers.hpp"

namespace feira::check {
namespace {

/// Numbers count up by one; one this far ahead is broken and is not worth the memory.
constexpr std::uint32_t number_gap_max = 1'000'000;

Moment moment_of(const Event& event) { return {event.number, event.time}; }

}  // namespace

void Checkers::on_record(const Event& event, Dense process) {
  const Record& record = *event.record;
  LedgerEntry* entry = ledger_.add(process, event.id, event.number, record.kind());
  if (record.kind() != RecordKind::replica_advanced) last_records_[process] = {event.id, event.number};
  switch (record.kind()) {
    case RecordKind::interest_made:
      note(std::get<InterestMade>(record.body), event, process, *entry);
      break;
    case RecordKind::interest_closed: {
      entry->interest = names_.of({event.process, std::get<InterestClosed>(record.body).number});
      break;
    }
    case RecordKind::decided:
      note(std::get<Decided>(record.body), event, process, *entry);
      break;
    case RecordKind::product_changed:
      note(std::get<ProductChanged>(record.body), event, process, *entry);
      break;
    case RecordKind::voided:
      situations_.count(Situation::voided);
      repair_.voided(moment_of(event), event.local, process, event.id, std::get<Voided>(record.body), interests_,
                     names_);
      break;
    case RecordKind::replica_advanced: {
      const CatalogueDifference& difference = std::get<ReplicaAdvanced>(record.body).difference;
      const Dense owner = names_.of(difference.owner);
      const RecordNumber durable = owner == none ? 0 : ledger_.durable_through(owner);
      single_writer_.advanced(moment_of(event), process, event.id, difference, durable, catalogues_, names_);
      break;
    }
    case RecordKind::member_changed: {
      const MemberEntry& member = std::get<MemberChanged>(record.body).member;
      if (member.id != event.process || member.standing != Standing::left) break;
      if (!gone_[process]) situations_.count(Situation::left);
      gone_[process] = true;
      break;
    }
    case RecordKind::started:
      // A new life, after a crash or because the clock went back: its queues are empty.
      grant_order_.forgotten(process, names_);
      bounded_bypass_.owner_crashed(process, names_);
      repair_.begins_anew(process);
      if (!std::exchange(boots_[process], 0)) on_new_life(event, process);
      break;
    case RecordKind::joined:
      repair_.joined(process);
      break;
    case RecordKind::lease_bound:
    case RecordKind::frontier_marked:
    case RecordKind::leave_begun:
      break;
  }
  happens_before_.record(process, event.id, event.number);
  causal_delivery_.recorded(process, event.id, record.frontier, names_);
}

/// Whose version a record makes: that of the product's owner, also when the marketplace is watched under another id
/// since its disk has lost records. Its record numbers are others then, and what is told of the version is durable
/// anyhow.
std::pair<Dense, RecordNumber> Checkers::maker(Dense process, RecordNumber number, Ware product) const {
  const Dense owner = owner_of(product);
  return owner == process || owner == none ? std::pair{process, number} : std::pair{owner, RecordNumber{1}};
}

void Checkers::note(const InterestMade& made, const Event& event, Dense process, LedgerEntry& entry) {
  const InterestRef interest = names_.of(made.interest.id);
  if (interest.origin != process) return;
  const std::uint32_t last = happens_before_.knowledge(process)[process];
  if (interest.number != last + 1) {
    clock_condition_.miscounted(moment_of(event), interest, last, interests_, names_);
    if (interest.number > last + number_gap_max) return;
  }
  happens_before_.interest(process, interest.number, event.number);
  InterestFacts& facts = interests_.make(interest, happens_before_.knowledge(process));
  names_.spread(made.interest.clock, interests_.clock_of(interest));
  facts.product = names_.product(made.interest.product);
  facts.made = event.number;
  entry.interest = interest;
  entry.closes = made.closes.has_value();
  std::erase_if(early_deliveries_, [&](const EarlyDelivery& early) {
    if (early.interest != interest) return false;
    delivered(early.at, process, interest, facts);
    return true;
  });
}

void Checkers::note(const Decided& decided, const Event& event, Dense process, LedgerEntry& entry) {
  entry.product = names_.product(decided.product);
  entry.token = decided.token;
  if (decided.interest) entry.interest = names_.of(*decided.interest);
  entry.stock = decided.stock;
  entry.version = decided.version;
  entry.decisions = decided.decisions;
  const auto [owner, number] = maker(process, event.id, entry.product);
  catalogues_.decided(owner, number, event.number, entry.product, decided.stock, decided.version);
  if (decided.token) situations_.commit_accepted(process, *decided.token);
  for (const Decision& decision : decided.decisions) {
    PurchaseFacts& facts = purchases_.of(entry.product, decision.purchase.key);
    if (facts.made_record != 0) continue;
    facts.made_record = event.id;
    facts.made = event.number;
  }
}

void Checkers::note(const ProductChanged& changed, const Event& event, Dense process, LedgerEntry& entry) {
  entry.product = names_.product(changed.product.id);
  entry.change = changed.kind;
  entry.quantity = changed.quantity;
  entry.stock = changed.product.stock;
  entry.version = changed.product.version;
  if (changed.kind == ChangeKind::registered) names_.label(entry.product, changed.product.name);
  const auto [owner, number] = maker(process, event.id, entry.product);
  catalogues_.changed(owner, number, event.number, entry.product, changed.product);
  if (changed.kind != ChangeKind::registered && changed.kind != ChangeKind::restocked) {
    mutual_exclusion_.changed(moment_of(event), entry.product, names_);
  }
}

void Checkers::on_durable(const Event& event, Dense process) {
  next_step(process);
  happens_before_.durable(process, event.id);
  causal_delivery_.durable(process, event.id, interests_);
  single_writer_.durable(process, event.id);
  repair_.durable(process, event.id);
  ledger_.durable(process, event.id, [&](const LedgerEntry& entry) { happened(moment_of(event), process, entry); });
}

void Checkers::happened(Moment now, Dense process, const LedgerEntry& entry) {
  switch (entry.kind) {
    case RecordKind::interest_made: {
      InterestFacts* facts = interests_.find(entry.interest);
      if (facts == nullptr) return;
      facts->durable = true;
      clock_condition_.happened(now, entry.interest, interests_, names_);
      return situations_.interests_opened(process, entry.closes ? 0 : 1);
    }
    case RecordKind::interest_closed:
      return situations_.interests_opened(process, -1);
    case RecordKind::decided:
      return decisions_happened(now, entry);
    case RecordKind::product_changed:
      linearizable_.changed(entry);
      return stock_book_.changed(now, entry, names_);
    case RecordKind::started:
    case RecordKind::voided:
    case RecordKind::lease_bound:
    case RecordKind::frontier_marked:
    case RecordKind::replica_advanced:
    case RecordKind::joined:
    case RecordKind::member_changed:
    case RecordKind::leave_begun:
      return;
  }
}

void Checkers::decisions_happened(Moment now, const LedgerEntry& entry) {
  stock_book_.decided(now, entry, names_);
  for (const Decision& decision : entry.decisions) {
    situations_.decided(decision.outcome);
    PurchaseFacts& facts = purchases_.of(entry.product, decision.purchase.key);
    at_most_once_.decided(now, facts, decision, entry.event, names_);
    atomic_.decided(now, facts, decision, entry.event, names_);
    linearizable_.decided(facts, decision, entry.event);
    if (facts.decided != 0) continue;
    facts.decided = now.event;
    facts.decided_record = entry.number;
    facts.decision = decision;
  }
  if (!entry.token) return;
  fencing_.accepted(now, entry.product, *entry.token, entry.event, names_);
  if (section_passed_.size() <= entry.product) section_passed_.resize(entry.product + 1, 0);
  section_passed_[entry.product] = now.event;
  InterestFacts* facts = interests_.find(entry.interest);
  if (facts == nullptr || facts->committed != 0) return;
  facts->committed = now.event;
  grant_order_.committed(now, entry.product, entry.interest, entry.event, interests_, names_);
}

void Checkers::on_crash(const Event& event, Dense process) {
  const Moment now = moment_of(event);
  // Survivors happened, and count, before what was told is compared with them.
  const bool lost_records = ledger_.crash(
      process, event.id, [&](const LedgerEntry& entry) { happened(now, process, entry); },
      [&](const LedgerEntry& entry) { taken_back(entry); });
  durable_.crashed(now, process, event.id, names_);
  last_records_[process] = {};  // what survives is durable
  catalogues_.crash(process, event.id);
  happens_before_.crash(process, event.id, event.number);
  causal_delivery_.crashed(process, event.id, interests_);
  single_writer_.crashed(process, event.id);
  repair_.crashed(process, event.id);
  mutual_exclusion_.crashed(now, process);
  bounded_bypass_.owner_crashed(process, names_);
  grant_order_.forgotten(process, names_);
  departures_.crash(process);
  std::erase_if(early_deliveries_, [&](const EarlyDelivery& early) { return early.interest.origin == process; });
  situations_.crashed(process, lost_records);
  std::erase_if(open_changes_, [&](std::uint32_t index) {
    if (history_[index].at != process) return false;
    history_[index].lost = true;
    return true;
  });
}

/// A marketplace that was not down says that it has started: it saw its clock go back. What it held and granted is
/// over.
void Checkers::on_new_life(const Event& event, Dense process) {
  situations_.count(Situation::clock_went_back);
  mutual_exclusion_.crashed(moment_of(event), process);
  departures_.new_life(process);
}

void Checkers::taken_back(const LedgerEntry& entry) {
  if (entry.kind == RecordKind::interest_made) interests_.forget(entry.interest);
  for (const Decision& decision : entry.decisions) {
    PurchaseFacts& facts = purchases_.of(entry.product, decision.purchase.key);
    if (facts.made_record != entry.number) continue;
    facts.made_record = 0;
    facts.made = 0;
    linearizable_.taken_back(facts);
  }
}

}  // namespace feira::check
