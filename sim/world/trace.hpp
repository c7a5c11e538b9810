// Where all events of a run go: numbered, into the digest, to the checkers and to whoever observes the run.
#pragma once

#include <cstdint>
#include <functional>
#include <vector>

#include "sim/check/checkers.hpp"
#include "sim/check/event.hpp"
#include "sim/kernel/digest.hpp"
#include "sim/scenario/scenario.hpp"

namespace feira::sim {

/// What chance, or the scenario, made of one message on its way; by its address, so that it can be given.
struct Fate {
  enum class What : std::uint8_t {
    sets_out,     // to arrive `delay` later
    lost,         // by chance, or because it was given so; the original copy only
    comes_again,  // as it arrives, one more copy sets out, to arrive `delay` later
  };
  scenario::MessageAddress message;
  What what = What::sets_out;
  Duration delay;
  check::GlobalTime time;
};

/// Whoever wants to see more of a run than its result. All may be empty.
struct Observers {
  /// Gets every event; what it points to lives as long as the call.
  std::function<void(const check::Event&)> event;
  /// Asked now and then: true ends the run early.
  std::function<bool()> stop;
  /// Gets what the network does to single messages.
  std::function<void(const Fate&)> fate{};
};

class Trace {
 public:
  /// `observers` outlives the trace and its copies.
  Trace(std::vector<Member> members, const Options& options, const Observers& observers)
      : checkers_(std::move(members), options), observers_(&observers) {}

  /// Numbers the event and hands it on. `content` is a hash of what it carries, zero if that is known from before.
  void add(check::Event& event, std::uint64_t content);

  /// Something else that belongs to the run's identity, at its end.
  void seal(std::uint64_t word) { digest_.add(word); }

  [[nodiscard]] std::uint64_t events() const { return events_; }
  [[nodiscard]] std::uint64_t digest() const { return digest_.value(); }
  [[nodiscard]] check::Checkers& checkers() { return checkers_; }
  [[nodiscard]] const Observers& observers() const { return *observers_; }
  /// From here on `observers`, which outlives the trace and its copies, in place of those before.
  void watch(const Observers& observers) { observers_ = &observers; }

 private:
  std::uint64_t events_ = 0;
  kernel::Digest digest_;
  check::Checkers checkers_;
  const Observers* observers_;
};

}  // namespace feira::sim
