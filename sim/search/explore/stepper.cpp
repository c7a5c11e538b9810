#include "sim/search/explore/stepper.hpp"

#include <algorithm>
#include <utility>

namespace feira::explore {

namespace {

template <class Value>
std::uint64_t exact_hash(const Value& value) {
  Hasher hasher;
  value.hash_into(hasher);
  return hasher.result();
}

template <class Value>
std::uint64_t relative_hash(const Value& value, LocalTime now) {
  Hasher hasher(now);
  value.hash_into(hasher);
  return hasher.result();
}

std::uint64_t mixed(std::uint64_t a, std::uint64_t b) {
  std::uint64_t hash = (a ^ b * 0xC2B2AE3D27D4EB4FU) * 0x9E3779B97F4A7C15U;
  hash ^= hash >> 32U;
  return hash * 0xD6E8FEB86659FD93U;
}

}  // namespace

Number Store::add(Site&& site, Number at) {
  Hasher with_name;
  with_name.add(site.core.id());
  site.hash_into(with_name);
  const std::uint64_t exact = with_name.result();
  SiteEntry entry{std::move(site), 0, at, 0, 0, false, false, never};
  const Site& value = entry.value;
  entry.relative = relative_hash(value, times[at]);
  entry.hooks = static_cast<std::uint32_t>(value.hooks.size());
  for (std::size_t i = 0; i < value.clients.size(); ++i) {
    if (value.clients[i].stands == Client::Stands::outside) entry.outside |= std::uint64_t{1} << i;
  }
  entry.waits = !value.nobody_waits();
  entry.undurable = value.durable < value.made;
  entry.wake = value.wake;
  return sites.add(exact, std::move(entry));
}

Number Store::add(Parcel&& parcel, Number at) {
  const std::uint64_t exact = exact_hash(parcel);
  const std::uint64_t relative = relative_hash(parcel, times[at]);
  return parcels.add(exact, {std::move(parcel), exact, relative, at});
}

Number Store::add(Book&& book) {
  const std::uint64_t hash = exact_hash(book);
  return books.add(hash, {std::move(book), hash});
}

Number Store::add_time(LocalTime time) { return times.add(static_cast<std::uint64_t>(time.ns), LocalTime(time)); }

std::uint64_t Stepper::hash(const Key& key) {
  const std::uint64_t low = std::uint64_t{key.site} << 32U | key.subject;
  const std::uint64_t high = std::uint64_t{key.book} << 32U | std::uint64_t{key.time} << 8U |
                             std::uint64_t{static_cast<std::uint8_t>(key.move)} << 4U | key.me;
  return mixed(low, high);
}

const Result& Stepper::step(Dense me, Number site, Number book, Number time, Move move, std::uint32_t subject) {
  const Key key{site, book, time, subject, move, me};
  std::size_t place = hash(key) >> 20U & (slots_.size() - 1);
  for (; slots_[place].result != 0; place = (place + 1) & (slots_.size() - 1)) {
    if (slots_[place].key == key) return results_[slots_[place].result - 1];
  }
  results_.push_back(work_out(key));
  slots_[place] = {key, static_cast<std::uint32_t>(results_.size())};
  if (results_.size() * 2 > slots_.size()) grow();
  return results_.back();
}

void Stepper::grow() {
  std::vector<Slot> old(slots_.size() * 2);
  std::swap(old, slots_);
  for (const Slot& slot : old) {
    if (slot.result == 0) continue;
    std::size_t place = hash(slot.key) >> 20U & (slots_.size() - 1);
    while (slots_[place].result != 0) place = (place + 1) & (slots_.size() - 1);
    slots_[place] = slot;
  }
}

Result Stepper::work_out(const Key& key) {
  Site site = store_.sites[key.site].value;
  Book book = store_.books[key.book].value;
  outcome_.clear();
  stage_.begin(key.me, site, book, store_.times[key.time], outcome_);
  switch (key.move) {
    case Move::deliver:
    case Move::lose:
    case Move::duplicate:
      stage_.deliver(store_.parcels[key.subject].value);
      break;
    case Move::ask:
      stage_.ask(key.subject);
      break;
    case Move::confirm:
    case Move::decline:
      stage_.end_hook(key.subject, key.move == Move::confirm);
      break;
    case Move::durable:
      stage_.make_durable();
      break;
    case Move::crash:
      stage_.crash(key.subject);
      break;
    case Move::timer:
      stage_.fire_timer();
      break;
  }
  Result result;
  result.site = store_.add(std::move(site), key.time);
  result.book = store_.add(std::move(book));
  result.first_sent = static_cast<std::uint32_t>(sent_.size());
  result.sent = static_cast<std::uint32_t>(outcome_.sent.size());
  for (Parcel& parcel : outcome_.sent) sent_.push_back(store_.add(std::move(parcel), key.time));
  outcome_.sent.clear();
  if (!outcome_.seen.empty() || !outcome_.findings.empty()) {
    result.outcome = static_cast<std::uint32_t>(outcomes_.size());
    outcomes_.push_back(outcome_);
  }
  result.dead = key.move == Move::deliver && is_dead(key, result);
  return result;
}

/// It changes nothing now, and is of a kind that will not later: what it says has been said, and is not forgotten as
/// long as nobody crashes.
bool Stepper::is_dead(const Key& key, const Result& result) const {
  const bool changes_nothing =
      result.site == key.site && result.book == key.book && result.sent == 0 && result.outcome == UINT32_MAX;
  const Ablations& without = store_.setting.scenario.ablate;
  // Without these an old message can set back what was heard of its sender.
  const bool sets_back = without.has(Ablation::highest_told) || without.has(Ablation::highest_incarnation);
  if (!changes_nothing || store_.setting.crashes || sets_back) return false;
  const Site& site = store_.sites[key.site].value;
  const Message& message = store_.parcels[key.subject].value.message;
  if (const auto* told = std::get_if<InterestTold>(&message.body)) {
    // The owner answers one that it is told again, if not now then when its turn has come.
    return told->interest.product.owner != site.core.id() &&
           told->interest.id.number <= site.core.frontier()[told->interest.id.origin];
  }
  if (const auto* difference = std::get_if<CatalogueDifference>(&message.body)) {
    return difference->to <= site.watch.replica(store_.setting.dense(difference->owner));
  }
  return std::holds_alternative<LastWord>(message.body);
}

template <class WorkOut>
std::uint64_t Stepper::shifted(std::uint64_t key, WorkOut&& work_out) {
  if (shifted_.empty()) shifted_.resize(1U << 12U);
  std::size_t place = mixed(key, 1) >> 20U & (shifted_.size() - 1);
  for (; shifted_[place].key != 0; place = (place + 1) & (shifted_.size() - 1)) {
    if (shifted_[place].key == key) return shifted_[place].hash;
  }
  shifted_[place] = {key, work_out()};
  const std::uint64_t hash = shifted_[place].hash;
  if (++shifted_used_ * 2 > shifted_.size()) {
    std::vector<Shifted> old(shifted_.size() * 2);
    std::swap(old, shifted_);
    for (const Shifted& each : old) {
      if (each.key == 0) continue;
      std::size_t at = mixed(each.key, 1) >> 20U & (shifted_.size() - 1);
      while (shifted_[at].key != 0) at = (at + 1) & (shifted_.size() - 1);
      shifted_[at] = each;
    }
  }
  return hash;
}

std::uint64_t Stepper::relative_site(Number site, Number time) {
  const SiteEntry& entry = store_.sites[site];
  if (entry.at == time) return entry.relative;
  const std::uint64_t key = std::uint64_t{1} << 63U | std::uint64_t{site} << 24U | time;
  return shifted(key, [&] { return relative_hash(entry.value, store_.times[time]); });
}

std::uint64_t Stepper::relative_parcel(Number parcel, Number time) {
  const ParcelEntry& entry = store_.parcels[parcel];
  if (entry.at == time) return entry.relative;
  const std::uint64_t key = std::uint64_t{1} << 62U | std::uint64_t{parcel} << 24U | time;
  return shifted(key, [&] { return relative_hash(entry.value, store_.times[time]); });
}

std::size_t Stepper::bytes() const {
  return slots_.capacity() * sizeof(Slot) + results_.capacity() * sizeof(Result) + sent_.capacity() * sizeof(Number) +
         outcomes_.capacity() * sizeof(Outcome) + shifted_.capacity() * sizeof(Shifted);
}

}  // namespace feira::explore
