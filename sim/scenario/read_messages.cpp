// "messages": what happens to single messages, named by their addresses.
#include <algorithm>
#include <array>
#include <set>

#include "sim/scenario/message_address.hpp"
#include "sim/scenario/parts.hpp"

namespace feira::scenario {

namespace {

constexpr std::size_t messages_max = 100'000;

std::optional<MessageAddress> read_address(Reading& reading, const Node* node) {
  if (node == nullptr || reading.scenario.marketplaces.empty()) return std::nullopt;
  if (node->kind != Node::Kind::string) {
    reading.complain_of_type(*node, R"(a message's address, as in "2nd interest from bia to ana")");
    return std::nullopt;
  }
  const auto parsed = parse_message_address(node->text, reading.scenario.marketplaces);
  if (const auto* rejection = std::get_if<Rejection>(&parsed)) {
    reading.complain(node->offset, *rejection);
    return std::nullopt;
  }
  return std::get<MessageAddress>(parsed);
}

/// A word that was complained of was probably meant to say something.
bool has_unknown_word(const Node& node) {
  constexpr std::array<std::string_view, 4> words{"message", "delay", "lost", "again-after"};
  return std::ranges::any_of(
      node.members, [&words](const Member& member) { return std::ranges::find(words, member.key) == words.end(); });
}

void read_message(Reading& reading, const Node& node, std::set<MessageAddress>& taken) {
  const Object object(reading, node, "a message", {"message", "delay", "lost", "again-after"});
  if (!object.valid()) return;
  MessageOverride given;
  const auto message = read_address(reading, object.require("message"));
  if (Duration delay; read_duration(reading, object.find("delay"), delay)) given.delay = delay;
  read_bool(reading, object.find("lost"), given.lost);
  if (Duration after; read_duration(reading, object.find("again-after"), after)) given.again_after = after;
  const bool says_more = object.find("delay") != nullptr || object.find("again-after") != nullptr;
  if (given.lost && says_more) {
    reading.complain(*object.find("lost"), "a message that is lost does not arrive",
                     "either \"lost\", or \"delay\" and \"again-after\"");
  } else if (!given.lost && !says_more && !has_unknown_word(node)) {
    reading.complain(node, "nothing is said of the message", R"("delay", "lost": true or "again-after")");
  }
  if (!message) return;
  given.message = *message;
  if (!taken.insert(*message).second) {
    reading.complain(*object.find("message"), "message " + quote(object.find("message")->text) + " is named twice",
                     "each message once");
    return;
  }
  reading.scenario.messages.push_back(given);
}

}  // namespace

void read_messages(Reading& reading, const Node* node) {
  std::set<MessageAddress> taken;
  read_list(reading, node, "messages", 0, messages_max, [&](const Node& item) { read_message(reading, item, taken); });
}

}  // namespace feira::scenario
