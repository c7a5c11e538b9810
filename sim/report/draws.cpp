#include "sim/report/draws.hpp"

#include "sim/scenario/message_address.hpp"

namespace feira::report {
namespace {

using chance::Address;
using chance::Stream;
using scenario::Scenario;

std::string named(std::uint32_t marketplace, const Scenario& scenario) {
  return marketplace < scenario.marketplaces.size() ? scenario.marketplaces[marketplace] : std::string("nobody");
}

std::string ordinal(std::uint64_t number) { return scenario::ordinal_text(static_cast<std::uint32_t>(number)); }

std::string message(const Address& draw, const Scenario& scenario) {
  const char* copy = draw.purpose == 1 ? "the duplicate of " : draw.purpose == 2 ? "the late copy of " : "";
  return std::string(copy) + "the " + ordinal(draw.ordinal) + " " + name(static_cast<MessageKind>(draw.kind)) +
         " from " + named(draw.a, scenario) + " to " + named(draw.b, scenario);
}

std::string buyer(const Address& draw) {
  return "buyer " + std::to_string(draw.b + 1) + " of group " + std::to_string(draw.a + 1);
}

}  // namespace

std::string in_words(const Address& draw, const Scenario& scenario) {
  switch (draw.stream) {
    case Stream::network_delay:
      return "how long " + message(draw, scenario) + " travels";
    case Stream::network_loss:
      return "whether " + message(draw, scenario) + " is lost";
    case Stream::network_duplicate:
      return "whether " + message(draw, scenario) + " is doubled";
    case Stream::network_duplicate_delay:
      return "when the duplicate of " + message(draw, scenario) + " arrives";
    case Stream::network_late:
      return "whether a copy of " + message(draw, scenario) + " turns up late";
    case Stream::network_late_delay:
      return "when the late copy of " + message(draw, scenario) + " arrives";
    case Stream::network_reorder:
      return "whether " + message(draw, scenario) + " is overtaken";
    case Stream::network_reorder_delay:
      return "by how much " + message(draw, scenario) + " is late";
    case Stream::network_corrupt:
      return "whether " + message(draw, scenario) + " is damaged";
    case Stream::disk_write:
      return "how long the " + ordinal(draw.ordinal) + " write of " + named(draw.a, scenario) + " takes";
    case Stream::crash_cut:
    case Stream::crash_tear:
    case Stream::backup_cut:
      return "how much of its journal " + named(draw.a, scenario) + " keeps";
    case Stream::slow_step:
      return "how long " + named(draw.a, scenario) + " takes for its " + ordinal(draw.ordinal) + " input in line";
    case Stream::clock_origin:
      return "what the clock of " + named(draw.a, scenario) + " shows";
    case Stream::clock_rate:
      return "how fast the clock of " + named(draw.a, scenario) + " is";
    case Stream::buyer_home:
      return "where " + buyer(draw) + " is at home";
    case Stream::buyer_arrival:
    case Stream::buyer_gap:
    case Stream::buyer_think:
      return "when " + buyer(draw) + " comes";
    case Stream::buyer_product:
    case Stream::buyer_hot:
    case Stream::buyer_quantity:
      return "what " + buyer(draw) + " wants";
    case Stream::buyer_marketplace:
      return "where " + buyer(draw) + " asks again";
    case Stream::buyer_cancel:
    case Stream::buyer_cancel_delay:
      return "whether and when " + buyer(draw) + " cancels";
    case Stream::buyer_misuse:
      return "whether " + buyer(draw) + " misuses its key";
    case Stream::hook_length:
      return "how long a hook of " + buyer({.a = draw.a - 1, .b = draw.b}) + " takes";
    case Stream::hook_verdict:
      return "what a hook of " + buyer({.a = draw.a - 1, .b = draw.b}) + " says";
    default:
      return {};
  }
}

}  // namespace feira::report
