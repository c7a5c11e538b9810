// The network between marketplaces: when each copy of a message arrives, and whether it arrives at all.
//
// Every directed link counts its messages of each kind; all that happens to a message is drawn by its address
// (from, to, kind, ordinal), so taking one message away changes nothing for the others. A link comes into being when it
// is first used.
//
// Faults take effect when a copy arrives: only then is it lost, doubled, kept for later, or found on the wrong side of
// a partition. Once the time of faults is over nothing is lost, doubled or kept any more; late copies that are under
// way still turn up.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "core/message.hpp"
#include "sim/chance/chance.hpp"
#include "sim/scenario/scenario.hpp"
#include "sim/world/local_clock.hpp"

namespace feira::sim {

using scenario::MarketplaceIndex;

/// One copy of a message on its way: which message of its kind and link, and which copy. Travels as the kernel's tag.
struct Copy {
  enum class Sort : std::uint8_t { original, duplicate, late };
  std::uint32_t ordinal = 0;
  Sort sort = Sort::original;
  /// It has arrived, and waits only for its receiver to go on.
  bool accepted = false;

  [[nodiscard]] std::uint32_t tag() const {
    return ordinal << 3U | (accepted ? 4U : 0U) | static_cast<std::uint32_t>(sort);
  }
  static Copy of(std::uint32_t tag) { return {tag >> 3U, static_cast<Sort>(tag & 3U), (tag & 4U) != 0}; }
  friend bool operator==(const Copy&, const Copy&) = default;
};

/// The word in traces: empty for an original, "duplicate" or "late".
[[nodiscard]] std::string_view label(Copy::Sort sort);

class Network {
 public:
  Network(const scenario::NetworkSpec& spec, std::uint32_t marketplaces, GlobalTime faults_until,
          chance::Chance chance);

  /// One copy and when it arrives, counted from now.
  struct Passage {
    Copy copy;
    Duration delay;
  };

  /// What happens when a copy arrives.
  struct Arrival {
    /// Empty: it is delivered. Otherwise why it is lost: "lost", "partition" or "cut".
    std::string_view lost_by;
    /// Further copies that set out at this moment.
    std::optional<Passage> duplicate;
    std::optional<Passage> late;
  };

  /// The next message of this kind sets out on this link.
  [[nodiscard]] Passage depart(MarketplaceIndex from, MarketplaceIndex to, MessageKind kind);
  /// Precondition: `copy` has not been accepted before.
  [[nodiscard]] Arrival arrive(MarketplaceIndex from, MarketplaceIndex to, MessageKind kind, Copy copy,
                               GlobalTime now) const;

  /// A partition or cut of the fault plan begins or ends; `id` tells several at one time apart.
  void sever(std::uint32_t id, const scenario::Fault& fault);
  void mend(std::uint32_t id);

 private:
  struct Link {
    scenario::Spread delay;
    std::array<std::uint32_t, message_kinds> sent{};
  };

  /// Who cannot reach whom while it lasts.
  struct Severance {
    std::uint32_t id = 0;
    bool one_way = false;
    /// Partition: the group of each marketplace. One way: bit 0 for the senders cut off, bit 1 for the receivers.
    std::vector<std::uint32_t> side;

    [[nodiscard]] bool separates(MarketplaceIndex from, MarketplaceIndex to) const {
      return one_way ? (side[from] & 1U) != 0 && (side[to] & 2U) != 0 : side[from] != side[to];
    }
  };

  static constexpr std::uint32_t unused = UINT32_MAX;

  Link& link(MarketplaceIndex from, MarketplaceIndex to);
  [[nodiscard]] const scenario::Spread& delay_of(MarketplaceIndex from, MarketplaceIndex to) const;
  [[nodiscard]] std::string_view severed_by(MarketplaceIndex from, MarketplaceIndex to) const;
  void split(const chance::Address& address, Arrival& arrival, MarketplaceIndex from, MarketplaceIndex to,
             Copy copy) const;

  scenario::NetworkSpec spec_;
  std::uint32_t marketplaces_;
  GlobalTime faults_until_;
  chance::Chance chance_;
  /// For each pair the place of its link in `links_`, or `unused`.
  std::vector<std::uint32_t> link_of_;
  std::vector<Link> links_;
  std::vector<Severance> severances_;
};

}  // namespace feira::sim
