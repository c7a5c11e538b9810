#include "sim/scenario/message_address.hpp"

#include <algorithm>
#include <optional>

#include "sim/scenario/fields.hpp"
#include "sim/scenario/nearest.hpp"

namespace feira::scenario {

namespace {

constexpr const char* an_address = R"(a message's address, as in "2nd interest from bia to ana")";

/// Of a kind on a link: what travels with each copy has no room for more.
constexpr std::uint32_t ordinal_max = (1U << 28U) - 1;

std::vector<std::string_view> split(std::string_view text) {
  std::vector<std::string_view> words;
  while (true) {
    const auto space = text.find(' ');
    words.push_back(text.substr(0, space));
    if (space == std::string_view::npos) return words;
    text.remove_prefix(space + 1);
  }
}

/// The number of "2nd"; zero when it is none.
std::uint32_t number_of(std::string_view word) {
  std::uint32_t number = 0;
  std::size_t digits = 0;
  for (; digits < word.size() && word[digits] >= '0' && word[digits] <= '9'; ++digits) {
    number = number * 10 + static_cast<std::uint32_t>(word[digits] - '0');
    if (number > ordinal_max) return 0;
  }
  return digits > 0 && digits < word.size() && word[0] != '0' ? number : 0;
}

Rejection unknown(std::string_view what, std::string_view word, Words words) {
  return {"unknown " + std::string(what) + ' ' + quote(word), one_of(words), std::string(nearest(word, words))};
}

}  // namespace

Parsed<MessageAddress> parse_message_address(std::string_view text, std::span<const std::string> marketplaces) {
  const auto words = split(text);
  if (words.size() != 6 || words[2] != "from" || words[4] != "to") {
    return Rejection{quote(text) + " does not name a message", an_address, {}};
  }
  MessageAddress message;
  message.ordinal = number_of(words[0]);
  if (message.ordinal == 0) return Rejection{quote(words[0]) + " is no number of a message", an_address, {}};
  if (words[0] != ordinal_text(message.ordinal)) {
    return Rejection{quote(words[0]) + " is no number of a message", quote(ordinal_text(message.ordinal)), {}};
  }
  const auto kinds = message_kind_words();
  const auto kind = std::ranges::find(kinds, words[1]);
  if (kind == kinds.end()) return unknown("kind of message", words[1], kinds);
  message.kind = static_cast<MessageKind>(kind - kinds.begin());
  const std::vector<std::string_view> names(marketplaces.begin(), marketplaces.end());
  for (const std::size_t place : {3U, 5U}) {
    const auto name = std::ranges::find(names, words[place]);
    if (name == names.end()) return unknown("marketplace", words[place], names);
    (place == 3 ? message.from : message.to) = static_cast<MarketplaceIndex>(name - names.begin());
  }
  if (message.from == message.to) {
    return Rejection{"what " + std::string(words[3]) + " sends to itself does not travel", "two marketplaces", {}};
  }
  return message;
}

std::string ordinal_text(std::uint32_t number) {
  const std::uint32_t tens = number / 10 % 10;
  const std::uint32_t ones = tens == 1 ? 0 : number % 10;
  const char* suffix = ones == 1 ? "st" : ones == 2 ? "nd" : ones == 3 ? "rd" : "th";
  return std::to_string(number) + suffix;
}

std::string text(const MessageAddress& message, std::span<const std::string> marketplaces) {
  return ordinal_text(message.ordinal) + ' ' + name(message.kind) + " from " + marketplaces[message.from] + " to " +
         marketplaces[message.to];
}

std::string describe(const MessageOverride& given, const Scenario& scenario) {
  const std::string address = text(given.message, scenario.marketplaces);
  if (given.lost) return address + " is lost";
  const std::string takes = given.delay ? " takes " + text(*given.delay) : std::string();
  if (!given.again_after) return address + takes;
  return address + takes + (takes.empty() ? "" : ",") + " comes again " + text(*given.again_after) + " later";
}

}  // namespace feira::scenario
