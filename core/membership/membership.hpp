// Who belongs to the consortium: a set that only grows. A member is present, then it has left or was evicted, and it
// never comes back; every marketplace merges what it hears (a join semilattice), so that all end up with the same set
// in whatever order it was told.
//
// The founders are known to all from the start, and what differs from "the founders, all present" is all that is ever
// told: in a consortium that does not change, heartbeats carry nothing.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "core/config.hpp"
#include "core/identity.hpp"

namespace feira {

/// In the order in which it may rise: somebody may be evicted who has left, and that is what it is from then on.
enum class Standing : std::uint8_t { present, left, evicted };

/// "present", "left", "evicted".
const char* name(Standing standing);

struct MemberEntry {
  MarketplaceId id;
  std::string name;
  Standing standing = Standing::present;
  /// One of those that every member knows without being told.
  bool founder = false;
  template <class Hasher>
  void hash_into(Hasher& hasher) const {
    hasher.add(id, name, standing, founder);
  }
  friend bool operator==(const MemberEntry&, const MemberEntry&) = default;
};

/// Sorted by id.
using MemberEntries = std::vector<MemberEntry>;

class Membership {
 public:
  /// The founders; of a newcomer, itself alone.
  void reset(const Config& config);

  /// Merges what was told of one member. Returns whether that is news: somebody new, or one who is gone now.
  bool take(const MemberEntry& told, const Ablations& ablations = {});

  /// Null for somebody never told of.
  [[nodiscard]] const MemberEntry* find(MarketplaceId id) const;
  /// Has left or was evicted. Not so for somebody never told of: it may only be early.
  [[nodiscard]] bool gone(MarketplaceId id) const { return any_gone_ && standing(id) != Standing::present; }
  [[nodiscard]] bool evicted(MarketplaceId id) const { return any_gone_ && standing(id) == Standing::evicted; }
  [[nodiscard]] bool any_gone() const { return any_gone_; }
  /// Present members but `me`: whom a broadcast goes to.
  [[nodiscard]] std::size_t others() const { return others_; }
  [[nodiscard]] const MemberEntries& all() const { return members_; }
  /// What differs from the founders, all present: what heartbeats tell.
  [[nodiscard]] const MemberEntries& changes() const { return changes_; }
  /// Rises with every change.
  [[nodiscard]] std::uint64_t version() const { return version_; }

  template <class Hasher>
  void hash_into(Hasher& hasher) const {
    hasher.add(me_, members_);
  }
  friend bool operator==(const Membership&, const Membership&) = default;

 private:
  [[nodiscard]] Standing standing(MarketplaceId id) const;
  void count();

  MarketplaceId me_;
  MemberEntries members_;
  // What follows from `members_`.
  MemberEntries changes_;
  std::size_t others_ = 0;
  std::uint64_t version_ = 0;
  bool any_gone_ = false;
};

}  // namespace feira
