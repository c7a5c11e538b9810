// The class of a failure: which property is violated, and by events of which kinds. Two runs that fail alike are of one
// class, whoever did it and whenever; whoever cuts a failing scenario down keeps to the class that it started from.
#pragma once

#include <compare>
#include <cstdint>
#include <string>
#include <vector>

#include "sim/check/event.hpp"
#include "sim/check/property.hpp"
#include "sim/scenario/scenario.hpp"
#include "sim/world/run.hpp"

namespace feira::search {

/// Of each event of a run its kind and the kind of what it carried, in two bytes: what a class needs to know.
class EventKinds {
 public:
  /// Events come in their order, from number 1.
  void observe(const check::Event& event);
  /// "send grant", "record decided", "hook-start", "answer sold". Precondition: `number` was observed.
  [[nodiscard]] std::string word(std::uint64_t number) const;

 private:
  struct Kind {
    check::EventKind event;
    std::uint8_t detail;
  };
  std::vector<Kind> kinds_;
};

struct FailureClass {
  check::Property property = check::Property::mutual_exclusion;
  /// The kinds of the events that break it, in their order.
  std::vector<std::string> events;
  friend auto operator<=>(const FailureClass&, const FailureClass&) = default;
};

FailureClass class_of(const check::Violation& violation, const EventKinds& kinds);

/// "mutual-exclusion, by hook-start and hook-start".
std::string text(const FailureClass& failure);

/// A run, and the class of each property's first violation, in the order of the properties.
struct JudgedRun {
  sim::RunResult result;
  std::vector<FailureClass> failures;
  [[nodiscard]] bool fails_by(const FailureClass& failure) const;
};

JudgedRun judged_run(const scenario::Scenario& scenario, std::uint64_t seed, const sim::Observers& observers = {});

}  // namespace feira::search
