#include "sim/search/shrink/given_messages.hpp"

#include <algorithm>

namespace feira::search {

using scenario::MessageOverride;
using scenario::NetworkSpec;
using scenario::Spread;
using sim::Fate;

void MessagesSeen::observe(const Fate& fate) {
  if (fate.what == Fate::What::sets_out) {
    places_[fate.message] = seen_.size();
    seen_.push_back({{fate.message, fate.delay, false, {}}, fate.time});
    return;
  }
  const auto found = places_.find(fate.message);
  if (found == places_.end()) return;
  MessageOverride& what = seen_[found->second].what;
  if (fate.what == Fate::What::lost) {
    what.lost = true;
  } else {
    // Of two copies the later one.
    what.again_after = std::max(what.again_after.value_or(fate.delay), fate.delay);
  }
}

std::vector<MessageOverride> MessagesSeen::given(Duration delay, check::GlobalTime until) const {
  std::vector<MessageOverride> given;
  for (const Seen& seen : seen_) {
    MessageOverride what = seen.what;
    if (what.lost && what.again_after) {
      // Only the copy arrives.
      what.delay = *what.delay + *what.again_after;
      what.lost = false;
      what.again_after.reset();
    }
    if (what.lost || what.delay == delay) what.delay.reset();
    if (seen.set_out < until && (what.lost || what.delay || what.again_after)) given.push_back(what);
  }
  return given;
}

Duration MessagesSeen::usual_delay() const {
  std::vector<Duration> delays;
  for (const Seen& seen : seen_) delays.push_back(*seen.what.delay);
  if (delays.empty()) return {};
  const auto middle = delays.begin() + static_cast<std::ptrdiff_t>(delays.size() / 2);
  std::ranges::nth_element(delays, middle);
  return *middle;
}

NetworkSpec plain_network(Duration delay) {
  NetworkSpec network;
  network.delay = Spread{Spread::Shape::constant, delay, {}};
  return network;
}

bool is_plain(const NetworkSpec& network) {
  return network.delay.shape == Spread::Shape::constant && network == plain_network(network.delay.low);
}

}  // namespace feira::search
