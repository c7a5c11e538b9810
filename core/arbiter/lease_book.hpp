// How long the owner's leases are: one length for each marketplace, which adapts, and the bound on all of them that is
// durable, because an owner that recovers has forgotten its grants and waits that long before it grants anything.
#pragma once

#include <vector>

#include "core/config.hpp"
#include "core/identity.hpp"
#include "core/step.hpp"
#include "core/time.hpp"

namespace feira {

/// L (1 - 2 rho): how long the holder may count on a lease that the owner keeps for L.
inline Duration holders_part(Duration lease, const Options& options) {
  return Duration{lease.ns - lease.ns / 1'000'000 * 2 * options.drift_ppm};
}
inline Duration holders_part(Duration lease, const Step& step) {
  return step.ablated(Ablation::drift_margin) ? lease : holders_part(lease, step.options());
}

class LeaseBook {
 public:
  /// `bound` is the durable one; nothing is granted before `wait_until`.
  void reset(const Config& config, Duration bound, LocalTime wait_until);

  [[nodiscard]] Duration length(MarketplaceId holder) const;
  /// As long as any lease may be outstanding, from `now`.
  void wait_again(LocalTime now) { wait_until_ = now + bound_; }
  [[nodiscard]] bool waiting(LocalTime now) const { return now < wait_until_; }
  [[nodiscard]] LocalTime wait_until() const { return wait_until_; }
  [[nodiscard]] Duration bound() const { return bound_; }

  /// Makes the bound durable (before the grant that is made next) when it does not cover a lease of `holder`.
  void cover(Step& step, MarketplaceId holder);
  /// A lease of `holder` ended without its commit: the next is twice as long, up to the cap.
  void ended_without_commit(MarketplaceId holder, const Options& options);
  /// `holder` committed after `held` of its lease: well within it, the next is half as long, down to five heartbeats.
  void committed(MarketplaceId holder, Duration held, const Options& options);
  /// Lowers the durable bound when all lengths in use and `longest_outstanding` have long been shorter.
  void lower(Step& step, Duration longest_outstanding);

  template <class Hasher>
  void hash_into(Hasher& hasher) const {
    hasher.add(lengths_, first_, bound_, wait_until_);
  }
  friend bool operator==(const LeaseBook&, const LeaseBook&) = default;

 private:
  struct Length {
    MarketplaceId holder;
    Duration lease;
    template <class Hasher>
    void hash_into(Hasher& hasher) const {
      hasher.add(holder, lease);
    }
    friend bool operator==(const Length&, const Length&) = default;
  };
  [[nodiscard]] const Length* find(MarketplaceId holder) const;
  /// Made when first granted to.
  Length& at(MarketplaceId holder);

  std::vector<Length> lengths_;  // sorted by holder; whoever is not here starts at `first_`
  Duration first_;
  Duration bound_;
  LocalTime wait_until_;
};

}  // namespace feira
