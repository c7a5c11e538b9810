#include "sim/scenario/swarm.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "sim/chance/chance.hpp"
#include "sim/chance/draw.hpp"
#include "sim/scenario/swarm_kinds.hpp"
#include "sim/scenario/units.hpp"

namespace feira::scenario {

namespace {

using chance::Address;
using chance::Chance;
using chance::Stream;

// What `Stream::swarm_shape` draws beside the kinds of fault.
enum class Part : std::uint32_t {
  delay_shape = 1,
  delay_scale = 2,
  buyers = 3,  // the group is the address's `b`
  lease = 4,
  heartbeat = 5,
  drift = 6,
  suspect_after = 7,
  retransmit = 8,
  void_timeout = 9,
  kept_interests = 10,
  batch_max = 11,
  hook = 12,
};

// Told apart by the address's purpose.
constexpr std::uint8_t whether = 0;
constexpr std::uint8_t how_much = 1;
constexpr std::uint8_t how_exactly = 2;

/// Each doubling from 1/8 to 4 alike, and within one each number of eighths alike.
SwarmFactor factor_of(const Chance& chance, Address address) {
  address.purpose = how_much;
  const std::int64_t low = std::int64_t{1} << chance::below(chance.bits(address), 5);
  address.purpose = how_exactly;
  return {chance::between(chance.bits(address), low, low * 2)};
}

std::string joined(const std::vector<std::string>& parts) {
  std::string line;
  for (const std::string& part : parts) line += (line.empty() ? "" : ", ") + part;
  return line;
}

class Drawing {
 public:
  Drawing(const Scenario& scenario, std::uint64_t seed) : chance_(seed), swarm_{scenario, {}, {}} {}

  Swarm result() {
    draw_kinds();
    draw_delay();
    draw_buyers();
    draw_protocol();
    swarm_.scenario.swarm = false;  // what comes out is no swarm any more
    return std::move(swarm_);
  }

 private:
  [[nodiscard]] std::uint64_t bits(Part part, std::uint8_t purpose = whether, std::uint32_t of = 0) const {
    return chance_.bits(
        {.stream = Stream::swarm_shape, .a = static_cast<std::uint32_t>(part), .b = of, .purpose = purpose});
  }
  [[nodiscard]] bool half(Part part) const { return chance::below(bits(part), 2) == 1; }
  [[nodiscard]] std::int64_t between(Part part, std::int64_t low, std::int64_t high) const {
    return chance::between(bits(part, how_much), low, high);
  }
  void tell(const std::string& line) { swarm_.drawn.push_back(line); }

  void draw_kinds();
  void draw_delay();
  void draw_buyers();
  void draw_protocol();
  void draw_lease(Options& protocol, std::vector<std::string>& told);
  void scale(Part part, Duration& duration, const char* name, std::vector<std::string>& told) const;

