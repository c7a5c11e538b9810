#include "sim/scenario/fields.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "sim/scenario/nearest.hpp"

namespace feira::scenario {

namespace {

constexpr std::size_t complaints_max = 1000;
constexpr std::size_t name_length_max = 64;
constexpr std::size_t words_shown_max = 32;

template <class Value, class Parse>
bool read_quantity(Reading& reading, const Node* node, Value& out, std::string_view expected, Parse parse) {
  if (node == nullptr) return false;
  if (node->kind != Node::Kind::string) {
    reading.complain_of_type(*node, expected);
    return false;
  }
  const auto parsed = parse(std::string_view(node->text));
  if (const auto* rejection = std::get_if<Rejection>(&parsed)) {
    reading.complain(node->offset, *rejection);
    return false;
  }
  out = std::get<Value>(parsed);
  return true;
}

template <class Item, class Name>
std::optional<std::uint32_t> read_reference(Reading& reading, const Node* node, std::string_view kind,
                                            const std::vector<Item>& items, Name name) {
  if (node == nullptr) return std::nullopt;
  if (node->kind != Node::Kind::string) {
    reading.complain_of_type(*node, "the name of a " + std::string(kind));
    return std::nullopt;
  }
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (name(items[i]) == node->text) return static_cast<std::uint32_t>(i);
  }
  if (items.empty()) return std::nullopt;  // the list itself is wrong, and was complained of
  std::vector<std::string_view> names;
  names.reserve(items.size());
  for (const Item& item : items) names.push_back(name(item));
  reading.complain(*node, "unknown " + std::string(kind) + ' ' + quote(node->text), one_of(names), {node->text, names});
  return std::nullopt;
}

std::string range_text(std::int64_t low, std::int64_t high) {
  return "a whole number from " + std::to_string(low) + " to " + std::to_string(high);
}

/// Two durations in a list.
bool read_pair(Reading& reading, const Node& node, Spread& out, DurationRange range) {
  if (node.kind != Node::Kind::array || node.items.size() != 2) {
    reading.complain_of_type(node, R"(a list of two durations, as in ["1ms", "50ms"])");
    return false;
  }
  const bool low = read_duration(reading, &node.items[0], out.low, range);
  const bool high = read_duration(reading, &node.items[1], out.high, range);
  if (!low || !high) return false;
  if (out.low <= out.high) return true;
  reading.complain(node.items[1], "upper bound " + text(out.high) + " is below the lower bound " + text(out.low),
                   "at least " + text(out.low));
  return false;
}

}  // namespace

void Reading::complain(std::size_t offset, std::string what, std::string expected, Slip slip) {
  if (complaints_.size() == complaints_max) return;
  complaints_.push_back(
      {offset, std::move(what), std::move(expected), std::string(nearest(slip.word, slip.candidates))});
}

void Reading::complain_of_type(const Node& node, std::string_view expected) {
  complain(node, kind_name(node) + " does not fit here", std::string(expected));
}

void Reading::complain(std::size_t offset, const Rejection& rejection) {
  if (complaints_.size() == complaints_max) return;
  complaints_.push_back({offset, rejection.what, rejection.expected, rejection.nearest});
}

std::vector<Problem> Reading::problems() const {
  std::vector<std::pair<std::size_t, std::size_t>> order;  // offset, then as complained
  order.reserve(complaints_.size());
  for (std::size_t i = 0; i < complaints_.size(); ++i) order.emplace_back(complaints_[i].offset, i);
  std::sort(order.begin(), order.end());
  order.resize(std::min(order.size(), problems_max));
  std::vector<Problem> problems;
  for (const auto& [offset, i] : order) {
    const Complaint& complaint = complaints_[i];
    problems.push_back(source_.problem(offset, complaint.what, complaint.expected, complaint.nearest));
  }
  return problems;
}

std::string one_of(Words words) {
  std::string list = words.size() == 1 ? "" : "one of ";
  for (std::size_t i = 0; i < std::min(words.size(), words_shown_max); ++i) {
    if (i > 0) list += ", ";
    list += words[i];
  }
  return words.size() > words_shown_max ? list + ", ..." : list;
}

Object::Object(Reading& reading, const Node& node, std::string_view what, Words known)
    : reading_(reading), node_(&node), what_(what), valid_(node.kind == Node::Kind::object) {
  if (!valid_) {
    reading.complain_of_type(node, what_ + ": an object");
    return;
  }
  for (const Member& member : node.members) {
    if (std::find(known.begin(), known.end(), member.key) != known.end()) continue;
    has_unknown_ = true;
    reading.complain(member.offset, "unknown word " + quote(member.key) + " in " + what_, one_of(known),
                     {member.key, known});
  }
}

