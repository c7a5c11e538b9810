#include "sim/search/explore/watch.hpp"

#include <algorithm>
#include <string>
#include <utility>
#include <variant>

#include "sim/check/directory.hpp"

namespace feira::explore {

using check::Property;

namespace {

std::uint64_t sum(const Counts& counts) {
  std::uint64_t all = 0;
  for (const std::uint32_t count : counts.of) all += count;
  return all;
}

/// In the owner's order.
bool stands_before(const Made& a, const Made& b) {
  const std::uint64_t sum_a = sum(a.clock);
  const std::uint64_t sum_b = sum(b.clock);
  return sum_a != sum_b ? sum_a < sum_b : a.id.origin < b.id.origin;
}

}  // namespace

Watch::Watch(const Setting& setting, Dense me) : setting_(&setting), me_(me), replicas_(setting.size(), 0) {}

void Watch::next_step() {
  for (Shelf& each : shelves_) {
    for (Waiting& waiting : each.queue) waiting.fresh = false;
  }
}

Watch::Shelf& Watch::shelf(ProductId product) {
  const auto at = std::ranges::lower_bound(shelves_, product, {}, &Shelf::product);
  if (at != shelves_.end() && at->product == product) return *at;
  Shelf added;
  added.product = product;
  return *shelves_.insert(at, std::move(added));
}

Watch::Fact& Watch::fact(Shelf& shelf, InterestId interest) {
  const auto at = std::ranges::lower_bound(shelf.facts, interest, {}, &Fact::interest);
  if (at != shelf.facts.end() && at->interest == interest) return *at;
  Fact added;
  added.interest = interest;
  return *shelf.facts.insert(at, added);
}

const Decision* Watch::decision(ProductId product, IdempotencyKey key) const {
  const auto at = std::ranges::lower_bound(shelves_, product, {}, &Shelf::product);
  if (at == shelves_.end() || at->product != product) return nullptr;
  const auto made = std::ranges::find(at->decisions, key, [](const Decision& d) { return d.purchase.key; });
  return made == at->decisions.end() ? nullptr : &*made;
}

// --- delivery and order ---------------------------------------------------------------------------------------------

void Watch::delivered(InterestId interest, const Book& book, Findings& findings) {
  const Made* made = book.find(interest);
  if (made == nullptr) return;
  const Dense origin = setting_->dense(interest.origin);
  const bool again = passed_[origin] == interest.number && (passed_by_itself_ >> origin & 1U) != 0;
  if (passed_[origin] >= interest.number && !again) {
    const auto later = std::ranges::find_if(book.all(), [&](const Made& other) {
      return other.id != interest && other.past[origin] >= interest.number &&
             passed_[setting_->dense(other.id.origin)] >= other.id.number;
    });
    const std::string which = later == book.all().end() ? "a later one" : setting_->text(later->id);
    findings.push_back({Property::causal_delivery, setting_->text(interest) + " happened before " + which + ", yet " +
                                                       setting_->name(me_) + " delivered " + which + " first"});
  }
  for (Dense i = 0; i < setting_->size(); ++i) {
    if (made->past[i] <= passed_[i]) continue;
    passed_[i] = made->past[i];
    passed_by_itself_ &= ~(1U << i);
    if (i == origin) passed_by_itself_ |= 1U << i;
  }
}

void Watch::first_in_order(Counts& latest, InterestId interest, const char* verb, const Shelf& shelf, const Book& book,
                           Findings& findings) const {
  const Made* made = book.find(interest);
  if (made == nullptr) return;
  const Dense origin = setting_->dense(interest.origin);
  if (latest[origin] >= interest.number) {
    const auto later = std::ranges::find_if(book.all(), [&](const Made& other) {
      return other.id != interest && other.past[origin] >= interest.number &&
             latest[setting_->dense(other.id.origin)] >= other.id.number;
    });
    const std::string which = later == book.all().end() ? "a later one" : setting_->text(later->id);
    findings.push_back({Property::grant_order, setting_->text(interest) + " happened before " + which + ", yet " +
                                                   which + " was " + verb + " " + setting_->text(shelf.product) +
                                                   " first"});
  }
  latest.merge(made->past);
}

void Watch::grant_made(const Grant& grant, const Book& book, Findings& findings) {
  Shelf& at = shelf(grant.product);
  const auto mine = std::ranges::find(at.queue, grant.interest, &Waiting::interest);
  if (mine == at.queue.end() || mine->granted) return;
  mine->granted = true;
  const Made* made = book.find(grant.interest);
  for (const Waiting& other : at.queue) {
    const Made* waits = book.find(other.interest);
    if (other.fresh || other.granted || made == nullptr || waits == nullptr || !stands_before(*waits, *made)) continue;
    findings.push_back({Property::grant_order, setting_->text(other.interest) + " stands before " +
                                                   setting_->text(grant.interest) + " in the queue for " +
                                                   setting_->text(at.product) + ", yet " +
                                                   setting_->text(grant.interest) + " was granted"});
  }
}

void Watch::grant_left(const Grant& grant, const Book& book, Findings& findings) {
  Shelf& at = shelf(grant.product);
  Fact& known = fact(at, grant.interest);
  if (known.ended) {
    findings.push_back({Property::durable, setting_->text(grant.interest) + " was granted " +
                                               setting_->text(at.product) + " though it had been told ended"});
  }
  if (std::exchange(known.granted, true)) return;
  first_in_order(at.granted, grant.interest, "granted", at, book, findings);
  if (known.closed) return;
  const Dense origin = setting_->dense(grant.interest.origin);
  const std::uint32_t bit = 1U << origin;
  auto place = at.queue.begin();
  for (; place != at.queue.end() && place->interest != grant.interest; ++place) {
    if (place->interest.origin == grant.interest.origin) continue;
    if ((place->passed_by & bit) != 0) {
      findings.push_back({Property::bounded_bypass,
                          setting_->text(place->interest) + " waits for " + setting_->text(at.product) +
                              " while a second later interest of " + setting_->name(origin) + " is granted"});
    }
    place->passed_by |= bit;
  }
  if (place != at.queue.end()) at.queue.erase(place);
}

void Watch::last_word_made(const LastWord& word) {
  Shelf& at = shelf(word.product);
  fact(at, word.interest).closed = true;
  std::erase_if(at.queue, [&](const Waiting& w) { return w.interest == word.interest; });
}

void Watch::last_word_left(const LastWord& word) {
  if (word.ended) fact(shelf(word.product), word.interest).ended = true;
}

// --- records --------------------------------------------------------------------------------------------------------

void Watch::recorded(const Record& record, RecordNumber number, Book& book, Findings& findings) {
  if (const auto* interest = std::get_if<InterestMade>(&record.body); interest != nullptr) {
    const InterestId id = interest->interest.id;
    if (id.number != known_[me_] + 1) {
      findings.push_back({Property::clock_condition, setting_->text(id) + " does not follow the last that " +
                                                         setting_->name(me_) + " made: its number does not count"});
    }
    known_[me_] = static_cast<std::uint32_t>(id.number);
    book.add({id, setting_->spread(interest->interest.clock), known_, false});
  }
  if (std::holds_alternative<Started>(record.body)) {
    for (Shelf& each : shelves_) each.queue.clear();
  }
  if (const auto* changed = std::get_if<ProductChanged>(&record.body)) versions_.push_back({changed->product, false});
  if (const auto* decided = std::get_if<Decided>(&record.body); decided != nullptr && decided->version != 0) {
    const auto latest = std::ranges::find_if(versions_.rbegin(), versions_.rend(), [&](const VersionMade& made) {
      return made.state.id == decided->product;
    });
    if (latest != versions_.rend() && latest->state.version < decided->version) {
      VersionMade made = *latest;
      made.durable = false;
      made.state.version = decided->version;
      made.state.stock = decided->stock;
      versions_.push_back(made);
    }
  }
  if (const auto* advanced = std::get_if<ReplicaAdvanced>(&record.body)) {
    Version& held = replicas_[setting_->dense(advanced->difference.owner)];
    if (advanced->difference.to <= held) {
      findings.push_back({Property::single_writer, setting_->name(me_) + "'s replica of " +
                                                       setting_->name(setting_->dense(advanced->difference.owner)) +
                                                       " went from version " + std::to_string(held) + " to " +
                                                       std::to_string(advanced->difference.to)});
    }
    held = advanced->difference.to;
  }
  if (setting_->crashes) marks_.push_back({number, known_, passed_, passed_by_itself_});
}

void Watch::durable(const Record& record, RecordNumber number, Book& book, Findings& findings) {
  if (const auto* interest = std::get_if<InterestMade>(&record.body)) {
    book.happened(interest->interest.id, *setting_, findings);
  }
  if (const auto* decided = std::get_if<Decided>(&record.body)) this->decided(*decided, book, findings);
  if (const auto* changed = std::get_if<ProductChanged>(&record.body)) this->changed(*changed, findings);
  while (marks_.size() > 1 && marks_[1].number <= number) marks_.erase(marks_.begin());
}

void Watch::decided(const Decided& record, Book& book, Findings& findings) {
  for (VersionMade& made : versions_) made.durable |= record.version != 0 && made.state.version <= record.version;
  Shelf& at = shelf(record.product);
  const std::int64_t before = at.left;
  std::int64_t sold = 0;
  for (const Decision& decision : record.decisions) {
    if (decision.sold()) sold += decision.purchase.quantity;
    if (const Decision* made = this->decision(record.product, decision.purchase.key)) {
      findings.push_back({Property::at_most_once, "the purchase with key " + check::text(decision.purchase.key) +
                                                      " was decided twice: " + check::text(made->outcome) + ", then " +
                                                      check::text(decision.outcome)});
    } else {
      at.decisions.push_back(decision);
    }
  }
  std::ranges::sort(at.decisions, {}, [](const Decision& d) { return d.purchase.key; });
  at.sold += sold;
  if (record.version != 0) at.left = record.stock;
  if (before - sold < 0 || at.left > before - sold || at.left < 0) {
    findings.push_back({Property::no_oversell, std::to_string(sold) + " of " + setting_->text(record.product) +
                                                   " were sold of " + std::to_string(before) + " left, and " +
                                                   std::to_string(at.left) + " are said to remain"});
  }
  balance(at, findings);
  if (!record.token) return;
  if (at.accepted && *record.token <= *at.accepted) {
    findings.push_back({Property::fencing, "a commit for " + setting_->text(record.product) + " with token " +
                                               check::text(*record.token) + " was decided on after one with token " +
                                               check::text(*at.accepted)});
  }
  at.accepted = *record.token;
  if (!record.interest || std::exchange(fact(at, *record.interest).committed, true)) return;
  first_in_order(at.committed, *record.interest, "committed for", at, book, findings);
}

void Watch::changed(const ProductChanged& record, Findings& findings) {
  for (VersionMade& made : versions_) made.durable |= made.state.version <= record.product.version;
  Shelf& at = shelf(record.product.id);
  if (record.kind == ChangeKind::registered || record.kind == ChangeKind::restocked) at.brought += record.quantity;
  if (record.kind == ChangeKind::withdrawn || record.kind == ChangeKind::removed) at.withdrawn += record.quantity;
  at.left = record.product.stock;
  balance(at, findings);
}

void Watch::balance(const Shelf& shelf, Findings& findings) const {
  if (shelf.brought == shelf.sold + shelf.withdrawn + shelf.left) return;
  findings.push_back({Property::conservation, setting_->text(shelf.product) + ": " + std::to_string(shelf.brought) +
                                                  " registered and restocked, but " + std::to_string(shelf.sold) +
                                                  " sold, " + std::to_string(shelf.withdrawn) + " withdrawn and " +
                                                  std::to_string(shelf.left) + " left"});
}

// --- inside the critical section ------------------------------------------------------------------------------------

void Watch::end_sections(LocalTime now) {
  for (Section& each : sections_) each.inside = each.inside && now < each.until;
  std::erase_if(sections_, [](const Section& each) { return !each.inside && !each.committed; });
}

void Watch::section_left(ProductId product, FencingToken token, LocalTime now) {
  end_sections(now);
  std::erase_if(sections_, [&](const Section& s) { return s.product == product && s.token != token && !s.inside; });
  const auto at =
      std::ranges::find_if(sections_, [&](const Section& s) { return s.product == product && s.token == token; });
  if (at == sections_.end()) {
    sections_.push_back({product, token, {}, false, true});
  } else {
    if (!at->committed) at->inside = false;
    at->committed = true;
  }
}

void Watch::hook_started(const StartHook& hook, LocalTime now) {
  end_sections(now);
  auto at = std::ranges::find_if(sections_,
                                 [&](const Section& s) { return s.product == hook.product && s.token == hook.token; });
  if (at == sections_.end()) {
    sections_.push_back({hook.product, hook.token, hook.until, true, false});
    at = sections_.end() - 1;
  }
  at->inside = true;
  at->until = std::max(at->until, hook.until);
}

// --- crashes --------------------------------------------------------------------------------------------------------

void Watch::crashed(std::span<const Record> survive, Book& book, Findings& findings) {
  const RecordNumber survives = survive.size();
  if (shown_ > survives) {
    findings.push_back({Property::durable, setting_->name(me_) + " let out what shows its record " +
                                               std::to_string(shown_) + ", and lost that record in a crash"});
  }
  shown_ = 0;
  while (!marks_.empty() && marks_.back().number > survives) marks_.pop_back();
  if (!marks_.empty()) {
    known_ = marks_.back().known;
    passed_ = marks_.back().passed;
    passed_by_itself_ = marks_.back().passed_by_itself;
  }
  book.take_back(setting_->members[me_].id);
  std::erase_if(versions_, [](const VersionMade& made) { return !made.durable; });
  std::ranges::fill(replicas_, 0);
  for (const Record& record : survive) {
    if (const auto* advanced = std::get_if<ReplicaAdvanced>(&record.body)) {
      replicas_[setting_->dense(advanced->difference.owner)] = advanced->difference.to;
    }
  }
  sections_.clear();
  for (Shelf& each : shelves_) each.queue.clear();
}

}  // namespace feira::explore
