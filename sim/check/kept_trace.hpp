// A trace that is kept: what the story of a violation needs of each event, owned. Only for the run of one seed that is
// told in full; it grows with the run.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "sim/check/event.hpp"
#include "sim/check/names.hpp"

namespace feira::check {

/// How an event may matter to the story of another.
enum class Bearing : std::uint8_t {
  never,      // to none
  carrier,    // a message that matters if it carried news of an interest
  topical,    // matters if it is about the same product
  universal,  // always matters: a crash, a recovery
};

struct KeptEvent {
  std::uint64_t number = 0;
  GlobalTime time;
  EventKind kind = EventKind::start;
  Bearing bearing = Bearing::never;
  bool departed = false;
  bool last = false;
  MarketplaceId process;
  MarketplaceId peer;
  std::uint64_t id = 0;
  std::uint64_t made = 0;
  /// The interest that a record makes; zero for all other events.
  Count interest = 0;
  /// Of a question: the request whose token was handed on.
  std::uint64_t token_from = 0;
  ProductId product;
  /// `render`'s line; for a message its description alone.
  std::string text;
};

class KeptTrace {
 public:
  explicit KeptTrace(Names names) : names_(std::move(names)) {}

  void observe(const Event& event);

  [[nodiscard]] const std::vector<KeptEvent>& events() const { return events_; }
  [[nodiscard]] const Names& names() const { return names_; }
  /// Null when it was not kept.
  [[nodiscard]] const KeptEvent* find(std::uint64_t number) const;

 private:
  Names names_;
  std::vector<KeptEvent> events_;
};

}  // namespace feira::check