const Node* Object::find(std::string_view word) const {
  const auto found = std::find_if(node_->members.begin(), node_->members.end(),
                                  [&](const Member& member) { return member.key == word; });
  return found == node_->members.end() ? nullptr : &found->value;
}

const Node* Object::require(std::string_view word) const {
  const Node* found = find(word);
  if (found == nullptr && valid_) reading_.complain(*node_, what_ + " lacks " + quote(word), "the key " + quote(word));
  return found;
}

const Member* Object::only(Words kinds) const {
  const Member* chosen = nullptr;
  for (const Member& member : node_->members) {
    if (std::find(kinds.begin(), kinds.end(), member.key) == kinds.end()) continue;
    if (chosen != nullptr) {
      reading_.complain(member.offset, quote(member.key) + " and " + quote(chosen->key) + " cannot stand together",
                        one_of(kinds));
      return nullptr;
    }
    chosen = &member;
  }
  if (chosen == nullptr && valid_ && !has_unknown_) {
    reading_.complain(*node_, what_ + " does not say what it is", one_of(kinds));
  }
  return chosen;
}

bool read_text(Reading& reading, const Node* node, std::string& out) {
  if (node == nullptr) return false;
  if (node->kind != Node::Kind::string) {
    reading.complain_of_type(*node, "a text in double quotes");
    return false;
  }
  out = node->text;
  return true;
}

bool read_bool(Reading& reading, const Node* node, bool& out) {
  if (node == nullptr) return false;
  if (node->kind != Node::Kind::boolean) {
    reading.complain_of_type(*node, "true or false");
    return false;
  }
  out = node->boolean;
  return true;
}

bool read_duration(Reading& reading, const Node* node, Duration& out, DurationRange range) {
  Duration value;
  if (!read_quantity(reading, node, value, R"(a duration with a unit, as in "20ms")", parse_duration)) return false;
  if (value < range.low) {
    const std::string least = range.low == Duration{1} ? "more than nothing" : "at least " + text(range.low);
    reading.complain(*node, "duration " + quote(node->text) + " is too short", least);
    return false;
  }
  if (value > range.high) {
    reading.complain(*node, "duration " + quote(node->text) + " is too long", "at most " + text(range.high));
    return false;
  }
  out = value;
  return true;
}

bool read_share(Reading& reading, const Node* node, Share& out) {
  return read_quantity(reading, node, out, R"(a share with a percent sign, as in "1.5%")", parse_share);
}

bool read_drift(Reading& reading, const Node* node, std::int64_t& out) {
  return read_quantity(reading, node, out, R"(a rate beside true time, as in "-0.5%")", parse_drift);
}

bool read_offset(Reading& reading, const Node* node, Duration& out) {
  return read_quantity(reading, node, out, R"(a duration with a sign, as in "+2s" or "-500ms")", parse_offset);
}

bool read_money(Reading& reading, const Node* node, Money& out) {
  return read_quantity(reading, node, out, R"(a price with its currency, as in "49.90 BRL")", parse_money);
}

bool read_spread(Reading& reading, const Node* node, Spread& out, DurationRange range) {
  if (node == nullptr) return false;
  Spread spread;
  if (node->kind != Node::Kind::object) {
    if (node->kind == Node::Kind::string) {
      if (!read_duration(reading, node, spread.low, range)) return false;
      out = spread;
      return true;
    }
    reading.complain_of_type(
        *node, R"(a duration with a unit, as in "20ms", or a distribution, as in {"uniform": ["1ms", "50ms"]})");
    return false;
  }
  const Object object(reading, *node, "a distribution", {"constant", "uniform", "exponential", "heavy-tail"});
  const Member* shape = object.only({"constant", "uniform", "exponential", "heavy-tail"});
  if (shape == nullptr) return false;
  bool good = false;
  if (shape->key == "constant" || shape->key == "exponential") {
    spread.shape = shape->key == "constant" ? Spread::Shape::constant : Spread::Shape::exponential;
    good = read_duration(reading, &shape->value, spread.low, range);
  } else {
    spread.shape = shape->key == "uniform" ? Spread::Shape::uniform : Spread::Shape::heavy_tail;
    good = read_pair(reading, shape->value, spread, spread.shape == Spread::Shape::uniform ? range : positive);
  }
  if (good) out = spread;
  return good;
}

bool read_integer(Reading& reading, const Node* node, std::int64_t& out, std::int64_t low, std::int64_t high) {
  if (node == nullptr) return false;
  if (node->kind == Node::Kind::large_integer) {
    reading.complain(*node, kind_name(*node) + " does not fit in 64 bits", range_text(low, high));
    return false;
  }
  if (node->kind != Node::Kind::integer) {
    reading.complain_of_type(*node, range_text(low, high));
    return false;
  }
  if (node->integer < low || node->integer > high) {
    reading.complain(*node, kind_name(*node) + " is out of range", range_text(low, high));
    return false;
  }
  out = node->integer;
  return true;
}

