// What the network did to each message of a run, as overrides of single messages over a network in which nothing is
// left to chance.
#pragma once

#include <map>
#include <vector>

#include "sim/scenario/scenario.hpp"
#include "sim/world/trace.hpp"

namespace feira::search {

/// Watches a run for the fate of each message.
class MessagesSeen {
 public:
  void observe(const sim::Fate& fate);

  /// All that set out before `until` and was lost, came again or did not travel for exactly `delay`, by the time at
  /// which it set out.
  [[nodiscard]] std::vector<scenario::MessageOverride> given(Duration delay, check::GlobalTime until) const;

  /// The median of all delays.
  [[nodiscard]] Duration usual_delay() const;

 private:
  struct Seen {
    scenario::MessageOverride what;
    check::GlobalTime set_out;
  };
  /// By the place in `seen_`.
  std::map<scenario::MessageAddress, std::size_t> places_;
  std::vector<Seen> seen_;
};

/// The same network with one delay for all, without loss, copies, slow links or anything else that is drawn.
scenario::NetworkSpec plain_network(Duration delay);

/// Whether chance, or a setting of whole links or kinds of message, has a say in what happens to messages.
bool is_plain(const scenario::NetworkSpec& network);

}  // namespace feira::search
