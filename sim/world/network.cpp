#include "sim/world/network.hpp"

#include <algorithm>

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
                 chance::Chance chance)
    : spec_(spec),
      marketplaces_(marketplaces),
      faults_until_(faults_until),
      chance_(chance),
      link_of_(std::size_t{marketplaces} * marketplaces, unused) {}

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

Network::Passage Network::depart(MarketplaceIndex from, MarketplaceIndex to, MessageKind kind) {
  Link& used = link(from, to);
  const std::uint32_t ordinal = ++used.sent[static_cast<std::size_t>(kind)];
  const Address address = with(address_of(from, to, kind, ordinal), Stream::network_delay);
  return {{ordinal, Copy::Sort::original, false}, draw(used.delay, chance_.bits(address))};
}

Network::Arrival Network::arrive(MarketplaceIndex from, MarketplaceIndex to, MessageKind kind, Copy copy,
                                 GlobalTime now) const {
  Arrival arrival;
  arrival.lost_by = severed_by(from, to);
  if (now >= faults_until_) return arrival;
  const Address address = address_of(from, to, kind, copy.ordinal);
  if (copy.sort == Copy::Sort::original) split(address, arrival, from, to, copy);
  if (arrival.lost_by.empty() && spec_.loss.per_million > 0) {
    const auto which = static_cast<std::uint8_t>(copy.sort);
    const std::uint64_t bits = chance_.bits(with(address, Stream::network_loss, which));
    if (chance::happens(bits, spec_.loss.per_million)) arrival.lost_by = "lost";
  }
  return arrival;
}

void Network::split(const Address& address, Arrival& arrival, MarketplaceIndex from, MarketplaceIndex to,
                    Copy copy) const {
  if (spec_.duplicate.per_million > 0 &&
      chance::happens(chance_.bits(with(address, Stream::network_duplicate)), spec_.duplicate.per_million)) {
    const std::uint64_t bits = chance_.bits(with(address, Stream::network_duplicate_delay));
    arrival.duplicate = Passage{{copy.ordinal, Copy::Sort::duplicate, false}, draw(delay_of(from, to), bits)};
  }
  if (spec_.late.per_million > 0 &&
      chance::happens(chance_.bits(with(address, Stream::network_late)), spec_.late.per_million)) {
    const std::uint64_t bits = chance_.bits(with(address, Stream::network_late_delay));
    arrival.late = Passage{{copy.ordinal, Copy::Sort::late, false}, draw(spec_.late_after, bits)};
  }
}

std::string_view Network::severed_by(MarketplaceIndex from, MarketplaceIndex to) const {
  for (const Severance& severance : severances_) {
    if (severance.separates(from, to)) return severance.one_way ? "cut" : "partition";
  }
  return {};
}

void Network::sever(std::uint32_t id, const scenario::Fault& fault) {
  Severance severance{id, fault.kind == scenario::Fault::Kind::cut, {}};
  // Who is named in no group is in group 0 together.
  severance.side.assign(marketplaces_, 0);
  for (std::uint32_t group = 0; group < fault.groups.size(); ++group) {
    for (const MarketplaceIndex member : fault.groups[group]) {
      severance.side[member] |= severance.one_way ? 1U << group : group + 1;
    }
  }
  severances_.push_back(std::move(severance));
}

void Network::mend(std::uint32_t id) {
  std::erase_if(severances_, [id](const Severance& severance) { return severance.id == id; });
}

}  // namespace feira::sim
