#include "sim/world/network.hpp"

#include <algorithm>
#include <utility>

#include "sim/chance/draw.hpp"
#include "sim/world/spread.hpp"

namespace feira::sim {

using chance::Address;
using chance::Stream;

std::string_view label(Copy::Sort sort) {
  switch (sort) {
    case Copy::Sort::original:
      return {};
    case Copy::Sort::duplicate:
      return "duplicate";
    case Copy::Sort::late:
      return "late";
  }
  return {};
}

namespace {

Address address_of(MarketplaceIndex from, MarketplaceIndex to, MessageKind kind, std::uint32_t ordinal) {
  return {.a = from, .b = to, .kind = static_cast<std::uint8_t>(kind), .ordinal = ordinal};
}

Address with(Address address, Stream stream, std::uint8_t purpose = 0) {
  address.stream = stream;
  address.purpose = purpose;
  return address;
}

}  // namespace

Network::Network(const scenario::NetworkSpec& spec, std::uint32_t marketplaces, GlobalTime faults_until,
                 chance::Chance chance, Overrides overrides)
    : spec_(spec),
      marketplaces_(marketplaces),
      faults_until_(faults_until),
      chance_(chance),
      overrides_(std::move(overrides)),
      link_of_(std::size_t{marketplaces} * marketplaces, unused),
      particular_(spec.reorder || spec.fifo || !spec.kinds.empty() || !overrides_.empty()) {}

const scenario::Spread& Network::delay_of(MarketplaceIndex from, MarketplaceIndex to, MessageKind kind) const {
  for (const scenario::KindDelaySpec& own : spec_.kinds) {
    if (own.kind == kind) return own.delay;
  }
  return delay_of(from, to);
}

const scenario::Spread& Network::delay_of(MarketplaceIndex from, MarketplaceIndex to) const {
  for (const scenario::LinkSpec& own : spec_.links) {
    if (own.from == from && own.to == to) return own.delay;
  }
  return spec_.delay;
}

Network::Link& Network::link(MarketplaceIndex from, MarketplaceIndex to) {
  std::uint32_t& place = link_of_[std::size_t{from} * marketplaces_ + to];
  if (place == unused) {
    place = static_cast<std::uint32_t>(links_.size());
    links_.push_back({delay_of(from, to), {}});
  }
  return links_[place];
}

Network::Order& Network::order(MarketplaceIndex from, MarketplaceIndex to) {
  link(from, to);
  orders_.resize(links_.size());
  return orders_[link_of_[std::size_t{from} * marketplaces_ + to]];
}

Duration Network::particular_delay(MarketplaceIndex from, MarketplaceIndex to, MessageKind kind, const Address& address,
                                   GlobalTime now) {
  Duration delay = draw(delay_of(from, to, kind), chance_.bits(address));
  if (const auto& reorder = spec_.reorder;
      reorder && reorder->messages.has(kind) && now < faults_until_ &&
      chance::happens(chance_.bits(with(address, Stream::network_reorder)), reorder->share.per_million)) {
    delay = delay + draw(reorder->by, chance_.bits(with(address, Stream::network_reorder_delay)));
  }
  if (spec_.fifo) {
    GlobalTime& last = order(from, to).arrival;
    last = std::max(last, GlobalTime{now.ns + delay.ns});
    delay = {last.ns - now.ns};
  }
  return delay;
}

bool Network::overtaken(MarketplaceIndex from, MarketplaceIndex to, MessageKind kind, Copy copy) {
  if (!spec_.reorder || copy.sort != Copy::Sort::original) return false;
  std::uint32_t& newest = order(from, to).newest[static_cast<std::size_t>(kind)];
  if (copy.ordinal < newest) return true;
  newest = copy.ordinal;
  return false;
}

Network::Passage Network::depart(MarketplaceIndex from, MarketplaceIndex to, MessageKind kind, GlobalTime now) {
  Link& used = link(from, to);
  const std::uint32_t ordinal = ++used.sent[static_cast<std::size_t>(kind)];
  const Address address = with(address_of(from, to, kind, ordinal), Stream::network_delay);
  if (particular_) {
    if (Overrides::Entry* given = overrides_.find({from, to, kind, ordinal}); given != nullptr && given->given.delay) {
      given->delayed = true;
      return {{ordinal, Copy::Sort::original, false}, *given->given.delay, given->delay_label};
    }
    return {{ordinal, Copy::Sort::original, false}, particular_delay(from, to, kind, address, now)};
  }
  return {{ordinal, Copy::Sort::original, false}, draw(used.delay, chance_.bits(address))};
}

Network::Arrival Network::arrive(MarketplaceIndex from, MarketplaceIndex to, MessageKind kind, Copy copy,
                                 GlobalTime now) {
  Arrival arrival;
  arrival.lost_by = severed_by(from, to, kind);
  if (now >= faults_until_) return arrival;
  if (particular_ && override_arrival({from, to, kind, copy.ordinal}, copy, arrival)) return arrival;
  const Address address = address_of(from, to, kind, copy.ordinal);
  if (copy.sort == Copy::Sort::original) split(address, arrival, from, to, kind, copy);
  const auto which = static_cast<std::uint8_t>(copy.sort);
  if (arrival.lost_by.empty() && spec_.loss.per_million > 0) {
    const std::uint64_t bits = chance_.bits(with(address, Stream::network_loss, which));
    if (chance::happens(bits, spec_.loss.per_million)) arrival.lost_by = "lost";
  }
  if (arrival.lost_by.empty() && spec_.corrupt.per_million > 0) {
    const std::uint64_t bits = chance_.bits(with(address, Stream::network_corrupt, which));
    if (chance::happens(bits, spec_.corrupt.per_million)) arrival.lost_by = "corrupted";
  }
  if (particular_ && arrival.lost_by.empty()) arrival.overtaken = overtaken(from, to, kind, copy);
  return arrival;
}

/// Whether the scenario says what happens to this message: then nothing is drawn for any copy of it.
bool Network::override_arrival(const scenario::MessageAddress& message, Copy copy, Arrival& arrival) {
  Overrides::Entry* entry = overrides_.find(message);
  if (entry == nullptr) return false;
  const scenario::MessageOverride& given = entry->given;
  if (copy.sort == Copy::Sort::original && (given.lost || given.again_after)) {
    entry->arrived = true;
    arrival.told = entry->arrival_label;
    if (given.lost) arrival.lost_by = "lost";
    if (given.again_after)
      arrival.duplicate = Passage{{copy.ordinal, Copy::Sort::duplicate, false}, *given.again_after};
  }
  if (arrival.lost_by.empty()) arrival.overtaken = overtaken(message.from, message.to, message.kind, copy);
  return true;
}

std::uint64_t Network::corruption(MarketplaceIndex from, MarketplaceIndex to, MessageKind kind, Copy copy) const {
  const auto which = static_cast<std::uint8_t>(copy.sort);
  return chance_.bits(with(address_of(from, to, kind, copy.ordinal), Stream::network_corrupt_bit, which));
}

void Network::split(const Address& address, Arrival& arrival, MarketplaceIndex from, MarketplaceIndex to,
                    MessageKind kind, Copy copy) const {
  if (spec_.duplicate.per_million > 0 &&
      chance::happens(chance_.bits(with(address, Stream::network_duplicate)), spec_.duplicate.per_million)) {
    const std::uint64_t bits = chance_.bits(with(address, Stream::network_duplicate_delay));
    arrival.duplicate = Passage{{copy.ordinal, Copy::Sort::duplicate, false}, draw(delay_of(from, to, kind), bits)};
  }
  if (spec_.late.per_million > 0 &&
      chance::happens(chance_.bits(with(address, Stream::network_late)), spec_.late.per_million)) {
    const std::uint64_t bits = chance_.bits(with(address, Stream::network_late_delay));
    arrival.late = Passage{{copy.ordinal, Copy::Sort::late, false}, draw(spec_.late_after, bits)};
  }
}

std::string_view Network::severed_by(MarketplaceIndex from, MarketplaceIndex to, MessageKind kind) const {
  for (const Severance& severance : severances_) {
    if (severance.division.separates(from, to) && severance.messages.has(kind)) return severance.why;
  }
  return {};
}

std::optional<Network::Wait> Network::detained(MarketplaceIndex from, MarketplaceIndex to, MessageKind kind) const {
  std::optional<Wait> longest;
  for (const Detention& detention : detentions_) {
    const Severance& what = detention.what;
    if (!what.division.separates(from, to) || !what.messages.has(kind)) continue;
    if (!longest || longest->until < detention.until) longest = Wait{what.why, detention.until};
  }
  return longest;
}

void Network::sever(std::uint32_t id, const scenario::Fault& fault) {
  const std::string_view why = fault.kind == scenario::Fault::Kind::cut ? "cut" : "partition";
  severances_.push_back({id, why, Division(fault, marketplaces_), fault.messages});
}

void Network::mend(std::uint32_t id) {
  std::erase_if(severances_, [id](const Severance& severance) { return severance.id == id; });
}

void Network::detain(std::uint32_t id, const scenario::Fault& fault, GlobalTime until) {
  const std::string_view why = fault.kind == scenario::Fault::Kind::clog ? "clog" : "hold";
  detentions_.push_back({{id, why, Division(fault, marketplaces_), fault.messages}, until});
}

void Network::resume(std::uint32_t id) {
  std::erase_if(detentions_, [id](const Detention& detention) { return detention.what.id == id; });
}

}  // namespace feira::sim
