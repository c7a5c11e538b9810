// One step from the inside: the time, the configuration and the ways in which the rooms of the core speak. Everything
// that leaves the core goes through here, so that the rule for durability stands in one place: an effect waits for all
// records made before it (`JournalHead::awaited`), and carries the clock as it stands now.
#pragma once

#include <optional>
#include <utility>

#include "core/config.hpp"
#include "core/effect.hpp"
#include "core/journal/journal_head.hpp"
#include "core/membership/membership.hpp"
#include "core/time.hpp"

namespace feira {

class Step {
 public:
  Step(LocalTime time, const Config& whose, const Membership& membership, Incarnation life, const VectorClock& clock,
       const VectorClock& frontier, JournalHead& journal, Effects& out)
      : now(time),
        config(whose),
        members(membership),
        incarnation(life),
        clock_(clock),
        frontier_(frontier),
        journal_(journal),
        out_(out) {}

  const LocalTime now;
  const Config& config;
  const Membership& members;
  const Incarnation incarnation;

  [[nodiscard]] MarketplaceId me() const { return config.me; }
  [[nodiscard]] const Options& options() const { return config.options; }
  [[nodiscard]] bool ablated(Ablation ablation) const { return config.ablations.has(ablation); }
  [[nodiscard]] const VectorClock& clock() const { return clock_; }
  [[nodiscard]] const VectorClock& frontier() const { return frontier_; }

  /// Makes a record that later effects wait for. `broken_by`, when given, is the ablation under which those of this
  /// step do not.
  void record(RecordBody body, std::optional<Ablation> broken_by = {});
  /// Makes a replica's record: journalled, but nothing waits for it.
  void record_replica(ReplicaAdvanced body);
  /// Makes sure that an awaited record covers interest `id` with its frontier, which a last word on it needs.
  void cover(InterestId id);

  /// `to` may be this marketplace itself.
  /// `broken_by`, when given, is the ablation under which it does not wait for records.
  void send(MarketplaceId to, Body body, std::optional<Ablation> broken_by = {}) {
    emit(to, {}, std::move(body), broken_by);
  }
  /// To all other present members but `except`.
  void broadcast(Body body, MarketplaceId except = {}, std::optional<Ablation> broken_by = {}) {
    emit({}, except, std::move(body), broken_by);
  }

  /// Does nothing for request zero: nobody asks any more.
  void reply(RequestId request, const Answer& answer, std::optional<Ablation> broken_by = {});
  void start_hook(ProductId product, const Purchase& purchase, FencingToken token, LocalTime until);
  void delivered(const Interest& interest) {
    out_.deliveries.push_back({interest.id, interest.product, journal_.made});
  }
  void stop() { out_.stopped = true; }

 private:
  void append(RecordBody body);
  void emit(MarketplaceId to, MarketplaceId except, Body body, std::optional<Ablation> broken_by);

  const VectorClock& clock_;
  const VectorClock& frontier_;
  JournalHead& journal_;
  Effects& out_;
  /// An ablation has taken the wait away from what this step still makes.
  bool hurries_ = false;
};

}  // namespace feira
