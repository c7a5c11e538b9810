// The properties that are judged at the end, after faults stopped and the network healed.
//
// answered: every question at a marketplace that is up, for an owner that is up, has its decision, unless its client
// gave up; for an owner that has left or was evicted, and only then, it is told that nobody knows. A decision told in
// answer to a later question about the same purchase counts. A change whose marketplace crashed before it answered is
// excused: its operator has to look. convergence: all replicas equal their owners' catalogues.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/identity.hpp"
#include "core/time.hpp"
#include "sim/check/client_history.hpp"
#include "sim/check/directory.hpp"
#include "sim/check/property.hpp"
#include "sim/check/purchases.hpp"

namespace feira::check {

struct ReplicaMismatch {
  MarketplaceId replica;
  MarketplaceId owner;
};

/// What the driver knows when a run ends.
struct Ending {
  GlobalTime time;
  /// How long after `calm` the liveness properties had to come true.
  Duration bound;
  /// Those of all ids that are not up: members that are down, and whoever has stopped or never started.
  std::vector<MarketplaceId> down;
  /// Replicas, of members that are up, that differ from their owners' catalogues.
  std::vector<ReplicaMismatch> mismatches;
  /// Members that are down for good, by a fault that never ends: they are among those that are down.
  std::vector<MarketplaceId> down_for_good{};
};

class Answered {
 public:
  /// Not to be called for a run that ended before calm came.
  /// `gone`: by marketplace, whether it was evicted or has left.
  void judge(Moment now, const Ending& ending, const ClientHistory& history, const Purchases& purchases,
             const std::vector<bool>& gone, const Directory& names);
  /// Somebody was told that nobody knows, though the owner is a member still.
  void unknown_of_a_member(Moment now, const Question& question, const Directory& names);
  [[nodiscard]] const Findings& findings() const { return findings_; }
  [[nodiscard]] Verdict verdict() const;

 private:
  bool judged_ = false;
  std::string down_for_good_;
  std::uint64_t questions_ = 0;
  std::uint64_t excused_ = 0;
  Findings findings_{Property::answered};
};

class Convergence {
 public:
  void judge(Moment now, const Ending& ending, const Directory& names);
  [[nodiscard]] const Findings& findings() const { return findings_; }
  [[nodiscard]] Verdict verdict() const;

 private:
  bool judged_ = false;
  std::string down_for_good_;
  std::uint64_t replicas_ = 0;
  Findings findings_{Property::convergence};
};

}  // namespace feira::check
