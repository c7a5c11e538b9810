// The network between marketplaces: when each copy of a message arrives, and whether it arrives at all.
//
// Every directed link counts its messages of each kind; all that happens to a message is drawn by its address
// (from, to, kind, ordinal), so taking one message away changes nothing for the others. A link comes into being when it
// is first used.
//
// Faults take effect when a copy arrives: only then is it lost, doubled, kept for later, damaged, or found on the wrong
// side of a partition. (Only what reordering adds to a delay is drawn at departure.) Once the time of faults is over
// nothing is lost, doubled or kept any more; late copies that are under way still turn up.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "core/message.hpp"
#include "sim/chance/chance.hpp"
#include "sim/scenario/scenario.hpp"
#include "sim/world/division.hpp"
#include "sim/world/local_clock.hpp"
#include "sim/world/overrides.hpp"

namespace feira::sim {

using scenario::MarketplaceIndex;

/// One copy of a message on its way: which message of its kind and link, and which copy. Travels as the kernel's tag.
struct Copy {
  enum class Sort : std::uint8_t { original, duplicate, late };
  std::uint32_t ordinal = 0;
  Sort sort = Sort::original;
  /// It has arrived, and waits only for its receiver to go on.
  bool accepted = false;
  /// It has stood in a slow receiver's line, or does.
  bool queued = false;

  [[nodiscard]] std::uint32_t tag() const {
    return ordinal << 4U | (queued ? 8U : 0U) | (accepted ? 4U : 0U) | static_cast<std::uint32_t>(sort);
  }
  static Copy of(std::uint32_t tag) {
    return {tag >> 4U, static_cast<Sort>(tag & 3U), (tag & 4U) != 0, (tag & 8U) != 0};
  }
  friend bool operator==(const Copy&, const Copy&) = default;
};

/// The word in traces: empty for an original, "duplicate" or "late".
[[nodiscard]] std::string_view label(Copy::Sort sort);

class Network {
 public:
  Network(const scenario::NetworkSpec& spec, std::uint32_t marketplaces, GlobalTime faults_until, chance::Chance chance,
          Overrides overrides = {});

  /// One copy and when it arrives, counted from now.
  struct Passage {
    Copy copy;
    Duration delay;
    /// Of a delay that the scenario gives for this message: how the trace tells it. Lives as long as the network.
    std::string_view told{};
  };

  /// What happens when a copy arrives.
  struct Arrival {
    /// Empty: it is delivered. Otherwise why it is lost: "lost", "corrupted", "partition" or "cut".
    std::string_view lost_by;
    /// A later message of its kind on its link has arrived before. Only where the network is set to reorder.
    bool overtaken = false;
    /// Further copies that set out at this moment.
    std::optional<Passage> duplicate;
    std::optional<Passage> late;
    /// Of what the scenario gives for this message, as in `Passage`.
    std::string_view told{};
  };

  /// The next message of this kind sets out on this link.
  [[nodiscard]] Passage depart(MarketplaceIndex from, MarketplaceIndex to, MessageKind kind, GlobalTime now);
  /// Precondition: `copy` has not been accepted before.
  [[nodiscard]] Arrival arrive(MarketplaceIndex from, MarketplaceIndex to, MessageKind kind, Copy copy, GlobalTime now);
  /// Which bits are flipped in a corrupted copy: a draw of its own.
  [[nodiscard]] std::uint64_t corruption(MarketplaceIndex from, MarketplaceIndex to, MessageKind kind, Copy copy) const;

  /// Why a copy that would arrive now has to wait, and until when.
  struct Wait {
    std::string_view why;  // "clog" or "hold"
    GlobalTime until;
  };
  [[nodiscard]] std::optional<Wait> detained(MarketplaceIndex from, MarketplaceIndex to, MessageKind kind) const;
  /// Whether some clog or hold is on.
  [[nodiscard]] bool detains() const { return !detentions_.empty(); }

  /// From here on all draws come from `chance`.
  void draw_from(const chance::Chance& chance) { chance_ = chance; }

  /// What the scenario gives for single messages and what never came about.
  [[nodiscard]] std::vector<std::string> missed() const { return overrides_.missed(); }

  /// A partition or cut of the fault plan begins or ends; `id` tells several at one time apart.
  void sever(std::uint32_t id, const scenario::Fault& fault);
  void mend(std::uint32_t id);
  /// A clog or hold begins, to end at `until`; or ends.
  void detain(std::uint32_t id, const scenario::Fault& fault, GlobalTime until);
  void resume(std::uint32_t id);

 private:
  struct Link {
    scenario::Spread delay;
    std::array<std::uint32_t, message_kinds> sent{};
  };

  /// What is kept of a link where kinds of message or their order are treated apart.
  struct Order {
    /// Of the last original that set out, where nothing overtakes.
    GlobalTime arrival;
    /// The latest original of each kind that has arrived.
    std::array<std::uint32_t, message_kinds> newest{};
  };

  struct Severance {
    std::uint32_t id = 0;
    std::string_view why;
    Division division;
    scenario::MessageKinds messages;
  };
  struct Detention {
    Severance what;
    GlobalTime until;
  };

  static constexpr std::uint32_t unused = UINT32_MAX;

  Link& link(MarketplaceIndex from, MarketplaceIndex to);
  [[nodiscard]] const scenario::Spread& delay_of(MarketplaceIndex from, MarketplaceIndex to) const;
  Order& order(MarketplaceIndex from, MarketplaceIndex to);
  [[nodiscard]] const scenario::Spread& delay_of(MarketplaceIndex from, MarketplaceIndex to, MessageKind kind) const;
  Duration particular_delay(MarketplaceIndex from, MarketplaceIndex to, MessageKind kind,
                            const chance::Address& address, GlobalTime now);
  bool overtaken(MarketplaceIndex from, MarketplaceIndex to, MessageKind kind, Copy copy);
  bool override_arrival(const scenario::MessageAddress& message, Copy copy, Arrival& arrival);
  [[nodiscard]] std::string_view severed_by(MarketplaceIndex from, MarketplaceIndex to, MessageKind kind) const;
  void split(const chance::Address& address, Arrival& arrival, MarketplaceIndex from, MarketplaceIndex to,
             MessageKind kind, Copy copy) const;

  scenario::NetworkSpec spec_;
  std::uint32_t marketplaces_;
  GlobalTime faults_until_;
  chance::Chance chance_;
  Overrides overrides_;
  /// For each pair the place of its link in `links_`, or `unused`.
  std::vector<std::uint32_t> link_of_;
  std::vector<Link> links_;
  /// Beside `links_`, where it is needed.
  std::vector<Order> orders_;
  /// Some kinds of message, their order or single messages are treated apart.
  bool particular_;
  std::vector<Severance> severances_;
  std::vector<Detention> detentions_;
};

}  // namespace feira::sim
