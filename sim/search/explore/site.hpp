// One marketplace as an exploration has it: the core, what the driver keeps for it, its buyers, and what is to be
// remembered of it for the properties. A value: it copies and hashes.
#pragma once

#include <cstdint>
#include <optional>
#include <variant>
#include <vector>

#include "core/hasher.hpp"
#include "core/marketplace.hpp"
#include "sim/search/explore/watch.hpp"

namespace feira::explore {

/// A message on its way to one marketplace, and what its sender knew of all interests when it was made.
struct Parcel {
  Dense to = 0;
  Message message;
  Counts known;
  void hash_into(Hasher& hasher) const;
};

/// A hook under way.
struct Hook {
  StartHook hook;
  void hash_into(Hasher& hasher) const;
};

struct Client {
  enum class Stands : std::uint8_t { outside, asked, answered };
  std::uint32_t buyer = 0;
  Stands stands = Stands::outside;
  RequestId request;
  std::optional<Decision> told;
  void hash_into(Hasher& hasher) const { hasher.add(buyer, stands, request, told); }
};

/// An effect that waits until a record is durable.
struct Held {
  struct Mail {
    Send send;
    Counts known;
  };
  RecordNumber after = 0;
  std::variant<Mail, Reply, StartHook> effect;
  void hash_into(Hasher& hasher) const;
};

struct Site {
  Site(const Setting& setting, Dense me);

  void hash_into(Hasher& hasher) const;
  /// All clients have had an answer or have not asked.
  [[nodiscard]] bool nobody_waits() const;

  Marketplace core;
  Watch watch;
  std::vector<Client> clients;
  std::uint64_t requests = 0;
  std::vector<Hook> hooks;
  LocalTime wake = never;
  RecordNumber made = 0;
  RecordNumber durable = 0;
  // Only where somebody may crash.
  std::vector<Record> journal;
  std::vector<Held> held;
};

}  // namespace feira::explore
