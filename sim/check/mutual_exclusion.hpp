// mutual-exclusion: no two marketplaces are inside the critical section of one product at once.
//
// A holder is inside from the start of its first hook under a token until the first of: its commit or release for that
// token is made, its lease ends (in the driver's time), it crashes, it sees its clock go back. All hooks under one
// token are one section. A hook that starts after the commit was made is inside again, until the lease ends or the
// holder crashes. What a holder counts on must not change meanwhile: the owner too withdraws, reprices and removes only
// while nobody is inside.
#pragma once

#include <cstdint>
#include <vector>

#include "core/identity.hpp"
#include "sim/check/directory.hpp"
#include "sim/check/property.hpp"

namespace feira::check {

class MutualExclusion {
 public:
  void hook_started(Moment now, Ware product, Dense holder, FencingToken token, GlobalTime lease_end,
                    const Directory& names);
  /// The holder's clock was changed: the lease of the section that it may be inside ends at another moment.
  void lease_moved(Moment now, Ware product, Dense holder, FencingToken token, GlobalTime lease_end,
                   const Directory& names);
  /// The holder made its commit or release.
  void left(Moment now, Ware product, Dense holder, FencingToken token);
  /// The owner took something off the stock, or changed the price.
  void changed(Moment now, Ware product, const Directory& names);
  /// It begins a new life, after a crash or because its clock went back: it is inside no more.
  void crashed(Moment now, Dense holder);
  /// The first grant of an interest left while another waited for the same product.
  void contended() { ++contended_; }
  void finish(Moment now);

  [[nodiscard]] const Findings& findings() const { return findings_; }
  [[nodiscard]] Verdict verdict() const;
  [[nodiscard]] std::uint64_t leases_ended_inside() const { return leases_ended_inside_; }

 private:
  struct Section {
    Dense holder = none;
    FencingToken token;
    GlobalTime lease_end;
    std::uint64_t started = 0;
    bool inside = false;
    bool committed = false;
  };

  std::vector<Section>& sections(Ware product);
  void end_leases(std::vector<Section>& sections, GlobalTime now);

  std::vector<std::vector<Section>> products_;
  std::uint64_t entered_ = 0;
  std::uint64_t contended_ = 0;
  std::uint64_t leases_ended_inside_ = 0;
  Findings findings_{Property::mutual_exclusion};
};

}  // namespace feira::check