  Chance chance_;
  Swarm swarm_;
};

void Drawing::draw_kinds() {
  // The highest bit of a kind's draw says whether it is on. Where all are off the highest draw stays on, so that each
  // kind's own draw decides here, too.
  std::uint64_t highest = 0;
  for (const SwarmKind& kind : swarm_kinds()) {
    if (!kind.is_set(swarm_.scenario)) continue;
    highest = std::max(highest, chance_.bits({.stream = Stream::swarm_switch, .a = kind.address}));
  }
  constexpr std::uint64_t one_half = std::uint64_t{1} << 63;
  const std::uint64_t threshold = std::min(highest, one_half);
  for (const SwarmKind& kind : swarm_kinds()) {
    if (!kind.is_set(swarm_.scenario)) continue;
    const bool stays = chance_.bits({.stream = Stream::swarm_switch, .a = kind.address}) >= threshold;
    swarm_.kinds.push_back({kind.name, stays});
    if (!stays) {
      kind.switch_off(swarm_.scenario);
      tell("no " + std::string(kind.name));
    } else {
      const SwarmFactor factor = factor_of(chance_, {.stream = Stream::swarm_weight, .a = kind.address});
      tell(std::string(kind.name) + ' ' + kind.weigh(swarm_.scenario, factor));
    }
  }
}

/// The file's spread, or another shape over the same range; then the whole of it shorter or up to twice as long.
void Drawing::draw_delay() {
  Spread& delay = swarm_.scenario.network.delay;
  const Duration low = delay.low;
  const Duration high = std::max(delay.low, delay.high);
  switch (chance::below(bits(Part::delay_shape), 4)) {
    case 0:
      break;
    case 1:
      delay = {Spread::Shape::constant, (low + high) / 2, {}};
      break;
    case 2:
      delay = {Spread::Shape::exponential, (low + high) / 4, {}};
      break;
    default:
      delay = {Spread::Shape::heavy_tail, std::max(low, microseconds(1)), std::max(high * 4, microseconds(1))};
  }
  const std::int64_t eighths = chance::between(bits(Part::delay_scale), 1, 16);
  delay.low = {delay.low.ns * eighths / 8};
  delay.high = {delay.high.ns * eighths / 8};
  tell("delay " + text(delay));
}

/// A group stays away with probability one quarter. It keeps its place, and so do the draws of the others.
void Drawing::draw_buyers() {
  auto& groups = swarm_.scenario.buyers;
  if (groups.size() < 2) return;
  const auto stays_away = [&](std::uint32_t group) {
    return chance::below(bits(Part::buyers, whether, group), 4) == 0;
  };
  bool anybody = false;
  for (std::uint32_t group = 0; group < groups.size(); ++group) anybody = anybody || !stays_away(group);
  std::vector<std::string> away;
  for (std::uint32_t group = 0; anybody && group < groups.size(); ++group) {
    if (!stays_away(group)) continue;
    groups[group].count = 0;
    away.push_back(std::to_string(group + 1));
  }
  if (!away.empty()) tell((away.size() == 1 ? "without group " : "without groups ") + joined(away) + " of the buyers");
}

/// From one half to twice the file's, in one seed out of two.
void Drawing::scale(Part part, Duration& duration, const char* name, std::vector<std::string>& told) const {
  if (!half(part)) return;
  duration = std::max(Duration{duration.ns * between(part, 4, 16) / 8}, milliseconds(1));
  told.push_back(std::string(name) + ' ' + text(duration));
}

/// A heartbeat is at most a fifth of the lease.
void Drawing::draw_lease(Options& protocol, std::vector<std::string>& told) {
  scale(Part::lease, protocol.lease, "lease", told);
  protocol.lease_cap = std::max(protocol.lease_cap, protocol.lease);
  const Duration longest = protocol.lease / 5;
  if (half(Part::heartbeat)) {
    const Duration shortest = std::min(protocol.heartbeat / 2, longest);
    protocol.heartbeat = {between(Part::heartbeat, shortest.ns, longest.ns)};
    told.push_back("heartbeat " + text(protocol.heartbeat));
  }
  protocol.heartbeat = std::min(protocol.heartbeat, longest);
}

void Drawing::draw_protocol() {
  constexpr std::int64_t drift_max_ppm = 400'000;
  constexpr std::array<std::uint32_t, 3> few{1, 4, 16};
  Options& protocol = swarm_.scenario.protocol;
  std::vector<std::string> told;
  draw_lease(protocol, told);
  if (half(Part::drift)) {
    protocol.drift_ppm = between(Part::drift, std::min(protocol.drift_ppm, drift_max_ppm), drift_max_ppm);
    told.push_back("drift " + text(Share{protocol.drift_ppm}));
  }
  if (half(Part::suspect_after)) {
    protocol.suspect_after_heartbeats = static_cast<int>(between(Part::suspect_after, 2, 8));
    told.push_back("suspect-after " + std::to_string(protocol.suspect_after_heartbeats));
  }
  scale(Part::retransmit, protocol.retransmit, "retransmit", told);
  scale(Part::void_timeout, protocol.void_timeout, "void-timeout", told);
  if (half(Part::kept_interests)) {
    protocol.kept_interests =
        std::min(protocol.kept_interests, few[chance::below(bits(Part::kept_interests, how_much), few.size())]);
    told.push_back("kept-interests " + std::to_string(protocol.kept_interests));
  }
  if (half(Part::batch_max)) {
    protocol.batch_max = std::min(protocol.batch_max, few[chance::below(bits(Part::batch_max, how_much), few.size())]);
    told.push_back("batch-max " + std::to_string(protocol.batch_max));
  }
  if (!told.empty()) tell(joined(told));
}

}  // namespace

Swarm swarm(const Scenario& scenario, std::uint64_t seed) { return Drawing(scenario, seed).result(); }

}  // namespace feira::scenario
