#include "sim/scenario/network_faults.hpp"

#include <algorithm>
#include <cstdint>
#include <utility>

#include "sim/chance/draw.hpp"

namespace feira::scenario {

namespace {

using chance::Address;
using chance::Chance;

using Groups = std::vector<std::vector<MarketplaceIndex>>;

// What is drawn about one fault.
constexpr std::uint8_t choice_of_order = 0;
constexpr std::uint8_t choice_of_size = 1;
constexpr std::uint8_t choice_of_way = 2;
constexpr std::uint8_t choice_of_shape = 3;
constexpr std::uint8_t choice_of_kind = 4;

std::uint64_t bits(const Chance& chance, Address address, std::uint8_t purpose) {
  address.purpose = purpose;
  return chance.bits(address);
}

std::vector<MarketplaceIndex> drawn_order(std::size_t count, const Chance& chance, Address address) {
  std::vector<MarketplaceIndex> order(count);
  for (std::size_t i = 0; i < count; ++i) order[i] = static_cast<MarketplaceIndex>(i);
  address.purpose = choice_of_order;
  chance::shuffle<MarketplaceIndex>(chance, address, order);
  return order;
}

/// Sorted parts of `order`: from `begin` up to `middle`, and from there up to `end`.
Groups two_groups(const std::vector<MarketplaceIndex>& order, std::size_t begin, std::size_t middle, std::size_t end) {
  const auto part = [&order](std::size_t from, std::size_t to) {
    std::vector<MarketplaceIndex> group(order.begin() + static_cast<std::ptrdiff_t>(from),
                                        order.begin() + static_cast<std::ptrdiff_t>(to));
    std::sort(group.begin(), group.end());
    return group;
  };
  return {part(begin, middle), part(middle, end)};
}

/// Two groups that cover all: the first holds one marketplace up to half of them. For a partition that is the smaller
/// side; others go either way between them, or concern one link only.
Groups draw_groups(const Chance& chance, const Address& address, Fault::Kind kind, std::size_t count) {
  const auto order = drawn_order(count, chance, address);
  const std::uint64_t way = chance::below(bits(chance, address, choice_of_way), 3);
  const bool directed = kind != Fault::Kind::partition;
  const bool single_link = directed && way == 2;
  const auto size = static_cast<std::size_t>(1 + chance::below(bits(chance, address, choice_of_size), count / 2));
  Groups groups = single_link ? two_groups(order, 0, 1, 2) : two_groups(order, 0, size, count);
  if (directed && way == 1) std::swap(groups[0], groups[1]);
  return groups;
}

std::string list(const std::vector<MarketplaceIndex>& members, const Scenario& scenario) {
  std::string names;
  for (const MarketplaceIndex member : members) {
    if (!names.empty()) names += ", ";
    names += scenario.marketplaces[member];
  }
  return names;
}

std::string way(const Fault& fault, const Scenario& scenario) {
  return "from " + list(fault.groups[0], scenario) + " to " + list(fault.groups[1], scenario);
}

std::string parted(const Fault& fault, const Scenario& scenario) {
  std::string groups;
  for (const auto& group : fault.groups) groups += (groups.empty() ? "" : " | ") + list(group, scenario);
  switch (fault.shape) {
    case PartitionShape::bridge:
      return groups + " cut from each other but for the one between";
    case PartitionShape::majorities_ring:
      return groups + " in a ring, each hearing a majority of its own";
    case PartitionShape::one_way:
      return "nothing passes " + way(fault, scenario);
    default:
      return groups + (fault.groups.size() == 1 ? " cut from the others" : " cut from each other");
  }
}

std::string with_kinds(std::string text, const MessageKinds& messages) {
  if (messages.all()) return text;
  std::string names;
  for (std::size_t i = 0; i < message_kinds; ++i) {
    const auto kind = static_cast<MessageKind>(i);
    if (messages.has(kind)) names += (names.empty() ? "" : ", ") + std::string(name(kind));
  }
  return text + " for " + names;
}

std::string without_kinds(const Fault& fault, const Scenario& scenario) {
  switch (fault.kind) {
    case Fault::Kind::cut:
      return "nothing passes " + way(fault, scenario);
    case Fault::Kind::clog:
      return "the way " + way(fault, scenario) + " clogged";
    case Fault::Kind::hold:
      return "the way " + way(fault, scenario) + " on hold";
    default:
      return parted(fault, scenario);
  }
}

}  // namespace

bool is_of_the_network(Fault::Kind kind) {
  switch (kind) {
    case Fault::Kind::partition:
    case Fault::Kind::cut:
    case Fault::Kind::clog:
    case Fault::Kind::hold:
      return true;
    default:
      return false;
  }
}

std::size_t marketplaces_needed(PartitionShape shape) {
  return shape == PartitionShape::bridge || shape == PartitionShape::majorities_ring ? 3 : 2;
}

Groups draw_shape(const Chance& chance, Address address, PartitionShape& shape, std::size_t count) {
  if (count < marketplaces_needed(shape)) shape = PartitionShape::halves;
  const auto order = drawn_order(count, chance, address);
  const std::uint64_t size_bits = bits(chance, address, choice_of_size);
  const auto up_to = [size_bits](std::size_t most) {
    return static_cast<std::size_t>(1 + chance::below(size_bits, std::max<std::size_t>(most, 1)));
  };
  switch (shape) {
    case PartitionShape::groups:
      return draw_groups(chance, address, Fault::Kind::partition, count);
    case PartitionShape::halves:
      return two_groups(order, 0, count / 2, count);
    case PartitionShape::minority:
      return two_groups(order, 0, up_to((count - 1) / 2), count);
    case PartitionShape::one_isolated:
      return two_groups(order, 0, 1, count);
    case PartitionShape::bridge:
      return two_groups(order, 1, 1 + (count - 1) / 2, count);
    case PartitionShape::majorities_ring:
      return {order};
    case PartitionShape::one_way:
      return two_groups(order, 0, up_to(count - 1), count);
  }
  return {};
}

void draw_choice(const Chance& chance, const Address& address, const RandomFaultSpec& random, std::size_t count,
                 Fault& fault) {
  fault.messages = random.messages;
  if (fault.kind == Fault::Kind::partition && !random.shapes.empty()) {
    fault.shape = random.shapes[chance::below(bits(chance, address, choice_of_shape), random.shapes.size())];
    fault.groups = draw_shape(chance, address, fault.shape, count);
  } else {
    fault.groups = draw_groups(chance, address, fault.kind, count);
  }
  if (fault.kind != Fault::Kind::hold) return;
  std::vector<MessageKind> among;
  for (std::size_t i = 0; i < message_kinds; ++i) {
    if (random.messages.has(static_cast<MessageKind>(i))) among.push_back(static_cast<MessageKind>(i));
  }
  fault.messages = {};
  fault.messages.add(among[chance::below(bits(chance, address, choice_of_kind), among.size())]);
}

std::string describe_network_fault(const Fault& fault, const Scenario& scenario) {
  return with_kinds(without_kinds(fault, scenario), fault.messages);
}

}  // namespace feira::scenario
