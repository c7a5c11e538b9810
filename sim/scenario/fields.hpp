// The vocabulary in which the reader is written: take a field of an object, turn it into a value within bounds, or
// complain at its place and go on. A field that is absent (a null pointer) leaves its default as it is.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <initializer_list>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "sim/scenario/document.hpp"
#include "sim/scenario/scenario.hpp"
#include "sim/scenario/units.hpp"

namespace feira::scenario {

inline constexpr std::size_t marketplaces_max = 1000;
inline constexpr std::size_t problems_max = 20;

using Words = std::span<const std::string_view>;

/// A word that is not among those that fit, for "did you mean".
struct Slip {
  std::string_view word;
  Words candidates;
};

/// What all parts of the reader share: the scenario as far as it is read and the complaints so far.
class Reading {
 public:
  explicit Reading(const Source& source) : source_(source) {}

  Scenario scenario;

  void complain(std::size_t offset, std::string what, std::string expected, Slip slip = {});
  void complain(const Node& node, std::string what, std::string expected, Slip slip = {}) {
    complain(node.offset, std::move(what), std::move(expected), slip);
  }
  /// "a list, but found ...": a value of the wrong type.
  void complain_of_type(const Node& node, std::string_view expected);
  void complain(std::size_t offset, const Rejection& rejection);

  [[nodiscard]] bool clean() const { return complaints_.empty(); }
  [[nodiscard]] std::string place(std::size_t offset) const { return source_.place(offset); }
  /// In the file's order, the first few.
  [[nodiscard]] std::vector<Problem> problems() const;

 private:
  struct Complaint {
    std::size_t offset = 0;
    std::string what;
    std::string expected;
    std::string nearest;
  };
  const Source& source_;
  std::vector<Complaint> complaints_;
};

/// "one of a, b, c"; the whole of a long list is cut.
std::string one_of(Words words);

/// An object of the file; making one complains of anything but an object and of every word that is not among `words`.
class Object {
 public:
  Object(Reading& reading, const Node& node, std::string_view what, std::initializer_list<std::string_view> words)
      : Object(reading, node, what, Words(words.begin(), words.size())) {}
  Object(Reading& reading, const Node& node, std::string_view what, Words words);

  [[nodiscard]] bool valid() const { return valid_; }
  [[nodiscard]] const Node& node() const { return *node_; }
  [[nodiscard]] const Node* find(std::string_view word) const;
  /// As `find`, and complains when the word is missing.
  const Node* require(std::string_view word) const;
  /// The one of these words that is given; complains of none and of more than one. (Of none only when no word was
  /// unknown: that one was probably meant.)
  const Member* only(std::initializer_list<std::string_view> kinds) const {
    return only(Words(kinds.begin(), kinds.size()));
  }
  const Member* only(Words kinds) const;

 private:
  Reading& reading_;
  const Node* node_;
  std::string what_;
  bool valid_;
  bool has_unknown_ = false;
};

struct DurationRange {
  Duration low{};
  Duration high = duration_max;
};
inline constexpr DurationRange positive{Duration{1}, duration_max};

bool read_text(Reading& reading, const Node* node, std::string& out);
bool read_bool(Reading& reading, const Node* node, bool& out);
bool read_duration(Reading& reading, const Node* node, Duration& out, DurationRange range = {});
bool read_share(Reading& reading, const Node* node, Share& out);
/// A clock's rate beside true time, in parts per million.
bool read_drift(Reading& reading, const Node* node, std::int64_t& out);
/// A duration that may have a sign.
bool read_offset(Reading& reading, const Node* node, Duration& out);
bool read_money(Reading& reading, const Node* node, Money& out);
bool read_spread(Reading& reading, const Node* node, Spread& out, DurationRange range = {});
bool read_integer(Reading& reading, const Node* node, std::int64_t& out, std::int64_t low, std::int64_t high);

template <class Count>
bool read_count(Reading& reading, const Node* node, Count& out, std::int64_t low, std::int64_t high) {
  std::int64_t value = 0;
  if (!read_integer(reading, node, value, low, high)) return false;
  out = static_cast<Count>(value);
  return true;
}

/// A string in kebab-case, or a complaint.
std::optional<std::string> read_name(Reading& reading, const Node& node, std::string_view what);
/// One word out of a list, or a complaint; its index.
std::optional<std::size_t> read_word(Reading& reading, const Node* node, std::string_view what, Words words);

/// The name of a marketplace or product of this scenario, or a complaint.
std::optional<MarketplaceIndex> read_marketplace(Reading& reading, const Node* node);
std::optional<ProductIndex> read_product(Reading& reading, const Node* node);
/// One name or a list of different names, not empty.
std::vector<MarketplaceIndex> read_marketplaces(Reading& reading, const Node* node);

/// In the order of `MessageKind`.
std::array<std::string_view, message_kinds> message_kind_words();
/// One kind of message or a list of different ones, not empty.
MessageKinds read_message_kinds(Reading& reading, const Node* node);

/// Calls `each` for the items of a list; complains when it is none, or has too few or too many.
void read_list(Reading& reading, const Node* node, std::string_view what, std::size_t low, std::size_t high,
               const std::function<void(const Node&)>& each);

bool is_kebab_case(std::string_view name);

}  // namespace feira::scenario