bool is_kebab_case(std::string_view name) {
  if (name.empty() || name.front() < 'a' || name.front() > 'z' || name.back() == '-') return false;
  for (std::size_t i = 0; i < name.size(); ++i) {
    const char c = name[i];
    const bool fits = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (c == '-' && name[i - 1] != '-');
    if (!fits) return false;
  }
  return true;
}

std::optional<std::string> read_name(Reading& reading, const Node& node, std::string_view what) {
  const std::string expected = std::string(what) + R"( in kebab-case, as in "red-umbrella", at most 64 letters)";
  if (node.kind != Node::Kind::string) {
    reading.complain_of_type(node, expected);
    return std::nullopt;
  }
  if (!is_kebab_case(node.text) || node.text.size() > name_length_max) {
    reading.complain(node, quote(node.text) + " is not a name", expected);
    return std::nullopt;
  }
  if (node.text == "any") {
    reading.complain(node, R"("any" stands for all and cannot be a name)", expected);
    return std::nullopt;
  }
  return node.text;
}

std::optional<std::size_t> read_word(Reading& reading, const Node* node, std::string_view what, Words words) {
  if (node == nullptr) return std::nullopt;
  if (node->kind != Node::Kind::string) {
    reading.complain_of_type(*node, one_of(words));
    return std::nullopt;
  }
  const auto found = std::find(words.begin(), words.end(), node->text);
  if (found != words.end()) return static_cast<std::size_t>(found - words.begin());
  reading.complain(*node, "unknown " + std::string(what) + ' ' + quote(node->text), one_of(words), {node->text, words});
  return std::nullopt;
}

std::optional<MarketplaceIndex> read_marketplace(Reading& reading, const Node* node) {
  return read_reference(reading, node, "marketplace", reading.scenario.marketplaces,
                        [](const std::string& name) -> std::string_view { return name; });
}

std::optional<ProductIndex> read_product(Reading& reading, const Node* node) {
  return read_reference(reading, node, "product", reading.scenario.products,
                        [](const ProductSpec& product) -> std::string_view { return product.id; });
}

std::vector<MarketplaceIndex> read_marketplaces(Reading& reading, const Node* node) {
  std::vector<MarketplaceIndex> members;
  if (node == nullptr) return members;
  const auto add = [&](const Node& item) {
    const auto member = read_marketplace(reading, &item);
    if (!member) return;
    if (std::find(members.begin(), members.end(), *member) != members.end()) {
      reading.complain(item, "marketplace " + quote(item.text) + " is named twice", "each name once");
      return;
    }
    members.push_back(*member);
  };
  if (node->kind == Node::Kind::string) {
    add(*node);
  } else {
    read_list(reading, node, "names of marketplaces", 1, marketplaces_max, add);
  }
  return members;
}

std::array<std::string_view, message_kinds> message_kind_words() {
  std::array<std::string_view, message_kinds> words;
  for (std::size_t i = 0; i < message_kinds; ++i) words[i] = name(static_cast<MessageKind>(i));
  return words;
}

MessageKinds read_message_kinds(Reading& reading, const Node* node) {
  MessageKinds kinds;
  if (node == nullptr) return kinds;
  const auto words = message_kind_words();
  const auto add = [&](const Node& item) {
    const auto word = read_word(reading, &item, "kind of message", words);
    if (!word) return;
    const auto kind = static_cast<MessageKind>(*word);
    if (!kinds.all() && kinds.has(kind)) {
      reading.complain(item, "kind of message " + quote(item.text) + " is named twice", "each name once");
    }
    kinds.add(kind);
  };
  if (node->kind == Node::Kind::string) {
    add(*node);
  } else {
    read_list(reading, node, "kinds of message", 1, message_kinds, add);
  }
  return kinds;
}

void read_list(Reading& reading, const Node* node, std::string_view what, std::size_t low, std::size_t high,
               const std::function<void(const Node&)>& each) {
  if (node == nullptr) return;
  if (node->kind != Node::Kind::array) {
    reading.complain_of_type(*node, "a list of " + std::string(what));
    return;
  }
  if (node->items.size() < low) {
    reading.complain(*node, low == 1 ? "the list is empty" : "the list is too short",
                     "at least " + std::to_string(low) + " of: " + std::string(what));
  }
  if (node->items.size() > high) {
    reading.complain(*node, "the list is too long", "at most " + std::to_string(high) + " of: " + std::string(what));
    return;
  }
  for (const Node& item : node->items) each(item);
}

}  // namespace feira::scenario
